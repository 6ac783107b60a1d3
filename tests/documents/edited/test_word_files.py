"""What else stands in a Word file: tracked changes are accepted, and what no letter can hold is told."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from priorauth.documents.content import plain_text
from priorauth.documents.edited.mark import Mark, mark_of, must_have_mark
from priorauth.documents.edited.taken_back import edited_letter
from priorauth.documents.edited.wordfile import WordFile
from priorauth.documents.edited.written import written
from priorauth.documents.letter.word import letter_docx
from priorauth.errors import BadInput
from priorauth.resources import shipped
from tests.documents.edited.desk import initial, letters, paragraph, removed
from tests.documents.sample_letter import sample, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

W = nsdecls("w")
SALUTATION = "To the reviewing"
TEMPLATE = shipped("templates") / "letters" / "letter.docx"
FACT = "There is no history of psychosis."
TRACKED = 'w:id="1" w:author="x" w:date="2026-11-20T00:00:00Z"'


def run(text: str, tag: str = "t") -> str:
    return f'<w:r {W}><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def put(document: Document, xml: str) -> None:
    paragraph(document, SALUTATION)._p.append(parse_xml(xml))


def test_tracked_changes_are_read_as_if_accepted() -> None:
    def edit(document: Document) -> None:
        one = paragraph(document, SALUTATION)
        one.runs[0]._r.getparent().remove(one.runs[0]._r)
        one._p.append(parse_xml(f"<w:ins {W} {TRACKED}>{run('To the chief ')}</w:ins>"))
        one._p.append(parse_xml(f"<w:del {W} {TRACKED}>{run('To the reviewing ', 'delText')}</w:del>"))
        one._p.append(parse_xml(run("clinician:")))

    back = initial().edited(edit)
    assert "\nTo the chief clinician:\n" in plain_text(back.content)
    assert back.told == ("Tracked changes (2) were read as if they were accepted.",)


def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next() -> None:
    def edit(document: Document) -> None:
        properties = paragraph(document, SALUTATION)._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:rPr {W}><w:del {TRACKED}/></w:rPr>"))

    back = initial().edited(edit)
    assert "To the reviewing clinician:I request authorization" in plain_text(back.content)


def test_a_row_that_is_tracked_as_taken_out() -> None:
    def edit(document: Document) -> None:
        document.tables[2].rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W} {TRACKED}/>"))

    assert [one.sort for one in initial().edited(edit).changes] == ["left out"]


PLAIN, STRUCK = run("clinician:"), f"<w:r {W}><w:rPr><w:strike/></w:rPr><w:t>patient</w:t></w:r>"


def style(name: str, kind: str, look: str = "", based: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style {W} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}<w:rPr>{look}</w:rPr></w:style>'
    )


def styled(name: str, look: str = "") -> str:
    return f'<w:r {W}><w:rPr><w:rStyle w:val="{name}"/>{look}</w:rPr><w:t>WORDS</w:t></w:r>'


STRUCK_STYLE, ON_IT = style("Gone", "character", "<w:strike/>"), style("Goner", "character", based="Gone")


@pytest.mark.parametrize(
    ("xml", "stays"),
    [
        (f"<w:r {W}><w:rPr><w:strike/></w:rPr><w:t>WORDS</w:t></w:r>", False),
        (f"<w:r {W}><w:rPr><w:dstrike/></w:rPr><w:t>WORDS</w:t></w:r>", False),
        (f'<w:r {W}><w:rPr><w:strike w:val="0"/></w:rPr><w:t>WORDS</w:t></w:r>', True),
        (styled("Gone"), False),
        (styled("Goner"), False),
        (styled("Gone", '<w:strike w:val="false"/>'), True),
        (styled("Strong"), True),
    ],
    ids=["strike", "twice", "turned off", "by a style", "by the style it is based on", "but not here", "bold"],
)
def test_words_that_are_struck_through_are_taken_out(xml: str, *, stays: bool) -> None:
    def edit(document: Document) -> None:
        for one in (STRUCK_STYLE, ON_IT):
            document.styles.element.append(parse_xml(one))
        put(document, xml)

    back = initial().edited(edit)
    assert ("WORDS" in plain_text(back.content)) is stays
    assert back.told == (() if stays else ("Words that were struck through (1 place) were read as taken out.",))


def test_a_paragraph_whose_style_is_struck_through_is_taken_out() -> None:
    def edit(document: Document) -> None:
        document.styles.element.append(parse_xml(style("GoneWhole", "paragraph", "<w:strike/>")))
        paragraph(document, SALUTATION).style = "GoneWhole"

    back = initial().edited(edit)
    assert [one.sort for one in back.changes] == ["left out"]


def test_a_fact_that_is_struck_through_is_flagged_as_one_that_was_deleted() -> None:
    def strike(document: Document) -> None:
        for one in paragraph(document, FACT).runs:
            one.font.strike = True

    struck, deleted = initial().edited(strike), initial().edited(removed(FACT))
    assert [one.sort for one in struck.flags] == ["left out"]
    assert (struck.content, struck.changes, struck.flags) == (deleted.content, deleted.changes, deleted.flags)


def test_places_that_are_struck_through_are_counted_as_they_are_seen() -> None:
    def edit(document: Document) -> None:
        for xml in (STRUCK, STRUCK, PLAIN, STRUCK):
            put(document, xml)
        for one in paragraph(document, FACT).runs:
            one.font.strike = True

    assert initial().edited(edit).told == ("Words that were struck through (3 places) were read as taken out.",)


def symbol(font: str, code: str) -> str:
    return f'<w:r {W}><w:t xml:space="preserve"> at </w:t><w:sym w:font="{font}" w:char="{code}"/><w:t>225</w:t></w:r>'


@pytest.mark.parametrize(
    ("font", "code", "says"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00A3", "≤"),
        ("Cambria Math", "2265", "≥"),
        ("Wingdings", "2264", "≤"),  # no font of symbols has such a place
    ],
)
def test_a_symbol_is_the_sign_that_it_shows(font: str, code: str, says: str) -> None:
    back = initial().edited(lambda document: put(document, symbol(font, code)))
    assert f"clinician: at {says}225\n" in plain_text(back.content)
    assert back.told == ()


@pytest.mark.parametrize(
    ("font", "code"),
    [
        ("Wingdings", "F0FC"),
        ("Wingdings", "00B3"),
        ("Symbol", "F0E6"),
        ("Arial", "E000"),
        ("Arial", "x"),
        ("A", "D800"),
    ],
)
def test_a_symbol_that_only_its_font_knows_is_not_guessed(font: str, code: str) -> None:
    with pytest.raises(BadInput) as error:
        initial().edited(lambda document: put(document, symbol(font, code)))
    place = "paragraph 4, under “Letter of medical necessity”"
    assert error.value.what == f"A symbol whose meaning cannot be read stands in {place}."


def test_the_practices_own_paper_may_have_symbols(tmp_path: Path) -> None:
    """A telephone of Wingdings in a letterhead is none of the letter's words."""
    paper = docx.Document(str(TEMPLATE))
    paper.paragraphs[0].insert_paragraph_before()._p.append(parse_xml(symbol("Wingdings", "F028")))
    paper.save(str(tmp_path / "paper.docx"))
    there = initial()
    word = letter_docx(there.content, sheet(), template=tmp_path / "paper.docx")
    back = edited_letter(word, "x", written(there.content, word), there.content, there.chart)
    assert (back.changes, back.told) == ((), ())


TEXT_BOX = (
    f'<w:r {W}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p>{run("Urgent")}'
    "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
PICTURE = (
    f'<w:r {W}><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="9" name="x" descr="a stamp"/></wp:inline></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (TEXT_BOX, "Not taken: 1 text box."),
        (PICTURE, "Not taken: 1 picture that somebody put in."),
        (f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>', "Not taken: 1 footnote."),
        (f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", "Not taken: 1 piece of hidden text."),
        (f"<w:r {W}><w:object/></w:r>", "Not taken: 1 embedded object or formula."),
    ],
)
def test_what_no_letter_holds_is_told(xml: str, told: str) -> None:
    back = initial().edited(lambda document: put(document, xml))
    assert back.told == (told,)
    assert back.content == initial().content


def test_comments_are_told() -> None:
    back = initial().edited(lambda document: document.add_comment(document.paragraphs[4].runs[0], "Is this right?"))
    assert back.told == ("Comments are not taken: there is 1.",)
    assert back.changes == ()


def test_head_and_foot_are_not_taken() -> None:
    def edit(document: Document) -> None:
        document.sections[0].first_page_header.paragraphs[0].add_run(" FINAL")

    back = initial().edited(edit)
    assert back.content == initial().content
    assert back.told == (
        "Not taken: what was edited above or below the pages' text. Head and foot come from the practice's paper.",
    )


def test_the_signature_line_is_not_taken() -> None:
    def edit(document: Document) -> None:
        document.tables[-1].rows[0].cells[0].paragraphs[0].add_run("signed: I. Ashgrove")

    back = initial().edited(edit)
    assert back.content == initial().content
    assert back.told == ("Not taken: what was edited at the signature line. Who signs comes from the chart.",)


def test_a_signature_line_that_was_taken_out_stays() -> None:
    def edit(document: Document) -> None:
        table = document.tables[-1]._tbl
        table.getparent().remove(table)

    assert initial().edited(edit).content == initial().content


def test_two_signatures_are_two() -> None:
    one = letters("ketamine-consent")[0]
    assert one.edited().told == ()


def test_links_fields_and_content_controls_are_words() -> None:
    xml = (
        f'<w:sdt {W}><w:sdtContent><w:hyperlink w:anchor="x">{run(" and ")}</w:hyperlink><w:fldSimple w:instr="DATE">'
        f"{run('all')}</w:fldSimple></w:sdtContent></w:sdt>"
    )
    back = initial().edited(lambda document: put(document, xml))
    assert "To the reviewing clinician: and all" in plain_text(back.content)


def test_a_new_table_is_taken() -> None:
    def edit(document: Document) -> None:
        table = deepcopy(document.tables[2]._tbl)
        paragraph(document, SALUTATION)._p.addnext(table)

    back = initial().edited(edit)
    assert len(back.content.blocks) == len(initial().content.blocks) + 1
    assert {one.sort for one in back.changes} == {"added"}


MARK = Mark("case-01", "ask-1", "appeal", "copy", "key")


def test_a_file_says_which_letter_it_is() -> None:
    word = letter_docx(sample(), sheet(), properties=MARK.properties)
    assert must_have_mark(word, "x") == MARK
    again = initial().__class__(sample(), word, initial().written, initial().chart).with_edits()
    assert mark_of(again, "x") == MARK
    assert mark_of(letter_docx(sample(), sheet()), "x") is None


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><b>&b;</b></a>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xd0\xcf\x11\xe0 an old .doc",
        initial().word[:2000],
        zipped({"word/document.xml": b"<w:document"}),
        zipped({"word/document.xml": b"<a/>"}),
        zipped({"xl/workbook.xml": b"<a/>"}),
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"^x: This is not a Word document \(\.docx\)\."):
        WordFile(data, "x")


def test_a_file_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BadInput, match="too large for a letter"):
        WordFile(zipped({"word/document.xml": b" " * 100_000_001}), "x")


def words_of(paragraphs: int, more: int = 0) -> bytes:
    body = b"<w:body>" + b"<w:p/>" * paragraphs + b" " * more + b"</w:body>"
    return f"<w:document {W}>".encode() + body + b"</w:document>"


@pytest.mark.parametrize(
    ("most", "one_more"),
    [
        (words_of(5000), words_of(5001)),  # 5,000 paragraphs at most
        (words_of(1, 10_000_000 - len(words_of(1))), words_of(1, 10_000_001 - len(words_of(1)))),  # of 10,000,000 bytes
    ],
    ids=["paragraphs", "bytes"],
)
def test_a_file_with_more_than_a_letter_can_have_is_refused(most: bytes, one_more: bytes) -> None:
    WordFile(zipped({"word/document.xml": most}), "x")
    with pytest.raises(BadInput, match="too large for a letter"):
        WordFile(zipped({"word/document.xml": one_more}), "x")


@pytest.mark.parametrize("part", ["docProps/custom.xml", "word/header1.xml", "word/numbering.xml"])
def test_a_part_that_is_cut_off_is_told(part: str) -> None:
    file = WordFile(zipped({"word/document.xml": words_of(1), part: b"<a><b"}), "x")
    with pytest.raises(BadInput, match="not a Word document"):
        (file.properties, list(file.margins), file.numbered("1"))


def test_nothing_outside_of_the_file_is_read() -> None:
    assert "root" not in "".join(WordFile(zipped({"word/document.xml": BOMB}), "x").body.itertext())
