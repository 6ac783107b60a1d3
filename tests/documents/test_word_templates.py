"""A practice's own Word template: what it may be, and what somebody reads who has made a mistake in one.

Each mistake is made here in a copy of the shipped template, or in a file as Word would have written it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from priorauth.documents.content import BulletList, Content, Heading, NumberedList
from priorauth.documents.letter import docx_template, package
from priorauth.documents.letter.sheet import DRAFT_NOTICE, NAMES
from priorauth.documents.letter.word import letter_docx
from priorauth.errors import BadInput
from priorauth.resources import shipped
from tests.documents.reading_back import docx_body, docx_headers
from tests.documents.sample_letter import LETTERHEAD, sample, sheet, text, trial_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEMPLATE = shipped("templates") / "letters" / "letter.docx"
NAMES_ARE = "The names are listed in docs/templates.md."
SUBJECT = "Header, paragraph 4"
RUN, NEXT_RUN = "<w:r><w:t>", "</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>"


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """The shipped template with a replacement in one of its parts."""

    def written(part: str, old: str, new: str) -> Path:
        path = tmp_path / "letter.docx"
        parts = package.read((path if path.exists() else TEMPLATE).read_bytes())
        assert old in parts[part].decode()
        parts[part] = parts[part].decode().replace(old, new, 1).encode()
        path.write_bytes(package.written(parts))
        return path

    return written


def told(template: Path) -> str:
    """What is told of a template, without its path."""
    with pytest.raises(BadInput) as error:
        letter_docx(sample(), sheet(), template=template)
    message = str(error.value)
    assert message.startswith(f"{template}: ")
    return message.removeprefix(f"{template}: ")


class TestWhatMayBe:
    def test_its_words_are_kept_and_its_tags_filled(self, changed: Callable[..., Path]) -> None:
        template = changed("word/footer2.xml", "{{ footer }}", "Member of the &amp; Group. {{ footer }}")
        section = opened(letter_docx(sample(), sheet(), template=template)).sections[0]
        assert section.footer.paragraphs[0].text.startswith(f"Member of the & Group. {sheet().footer}")

    @pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("[]")])
    def test_each_name_of_the_list_may_be_printed(self, changed: Callable[..., Path], name: str) -> None:
        template = changed("word/header2.xml", "{{ subject }}", f"({{{{ {name} }}}})")
        _, others = docx_headers(letter_docx(sample(), sheet(), template=template))
        *groups, last = name.split(".")
        words = sheet().words()
        assert f"({words[groups[0]][last] if groups else words[last]})" in others

    def test_the_list_has_every_name(self) -> None:
        words = sheet().words()
        leaves = {f"{group}.{name}" for group, below in words.items() if isinstance(below, dict) for name in below}
        leaves |= {name for name, value in words.items() if isinstance(value, str)}
        assert {name.removesuffix("[]") for name in NAMES} == leaves

    def test_word_may_part_a_tag_into_runs(self, changed: Callable[..., Path]) -> None:
        parted = "{{ sub{}ject {}}}".replace("{}", NEXT_RUN)
        template = changed("word/header2.xml", "{{ subject }}", parted)
        body = changed(
            "word/document.xml", "{{p body }}", "{" + NEXT_RUN + "{p bo" + NEXT_RUN + "dy }" + NEXT_RUN + "}"
        )
        assert template == body
        made = letter_docx(sample(), sheet(), template=template)
        assert sheet().subject in docx_headers(made)[1]
        assert docx_body(made) == docx_body(letter_docx(sample(), sheet()))

    def test_word_may_make_the_quotation_marks_round(self, changed: Callable[..., Path]) -> None:
        template = changed("word/header2.xml", "{{ subject }}", "{% if title == “x” %}no{% else %}yes{% endif %}")
        assert "yes" in docx_headers(letter_docx(sample(), sheet(), template=template))[1]

    def test_a_letterhead_that_was_made_in_word_from_nothing(self, tmp_path: Path) -> None:
        """Of all styles that a letter is written in, it has none: they are lent."""
        made = docx.Document()
        for style in list(made.styles.element):
            if style.tag.endswith("}style") and style.get(qn("w:default")) != "1":
                made.styles.element.remove(style)
        made.sections[0].header.paragraphs[0].text = "Harbor Point {{ notice }}"
        made.add_paragraph("{{p body }}")
        made.save(str(tmp_path / "letter.docx"))
        blocks = (Heading(1, text("Re")), BulletList((text("a"),)), NumberedList((text("b"),)), trial_table())
        document = opened(letter_docx(Content(blocks), sheet(), template=tmp_path / "letter.docx"))
        assert document.sections[0].header.paragraphs[0].text == f"Harbor Point {DRAFT_NOTICE}"
        assert [one.style.name for one in document.paragraphs[:3]] == ["Heading 1", "List Bullet", "List Number"]
        assert [one.text for one in document.paragraphs[1:3]] == ["•\ta", "1.\tb"]
        assert document.paragraphs[1].paragraph_format.left_indent is None  # the style's own
        assert document.styles["List Bullet"].paragraph_format.left_indent.pt == 20
        assert document.tables[0].style.name == "Letter Table"
        assert document.tables[0].rows[0].cells[0].paragraphs[0].style.base_style.name == "Table Text"

    def test_a_style_of_its_own_is_kept(self, changed: Callable[..., Path]) -> None:
        template = changed("word/styles.xml", '<w:b/><w:bCs/><w:color w:val="1D4568"/><w:sz w:val="26"/>', "<w:b/>")
        document = opened(letter_docx(sample(), sheet(), template=template))
        assert document.styles["Heading 1"].font.size is None

    def test_a_style_that_is_lent_hides_no_other_of_its_id(self, changed: Callable[..., Path]) -> None:
        template = changed("word/styles.xml", 'w:val="Letter Table"', 'w:val="Renamed"')
        document = opened(letter_docx(Content((trial_table(),)), sheet(), template=template))
        assert document.tables[0].style.style_id == "LetterTablePriorauth"
        assert document.styles["Renamed"].style_id == "LetterTable"

    def test_tags_that_only_docxtpl_finishes_are_left_to_it(self, changed: Callable[..., Path]) -> None:
        rows = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9000'/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl><w:p/>"
        cell = "<w:tc><w:tcPr/><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        loop = "".join(map(cell.format, ("{%tc for line in letterhead.lines %}", "{{ line }}", "{%tc endfor %}")))
        template = changed("word/document.xml", "<w:body>", f"<w:body>{rows.format(cells=loop)}")
        assert docx_template.compiled(template.read_bytes(), "x").left_to_docxtpl
        document = opened(letter_docx(sample(), sheet(), template=template))
        assert [cell.text for cell in document.tables[0].rows[0].cells] == list(LETTERHEAD.lines)
        assert len(document.tables[0].columns) == 2  # docxtpl adds the column that the loop needs
        assert document.core_properties.title == "Letter of medical necessity"


TAGS = {
    "{{ pactice.name }}": (
        "The tag {{ pactice.name }} names what is not there: pactice.name. Did you mean patient.name? " + NAMES_ARE
    ),
    "{{ patient.nickname }}": (
        "The tag {{ patient.nickname }} names what is not there: patient.nickname. Did you mean patient.name or "
        "patient.birth_date? " + NAMES_ARE
    ),
    "{{ xyzzy }}": "The tag {{ xyzzy }} names what is not there: xyzzy. " + NAMES_ARE,
    "{{ subject": "The tag {{ subject is not closed. Write }} after it, in the same paragraph.",
    "{% if subject": "The tag {% if subject is not closed. Write %} after it, in the same paragraph.",
    "subject }}": "The braces }} close no tag. Delete them, or write the tag's beginning.",
    "{ patient.name }": "The tag { patient.name } has one brace on each side. Write {{ patient.name }}.",
    "{{ subject | uper }}": (
        "The tag {{ subject | uper }} cannot be read: No filter named 'uper'. Correct it in Word."
    ),
    "{{ subject subject }}": (
        "The tag {{ subject subject }} cannot be read: expected token 'end of print statement', got 'subject'. "
        "Correct it in Word."
    ),
    "{{ patient }}": (
        "The tag {{ patient }} names a group of texts and not one of them. Write patient.name, patient.birth_date or "
        "another."
    ),
    "{{ letterhead.lines }}": (
        "The tag {{ letterhead.lines }} names a list. Go through it: {%p for one in letterhead.lines %}, {{ one }}, "
        "{%p endfor %}."
    ),
    "{{r subject }}": "The tag {{r subject }} names a text, which stands in a paragraph. Write {{ subject }}.",
    "{% iff subject %}": "The tag {% iff subject %} is none of those that there are. Did you mean if?",
    "{% include x %}": (
        "The tag {% include x %} is none of those that there are. There are if, elif, else, endif, for, endfor and set."
    ),
    "{% if subject %}": (
        "The tag {% if subject %} has no end. Write {% endif %} where it ends, in the same header, footer or body."
    ),
    "{%for x in letterhead.line%}{%endfor%}": (
        "The tag {%for x in letterhead.line%} names what is not there: letterhead.line. Did you mean "
        "letterhead.lines or letterhead.tin? " + NAMES_ARE
    ),
    "{% endif %}": "The tag {% endif %} ends what was not begun. Delete it, or write its if.",
    "{% else %}": ("The tag {% else %} belongs between an if and its endif. Delete it, or write the if."),
    "{%p set x = title %}{{ x }}": (
        "The tag {%p set x = title %} needs a paragraph of its own: the other words in it would be lost. Press Enter "
        "before and after it."
    ),
    "{{p body }}": (
        "The tag {{p body }} stands where a letter cannot. Put it into the body of the document, outside tables and "
        "text boxes."
    ),
}
"""What stands in the header of the second page where the patient should be named, and what is told of it."""


class TestWhatIsTold:
    @pytest.mark.parametrize("tag", TAGS)
    def test_of_a_wrong_tag_in_a_header(self, changed: Callable[..., Path], tag: str) -> None:
        template = changed("word/header2.xml", "{{ letterhead.name }}", "")
        template = changed("word/header2.xml", "{{ subject }}", tag)
        assert told(template) == f'{SUBJECT} ("{tag}"): {TAGS[tag]}'

    def test_of_a_tag_that_word_has_parted_into_runs(self, changed: Callable[..., Path]) -> None:
        template = changed("word/header2.xml", "{{ subject }}", f"{{{NEXT_RUN}{{ sub{NEXT_RUN}jct }}}}")
        assert "The tag {{ subjct }} names what is not there: subjct. Did you mean subject?" in told(template)

    def test_of_a_tag_in_a_table_with_the_first_words_of_its_paragraph(self, changed: Callable[..., Path]) -> None:
        template = changed(
            "word/header1.xml", "{{ letterhead.name }}", "A practice of many words and doors, {{ letterhead.nam }}"
        )
        assert told(template) == (
            'First Page Header, table 1, row 1, column 1, paragraph 1 ("A practice of many words and doors, {{ …"): '
            "The tag {{ letterhead.nam }} names what is not there: letterhead.nam. Did you mean letterhead.name or "
            f"letterhead.tin? {NAMES_ARE}"
        )

    @pytest.mark.parametrize(
        ("part", "old", "place"),
        [
            ("word/footer1.xml", "{{ footer }}", 'First Page Footer, paragraph 1 ("{{ x }} Page 1 of 1")'),
            ("docProps/core.xml", "{{ title }}", 'Properties, title ("{{ x }}")'),
        ],
    )
    def test_of_every_part_of_the_file(self, changed: Callable[..., Path], part: str, old: str, place: str) -> None:
        assert told(changed(part, old, "{{ x }}")).startswith(f"{place}: The tag {{{{ x }}}} names what is not there")

    def test_of_a_name_that_would_stand_in_lists_of_files(self, changed: Callable[..., Path]) -> None:
        assert told(changed("docProps/core.xml", "{{ title }}", "{{ patient.name }}")) == (
            'Properties, title ("{{ patient.name }}"): The tag {{ patient.name }} would show the patient in lists of '
            "files. Write {{ title }}, which names nobody."
        )

    def test_of_a_tag_in_a_text_box(self, changed: Callable[..., Path]) -> None:
        box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        template = changed(
            "word/header2.xml", "<w:r><w:t>{{ letterhead.name }}", f"{box}{RUN}{{{{ letterhead.name }}}}"
        )
        assert told(template).startswith(f'{SUBJECT}, text box, paragraph 1 ("{{{{ x }}}}"): The tag {{{{ x }}}} names')

    def test_of_a_tag_half_inside_a_link(self, changed: Callable[..., Path]) -> None:
        link = "{{ sub</w:t></w:r><w:hyperlink w:anchor='x'><w:r><w:t>ject }}</w:t></w:r></w:hyperlink><w:r><w:t>"
        assert told(changed("word/header2.xml", "{{ subject }}", link)) == (
            f'{SUBJECT} ("{{{{ letterhead.name }}}} {{{{ subject }}}}"): The tag {{{{ subject }}}} stands partly in a '
            "link, a field or a tracked change. Delete it and type it anew as plain text."
        )

    def test_of_a_template_without_a_place_for_the_letter(self, changed: Callable[..., Path]) -> None:
        assert told(changed("word/document.xml", "{{p body }}", "Dear Sir")) == (
            "This template has no place for the letter. Write {{p body }} on a line of its own."
        )

    def test_of_two_places_for_the_letter(self, changed: Callable[..., Path]) -> None:
        again = "<w:p><w:r><w:t>{{p body }}</w:t></w:r></w:p><w:sectPr>"
        assert told(changed("word/document.xml", "<w:sectPr>", again)) == (
            'Body, paragraph 3 ("{{p body }}"): The letter would stand here a second time. '
            "Leave one {{p body }} in the file."
        )

    def test_of_a_body_that_is_a_word_in_a_paragraph(self, changed: Callable[..., Path]) -> None:
        assert told(changed("word/document.xml", "{{p body }}", "{{ body }}")) == (
            'Body, paragraph 1 ("{{ body }}"): The tag {{ body }} lacks the p of a whole paragraph. Write {{p body }}.'
        )

    def test_of_words_beside_the_body_that_would_be_lost(self, changed: Callable[..., Path]) -> None:
        assert told(changed("word/document.xml", "{{p body }}", "Dear Sir, {{p body }}")) == (
            'Body, paragraph 1 ("Dear Sir, {{p body }}"): The tag {{p body }} needs a paragraph of its own: the other '
            "words in it would be lost. Press Enter before and after it."
        )

    @pytest.mark.parametrize(("part", "page"), [("header1", "the first page"), ("header2", "the other pages")])
    def test_of_a_page_that_would_hide_a_draft(self, changed: Callable[..., Path], part: str, page: str) -> None:
        assert told(changed(f"word/{part}.xml", "{{ notice }}", "")) == (
            f"A draft would not say on {page} that it is one. Write {{{{ notice }}}} into a header or footer."
        )

    def test_of_tracked_changes(self, changed: Callable[..., Path]) -> None:
        tracked = "<w:p><w:ins w:id='1' w:author='K'><w:r><w:t>new</w:t></w:r></w:ins></w:p><w:sectPr>"
        assert told(changed("word/document.xml", "<w:sectPr>", tracked)) == (
            "This template has tracked changes. Accept or reject them in Word (Review), and save it."
        )

    def test_of_several_mistakes_the_first_and_how_many_more(self, changed: Callable[..., Path]) -> None:
        changed("word/header2.xml", "{{ subject }}", "{{ a }} {{ b }}")
        template = changed("word/footer2.xml", "{{ footer }}", "{{ c }}")
        assert told(template).endswith(f"{NAMES_ARE} And 2 more: priorauth templates check tells them all.")
        assert len(docx_template.mistakes(template.read_bytes(), "x")) == 3

    def test_of_a_tag_that_fails_only_when_it_is_filled(self, changed: Callable[..., Path]) -> None:
        assert told(changed("word/header2.xml", "{{ subject }}", "{{ subject | round }}")).startswith(
            "A tag cannot be filled: "
        )

    def test_of_an_end_that_is_not_of_the_beginnings_kind(self, changed: Callable[..., Path]) -> None:
        template = changed("word/header2.xml", "{%p endif %}", "{% endif %}")
        assert told(template) == (
            'Header, paragraph 3 ("{% endif %}"): The tag {% endif %} ends {%p if notice %} in another way. '
            "Write {%p endif %}."
        )

    def test_of_what_word_could_not_open(self, changed: Callable[..., Path]) -> None:
        table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{% if not title %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        end = "<w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>"
        template = changed("word/document.xml", "<w:sectPr>", f"{table}{end}<w:sectPr>")
        assert told(template) == (
            "A tag stands where it cannot. Put {{p body }} and each {%p … %} on a paragraph of its own."
        )

    def test_of_a_file_that_is_no_word_document(self, tmp_path: Path) -> None:
        (tmp_path / "letter.docx").write_bytes(b"%PDF-1.7")
        assert told(tmp_path / "letter.docx") == (
            "This is not a Word document (.docx). Save it as .docx in Word, without a password."
        )

    def test_of_a_word_template_by_the_name_of_a_document(self, changed: Callable[..., Path]) -> None:
        template = changed("[Content_Types].xml", "document.main+xml", "template.main+xml")
        assert told(template) == (
            "This is a Word template or a document with macros. Save it in Word as a Word Document (*.docx)."
        )
