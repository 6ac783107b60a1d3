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

from priorauth.documents.content import Content, NumberedList, Paragraph, Span, Table
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


def test_two_tables_that_touch_stay_two_with_room_between_them():
    document = opened(letter_docx(Content((trial_table(), trial_table())), sheet()))
    first, between, second, *_ = document.iter_inner_content()
    assert [type(block).__name__ for block in (first, between, second)] == ["Table", "Paragraph", "Table"]
    assert between.paragraph_format.space_before.pt == 7


def test_numbers_keep_away_from_the_column_to_their_right():
    table = opened(letter_docx(Content((trial_table(),)), sheet())).tables[0]
    indents = [cell.paragraphs[0].paragraph_format.right_indent for cell in table.rows[1].cells]
    assert [indent.pt if indent else 0 for indent in indents] == [0, 0, 8, 0, 8, 0]


@pytest.mark.parametrize(
    ("rows", "stay"),
    [
        (1, [False]),
        (2, [True, False]),
        (6, [True, True, True, True, True, False]),
        (7, [True, False, False, False, False, True, False]),  # larger: broken, but never one row from the others
    ],
)
def test_a_small_table_stands_on_one_page_and_of_a_larger_one_no_row_alone(rows: int, stay: list[bool]) -> None:
    scores = Table((text("Scale"),), ((text("PHQ-9"),),) * rows, ("left",), (1,))
    table = opened(letter_docx(Content((scores,)), sheet())).tables[0]
    header, *others = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]
    assert header
    assert others == stay


@pytest.mark.parametrize(("letters", "together"), [(1500, True), (1501, False)])
def test_a_table_of_long_texts_is_not_small(letters: int, together: bool) -> None:
    assert Table((), ((text("x" * letters),),), ("left",), (1,)).together is together


def test_only_a_table_with_a_header_row_says_that_it_has_one():
    facts = Table((), ((text("Patient"), text("Jo")),), ("left", "left"), (1, 3))
    tables = opened(letter_docx(Content((trial_table(), facts)), sheet())).tables
    assert [table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) for table in tables] == ["1", "0"]


def test_a_number_and_its_unit_stay_on_one_line():
    words = (Span("126 days at ≥ "), Span("50"), Span(" mg, then 60 minutes"))
    body = docx_body(letter_docx(Content((Paragraph(words),)), sheet()))
    assert body.strip() == "126 days at ≥\u00a050\u00a0mg, then 60 minutes"


def test_numbers_of_a_list_are_its_own():
    content = Content((NumberedList((text("three"), text("four")), first=3), NumberedList((text("one"),))))
    assert docx_body(letter_docx(content, sheet())).split() == ["3.", "three", "4.", "four", "1.", "one"]


def test_a_figure_is_a_picture_with_its_text_for_those_who_cannot_see():
    document = opened(letter_docx(Content((FIGURE, FIGURE)), sheet()))
    described = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert described == [FIGURE.alt, FIGURE.alt]
    shown = [document.part.related_parts[one.get(qn("r:embed"))] for one in document.element.body.iter(qn("a:blip"))]
    assert [part.content_type for part in shown] == ["image/png", "image/png"]


def test_what_is_numbered_for_word_is_numbered_once():
    logo = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(logo, "PNG")
    parts = package.read(letter_docx(Content((FIGURE, FIGURE)), sheet(logo=logo.getvalue())))
    for name, part in parts.items():
        numbers = [one.get("id") for one in etree.fromstring(part).iter(qn("wp:docPr"))] if name[-4:] == ".xml" else []
        assert len(numbers) == len(set(numbers)), name
        assert all(int(number) >= 1000 for number in numbers)  # Word's own begin at 1, in a practice's template


def test_all_that_the_file_calls_is_in_it_and_nothing_else():
    parts = package.read(letter_docx(sample(), sheet()))
    called = {"[Content_Types].xml"}
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder = name.partition("_rels/")[0]
            called |= {name, *(folder + one.get("Target") for one in etree.fromstring(part))}
    assert called == set(parts)
    types = etree.fromstring(parts["[Content_Types].xml"])
    told = {one.get("PartName", "").lstrip("/") or one.get("Extension") for one in types}
    assert all(name in told or name.rpartition(".")[2] in told for name in parts if name != "[Content_Types].xml")


def test_the_file_says_in_which_language_it_is():
    document = opened(letter_docx(sample(), sheet()))
    assert document.core_properties.language == "en-US"
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-US"


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


class TestAgainstDocxtpl:
    """Filling a compiled template gives what docxtpl gives."""

    @pytest.mark.parametrize("draft", [True, False])
    def test_every_part_is_the_same_xml(self, draft):
        word = docx_template.compiled(TEMPLATE.read_bytes(), "letter.docx")
        look = wordml.Look(word.styles.id_of, word.width, word.styles.numbered)
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
