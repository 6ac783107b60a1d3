from __future__ import annotations

import io
import runpy
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from markupsafe import Markup
from PIL import Image

from priorauth.documents.content import Content, NumberedList, Paragraph, Span
from priorauth.documents.letter import docx_template, package, wordml
from priorauth.documents.letter.sheet import DRAFT_NOTICE
from priorauth.documents.letter.word import letter_docx
from priorauth.errors import BadInput
from priorauth.resources import shipped
from tests.documents.reading_back import docx_body, docx_headers
from tests.documents.sample_letter import FIGURE, LETTERHEAD, sample, sheet, text, trial_table

TEMPLATE = shipped("templates") / "letters" / "letter.docx"


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def test_the_shipped_template_is_what_its_script_builds():
    built = runpy.run_path(str(TEMPLATE.with_name("build.py")))["letter_docx"]()
    assert package.read(TEMPLATE.read_bytes()) == package.read(built)


def test_a_draft_says_so_on_each_page():
    first, others = docx_headers(letter_docx(sample(), sheet(draft=True)))
    assert DRAFT_NOTICE in first
    assert DRAFT_NOTICE in others


def test_a_final_letter_says_nothing_of_a_draft():
    final = letter_docx(Content((Paragraph(text("Done.")),)), sheet(draft=False))
    assert "DRAFT" not in "".join(docx_headers(final)) + docx_body(final)


def test_a_final_letter_may_not_hold_a_point_to_confirm():
    with pytest.raises(BadInput, match="still has 1 point marked TO CONFIRM"):
        letter_docx(sample(), sheet(draft=False))


def test_the_same_letter_gives_the_same_bytes():
    assert letter_docx(sample(), sheet()) == letter_docx(sample(), sheet())


def test_the_file_names_no_day_and_no_system():
    with zipfile.ZipFile(io.BytesIO(letter_docx(sample(), sheet()))) as parts:
        assert {(one.date_time, one.create_system) for one in parts.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_headers_name_the_practice_and_then_the_patient():
    first, others = docx_headers(letter_docx(sample(), sheet()))
    assert LETTERHEAD.name in first
    assert all(line in first for line in LETTERHEAD.lines)
    assert sheet().subject not in first
    assert sheet().subject in others


def test_pages_are_numbered_by_word():
    section = opened(letter_docx(sample(), sheet())).sections[0]
    for footer in (section.first_page_footer, section.footer):
        fields = [one.get(qn("w:instr")).strip() for one in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert sheet().footer in footer.paragraphs[0].text


def test_properties_name_the_letter_and_the_practice():
    properties = opened(letter_docx(sample(), sheet())).core_properties
    assert (properties.title, properties.author) == ("Letter of medical necessity", LETTERHEAD.name)


def test_blocks_take_the_templates_styles():
    styles = [paragraph.style.name for paragraph in opened(letter_docx(sample(), sheet())).paragraphs]
    assert {"Heading 1", "Heading 2", "Heading 3", "Body Text", "List Bullet", "List Number", "Caption"} <= set(styles)


def test_a_tables_header_is_repeated_and_no_row_is_parted():
    table = opened(letter_docx(Content((trial_table(count=9),)), sheet())).tables[0]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * 9
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_tables_columns_fill_the_width_between_the_margins():
    document = opened(letter_docx(Content((trial_table(),)), sheet()))
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in document.tables[0].columns) == width


def test_two_tables_that_touch_stay_two():
    document = opened(letter_docx(Content((trial_table(), trial_table())), sheet()))
    kinds = [type(block).__name__ for block in document.iter_inner_content()]
    assert kinds[:3] == ["Table", "Paragraph", "Table"]


def test_numbers_of_a_list_are_its_own():
    content = Content((NumberedList((text("three"), text("four")), first=3), NumberedList((text("one"),))))
    assert docx_body(letter_docx(content, sheet())).split() == ["3.", "three", "4.", "four", "1.", "one"]


def test_a_figure_is_a_picture_with_its_text_for_those_who_cannot_see():
    document = opened(letter_docx(Content((FIGURE, FIGURE)), sheet()))
    described = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert described == [FIGURE.alt, FIGURE.alt]
    shown = [document.part.related_parts[one.get(qn("r:embed"))] for one in document.element.body.iter(qn("a:blip"))]
    assert [part.content_type for part in shown] == ["image/png", "image/png"]


@pytest.mark.parametrize(("kind", "size"), [("PNG", (30, 10)), ("JPEG", (10, 30)), ("PNG", (4000, 100))])
def test_the_practices_logo_keeps_its_shape_in_the_room_it_has(kind, size):
    logo = io.BytesIO()
    Image.new("RGB", size, "navy").save(logo, kind)
    header = opened(letter_docx(sample(), sheet(logo=logo.getvalue()))).sections[0].first_page_header
    (extent,) = header._element.iter(qn("wp:extent"))
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width / height == pytest.approx(size[0] / size[1], rel=0.05)
    assert height <= 457_200  # half an inch
    assert width <= 1_270_000  # the logo's cell


class TestTemplates:
    """A practice's own template, changed in Word."""

    @pytest.fixture
    def changed(self, tmp_path):
        """The shipped template with a replacement in one of its parts."""

        def written(part: str, old: str, new: str):
            parts = package.read(TEMPLATE.read_bytes())
            assert old in parts[part].decode()
            parts[part] = parts[part].decode().replace(old, new).encode()
            path = tmp_path / "letter.docx"
            path.write_bytes(package.written(parts))
            return path

        return written

    def test_its_words_are_kept_and_its_tags_filled(self, changed):
        template = changed("word/footer2.xml", "{{ footer }}", "Member of the &amp; Group. {{ footer }}")
        section = opened(letter_docx(sample(), sheet(), template=template)).sections[0]
        assert section.footer.paragraphs[0].text.startswith(f"Member of the & Group. {sheet().footer}")

    def test_an_unknown_tag_is_told(self, changed):
        template = changed("word/header2.xml", "{{ subject }}", "{{ patient.name }}")
        with pytest.raises(BadInput, match="'patient' is undefined") as told:
            letter_docx(sample(), sheet(), template=template)
        assert told.value.where == str(template)

    def test_a_broken_tag_is_told(self, changed):
        template = changed("word/header2.xml", "{{ subject }}", "{% if subject %}")
        with pytest.raises(BadInput, match="A tag is wrong"):
            letter_docx(sample(), sheet(), template=template)

    def test_a_template_without_a_place_for_the_letter_is_refused(self, changed):
        template = changed("word/document.xml", "{{p body }}", "Dear Sir")
        with pytest.raises(BadInput, match="no place for the letter"):
            letter_docx(sample(), sheet(), template=template)

    def test_a_body_in_the_middle_of_a_paragraph_is_refused(self, changed):
        template = changed("word/document.xml", "{{p body }}", "{{ body }}")
        with pytest.raises(BadInput, match="stands where it cannot"):
            letter_docx(sample(), sheet(), template=template)

    def test_a_missing_style_is_told_by_name(self, changed):
        template = changed("word/styles.xml", 'w:val="Letter Table"', 'w:val="Renamed"')
        with pytest.raises(BadInput, match='no style "Letter Table"'):
            letter_docx(sample(), sheet(), template=template)

    def test_what_is_no_word_document_is_told(self, tmp_path):
        (tmp_path / "letter.docx").write_bytes(b"%PDF-1.7")
        with pytest.raises(BadInput, match="not a Word document"):
            letter_docx(sample(), sheet(), template=tmp_path / "letter.docx")

    def test_tags_that_only_docxtpl_finishes_are_left_to_it(self, changed):
        rows = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9000'/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl><w:p/>"
        cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        loop = "".join(map(cell.format, ("{%tc for line in letterhead.lines %}", "{{ line }}", "{%tc endfor %}")))
        template = changed("word/document.xml", "<w:body>", f"<w:body>{rows.format(cells=loop)}")
        assert docx_template.compiled(template.read_bytes(), "x").left_to_docxtpl
        document = opened(letter_docx(sample(), sheet(), template=template))
        assert [cell.text for cell in document.tables[0].rows[0].cells] == list(LETTERHEAD.lines)
        assert len(document.tables[0].columns) == 2  # docxtpl adds the column that the loop needs
        assert document.core_properties.title == "Letter of medical necessity"


class TestAgainstDocxtpl:
    """Filling a compiled template gives what docxtpl gives."""

    @pytest.mark.parametrize("draft", [True, False])
    def test_every_part_is_the_same_xml(self, draft):
        word = docx_template.compiled(TEMPLATE.read_bytes(), "letter.docx")
        look = wordml.Look(word.style, word.width)
        hostile = Paragraph((Span("{_{ x }_} {{ y }} {% z %} & <w:p> \" ' \n new"), Span("Łukasz", strong=True)))
        body = wordml.body(Content((*sample().blocks, hostile)), look, [wordml.Place("rIdFigure1", 0.5)])
        around = replace(sheet(draft=draft), footer="Harbor & Point <confidential>").words()
        context = around | {"body": Markup(body), "logo": ""}  # noqa: S704  (escaped by the code under test)
        ours, theirs = word.parts(context), word.parts_by_docxtpl(context)
        for name in ("document", "header1", "header2", "footer1", "footer2"):
            part = f"word/{name}.xml"
            assert canonical(ours[part]) == canonical(theirs[part]), part


def canonical(part: bytes) -> bytes:
    return etree.tostring(etree.fromstring(part), method="c14n")
