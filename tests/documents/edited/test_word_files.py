"""What else stands in a Word file: tracked changes are accepted, and what no letter can hold is told."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from priorauth.documents.content import plain_text
from priorauth.documents.edited.mark import Mark, mark_of, must_have_mark
from priorauth.documents.edited.wordfile import WordFile
from priorauth.documents.letter.word import letter_docx
from priorauth.errors import BadInput
from tests.documents.edited.desk import initial, letters, paragraph
from tests.documents.sample_letter import sample, sheet

if TYPE_CHECKING:
    from docx.document import Document

W = nsdecls("w")
SALUTATION = "To the reviewing"
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
