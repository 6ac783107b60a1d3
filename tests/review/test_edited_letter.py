"""A letter goes to Word and comes back on the page: what was edited is shown, ticked place by place, and signed."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import docx
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from priorauth.review.word import MOST_BYTES
from priorauth.worklist.events import Reviewed, Signed
from tests.documents.edited.desk import added, paragraph, replaced
from tests.review.conftest import ASHGROVE, BILLER, judged
from tests.review.reading import HOST, Visitor, hidden, words
from tests.signing.conftest import ASK, OWN, PASSPHRASE, Office
from tests.signing.keys import held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document
    from httpx import Response

    from tests.documents.edited.desk import Edit

CASE = f"/case/{OWN}/{ASK}"
DOSE = replaced("Augmentation was tried", "10\xa0mg", "15\xa0mg")
WINGDING = f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>15 mg</w:t></w:r>'
OWN_WORDS = added("Safety", "She can no longer read to her children.")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Where nothing is wanted but the signature, and the documents are drafts."""
    one = Office.at(tmp_path / "office", held())
    judged(one.root)
    return one


@pytest.fixture
def visitor(office: Office, visit: Callable[..., Visitor]) -> Visitor:
    """The prescriber at the page."""
    return visit(office.root)


def downloaded(visitor: Visitor) -> bytes:
    answer = visitor.get(f"{CASE}/letter.docx")
    assert answer.status_code == 200, words(answer)
    return answer.content


def edited(word: bytes, *edits: Edit) -> bytes:
    document = docx.Document(io.BytesIO(word))
    for edit in edits:
        edit(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def brought(visitor: Visitor, word: bytes, **fields: str) -> Response:
    """The letter brought back through the form of the case, as the page shows it now."""
    given = {**hidden(visitor.get(CASE)), **fields}
    files = {"letter": ("Letter (2).docx", word)} if word else None
    headers = {"origin": f"http://{HOST}"}
    return visitor.client.post(f"{CASE}/edit", data=given, files=files, headers=headers)  # type: ignore[return-value]


def boxes(visitor: Visitor) -> list[str]:
    page = visitor.get(CASE).text.split('<h2 id="sign">')[1].split("</form>")[0]
    return [part.split('"')[0] for part in page.split('name="accepts" value="')[1:]]


def signed(visitor: Visitor, ticked: list[str], **fields: str) -> Response:
    given = {**hidden(visitor.get(CASE)), "passphrase": PASSPHRASE, **fields}
    files = {"key": ("key.p12", held().p12())}
    return visitor.client.post(f"{CASE}/sign", data={**given, "accepts": ticked}, files=files)  # type: ignore[return-value]


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    return " ".join(" ".join(pages).split())


def said(visitor: Visitor) -> str:
    return text_of(visitor.get(f"{CASE}/letter.pdf").content)


def done(visitor: Visitor) -> list[str]:
    events = visitor.desk.worklist.find(CASE.removeprefix("/case/")).case.events
    return [one.did for one in events if isinstance(one, Reviewed) and one.did not in ("looked", "downloaded")]


def aside(office: Office) -> list[bytes]:
    return [path.read_bytes() for path in sorted(office.folder.glob("edited-*/letter.docx"))]


def test_the_letter_goes_to_word_and_comes_back(visitor: Visitor, office: Office) -> None:
    word = downloaded(visitor)
    answer = visitor.get(f"{CASE}/letter.docx")
    assert answer.headers["content-disposition"] == 'attachment; filename="letter.docx"'
    assert answer.headers["content-type"].endswith("wordprocessingml.document")

    back = edited(word, DOSE, OWN_WORDS)
    answer = brought(visitor, back)

    assert answer.headers.get("location") == f"{CASE}?done=edited", words(answer)
    assert office.folder.joinpath("letter.docx").read_bytes() == back
    assert "15 mg" in said(visitor)
    assert "read to her children" in said(visitor)
    assert "read to her children" in text_of(office.folder.joinpath("letter.pdf").read_bytes()), "on the disk as well"
    assert done(visitor) == ["took_letter_back"]
    assert visitor.desk.worklist.find(OWN).entries[-1].who == ASHGROVE.name
    assert visitor.desk.worklist.find(OWN).case.state == "ready_to_sign", "the edits are the prescriber's to sign"
    shown = words(visitor.get(CASE))
    assert "The letter was edited in Word: 2 places." in shown
    assert "Now; underlined: your own words She can no longer read to her children." in shown


def test_a_symbol_that_cannot_be_read_keeps_the_letter_from_being_signed(visitor: Visitor, office: Office) -> None:
    """Left out, it would turn "at least 15 mg" into "15 mg"."""

    def symbol(document: Document) -> None:
        paragraph(document, "Augmentation was tried")._p.append(parse_xml(WINGDING))

    word = downloaded(visitor)
    brought(visitor, edited(word, symbol))
    page = words(visitor.get(CASE))
    assert "letter.docx was edited and could not be taken back: A symbol whose meaning cannot be read stands in" in page
    assert "It cannot be signed like this." in page
    assert signed(visitor, []).status_code != 303
    assert not list(office.folder.rglob("signed*"))
    brought(visitor, edited(word, DOSE))
    assert "could not be taken back" not in words(visitor.get(CASE))


def test_only_who_signs_is_said_to_have_signed(visitor: Visitor) -> None:
    """An edit that comes back after the signature makes a draft of the letter: nobody has signed that yet."""

    def in_the_trail() -> list[str]:
        return [one.what for one in visitor.desk.worklist.find(OWN).history.events if isinstance(one, Signed)]

    assert signed(visitor, []).status_code == 303
    assert in_the_trail() == ["signed"]
    assert brought(visitor, edited(downloaded(visitor), OWN_WORDS)).status_code == 303
    assert in_the_trail() == ["signed"]
    assert visitor.desk.worklist.find(OWN).case.state == "ready_to_sign"
    assert signed(visitor, boxes(visitor)).headers["location"] == f"{CASE}?done=signed"
    assert in_the_trail() == ["signed", "signed"]
    assert visitor.desk.worklist.find(OWN).case.state == "signed"


def test_what_lies_edited_in_the_folder_is_what_the_page_shows(visitor: Visitor, office: Office) -> None:
    there = office.folder / "letter.docx"
    there.write_bytes(edited(there.read_bytes(), OWN_WORDS))
    assert "read to her children" in said(visitor)
    assert downloaded(visitor) == there.read_bytes(), "editing goes on where it was left"


def test_a_case_without_documents_has_them_made_to_be_edited(visitor: Visitor, office: Office) -> None:
    for path in office.folder.iterdir():
        path.unlink()
    word = downloaded(visitor)
    assert (office.folder / "letter.written.json").is_file()
    office.say("Three antidepressants at their", "Three antidepressants, each at its")
    assert brought(visitor, edited(word, DOSE)).status_code == 303
    shown = words(visitor.get(CASE))
    assert "1 place." in shown, "what the chart has learned since is no edit"
    assert "was compared with the letter of now" not in shown


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (DOSE, "A fact of the chart was changed, and what is there now stands nowhere in the chart"),
        (added("Safety", "She took lithium in 2019."), "This stands nowhere in the chart"),
        (OWN_WORDS, "I have read what was edited, and stand by it"),
    ],
)
def test_each_place_is_ticked_before_it_is_signed(visitor: Visitor, office: Office, edit: Edit, told: str) -> None:
    brought(visitor, edited(downloaded(visitor), edit))
    assert told in words(visitor.get(CASE))
    every = boxes(visitor)
    for ticked in ([], every[1:], ["place-99"]):
        answer = signed(visitor, ticked)
        assert answer.status_code == 422
        assert "not every box of what was edited is ticked" in words(answer)
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None

    answer = signed(visitor, every)

    assert answer.headers.get("location") == f"{CASE}?done=signed", words(answer)
    key = json.loads((office.folder / "letter.edits.json").read_text("utf-8"))["edited"]
    assert f"edited: {key}" in office.chart.read_text("utf-8")


def test_a_flag_tells_the_fact_and_the_page_that_proves_it(visitor: Visitor) -> None:
    brought(visitor, edited(downloaded(visitor), DOSE))
    page = visitor.get(CASE)
    form = page.text.split('<h2 id="sign">')[1].split("<fieldset>")[1]
    assert f'href="{CASE}/exhibit/1?page=2"' in form.split("</fieldset>")[0]
    assert "aripiprazole 2 then 5 then 10 mg" in form


def test_what_is_signed_says_the_edited_words_and_is_what_the_page_shows_then(visitor: Visitor, office: Office) -> None:
    brought(visitor, edited(downloaded(visitor), DOSE, OWN_WORDS))
    signed(visitor, boxes(visitor))
    for name in ("letter.pdf", "packet.pdf"):
        there = (office.folder / name).read_bytes()
        assert visitor.get(f"{CASE}/{name}").content == there
        assert "read to her children" in text_of(there)
        assert "DRAFT" not in text_of(there)
    assert visitor.get(f"{CASE}/form.pdf").content == (office.folder / "form.pdf").read_bytes()
    assert "/sign" not in visitor.get(CASE).text, "it is signed once"
    assert "Letter (signed) Form (signed) Addendum to the form Packet (signed)" in words(visitor.get(CASE))


def test_an_edit_that_was_swapped_since_the_page_was_shown_is_not_signed(visitor: Visitor, office: Office) -> None:
    brought(visitor, edited(downloaded(visitor), OWN_WORDS))
    ticked, seen = boxes(visitor), hidden(visitor.get(CASE))["edit"]
    there = office.folder / "letter.docx"
    there.write_bytes(edited(there.read_bytes(), DOSE))
    answer = signed(visitor, [*ticked, "place-1", "place-2"], edit=seen)
    assert answer.status_code == 409
    assert "The letter was edited since this page was shown; nothing was signed." in words(answer)
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None


def test_an_edit_that_came_while_none_was_shown_is_not_signed(visitor: Visitor, office: Office) -> None:
    there = office.folder / "letter.docx"
    there.write_bytes(edited(there.read_bytes(), OWN_WORDS))
    assert signed(visitor, ["words"], edit="").status_code == 409


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 10_000_001)
    return file.getvalue()


def unmarked(word: bytes) -> bytes:
    return _with_properties(word, lambda one: b"<Properties/>" if one else one)


def of_another(word: bytes) -> bytes:
    return _with_properties(word, lambda one: one.replace(OWN.encode(), b"case-01"))


def _with_properties(word: bytes, change: Callable[[bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == "docProps/custom.xml" else data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (lambda _: b"", "No Word file was chosen."),
        (lambda _: b"A letter.", "This is not a Word document (.docx)."),
        (lambda word: word[: len(word) // 2], "This is not a Word document (.docx)."),
        (lambda _: bomb(), "This Word document is too large for a letter."),
        (lambda _: b"x" * (MOST_BYTES + 1), "This file has more than 5 million bytes, which no letter has."),
        (lambda word: _with_properties(word, lambda _: b"<a><b></a>"), "This is not a Word document (.docx)."),
        (unmarked, "This Word document does not say which letter it is"),
        (of_another, "is the letter of another request"),
    ],
    ids=["nothing", "text", "half of one", "zip bomb", "too large", "broken", "no mark", "another case's"],
)
def test_what_is_no_letter_of_this_request_is_refused(
    visitor: Visitor, office: Office, word: Callable[[bytes], bytes], told: str
) -> None:
    own = downloaded(visitor)
    visitor.get(CASE)
    before = office.all()
    answer = brought(visitor, word(own))
    assert answer.status_code == 422
    assert told in words(answer)
    assert office.all() == before


def test_only_the_prescriber_brings_it(visitor: Visitor, office: Office) -> None:
    word = edited(downloaded(visitor), DOSE)
    fields = hidden(visitor.get(CASE))
    before = office.folder.joinpath("letter.docx").read_bytes()
    visitor.enter(BILLER)
    assert 'action="/case/case-05/ask-carefirst-trd-medical/edit"' not in visitor.get(CASE).text
    answer = brought(visitor, word, **{name: fields[name] for name in ("chart", "lies")})
    assert answer.status_code == 422
    assert "Only the prescriber of this case edits its letter here." in words(answer)
    assert office.folder.joinpath("letter.docx").read_bytes() == before


@pytest.mark.parametrize("what", ["chart", "letter"])
def test_what_changed_since_the_page_was_shown_is_not_written_over(visitor: Visitor, office: Office, what: str) -> None:
    word = downloaded(visitor)
    fields = hidden(visitor.get(CASE))
    there = office.folder / "letter.docx"
    if what == "chart":
        office.chart.write_bytes(office.chart.read_bytes() + b"# later\n")
    else:
        there.write_bytes(edited(word, OWN_WORDS))
    before = office.all()
    answer = brought(visitor, edited(word, DOSE), chart=fields["chart"], lies=fields["lies"])
    assert answer.status_code == 409
    assert f"The {what} was changed since this page was shown" in words(answer)
    assert {name: data for name, data in office.all().items() if "worklist" not in name} == {
        name: data for name, data in before.items() if "worklist" not in name
    }


def test_a_letter_that_is_edited_again_takes_the_place_of_the_one_before_which_is_kept(
    visitor: Visitor, office: Office
) -> None:
    first = edited(downloaded(visitor), OWN_WORDS)
    brought(visitor, first)
    second = edited(downloaded(visitor), DOSE)
    brought(visitor, second)
    assert office.folder.joinpath("letter.docx").read_bytes() == second
    assert aside(office) == [first]
    assert "15 mg" in said(visitor)
    assert "read to her children" in said(visitor)


def test_the_same_letter_again_changes_nothing(visitor: Visitor) -> None:
    word = edited(downloaded(visitor), OWN_WORDS)
    brought(visitor, word)
    assert brought(visitor, word).headers["location"] == f"{CASE}?done=nothing"
    assert done(visitor) == ["took_letter_back"]


def test_the_program_s_letter_is_put_back_and_the_edited_one_is_kept(visitor: Visitor, office: Office) -> None:
    before = downloaded(visitor)
    word = edited(before, DOSE)
    brought(visitor, word)
    answer = visitor.send(f"{CASE}/put-back")
    assert answer.headers.get("location") == f"{CASE}?done=put-back", words(answer)
    assert "15 mg" not in said(visitor)
    assert office.folder.joinpath("letter.docx").read_bytes() == before
    assert aside(office) == [word]
    assert done(visitor) == ["took_letter_back", "put_letter_back"]
    assert signed(visitor, []).headers["location"] == f"{CASE}?done=signed"


def test_where_the_documents_cannot_be_made_the_edited_letter_stays_where_it_was(
    visitor: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = edited(downloaded(visitor), DOSE)
    brought(visitor, word)
    fields = hidden(visitor.get(CASE))
    before = office.all()

    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("priorauth.documents.made.put", refused)
    assert brought(visitor, edited(word, OWN_WORDS), **fields).status_code == 500
    assert office.all() == before


def test_a_document_that_somebody_edited_by_hand_is_told_and_nothing_can_be_signed(
    visitor: Visitor, office: Office
) -> None:
    form = office.folder / "form.pdf"
    form.write_bytes(form.read_bytes() + b"%\n")
    shown = visitor.get(CASE)
    assert "Somebody edited form.pdf by hand" in words(shown)
    assert "/sign" not in shown.text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("letter.pdf", "DRAFT: not for submission"),
        ("form.pdf", "DRAFT: not for submission · page 1 of 4"),
        ("packet.pdf", "DRAFT: not for submission"),
    ],
)
def test_all_that_would_be_signed_can_be_looked_at_before(visitor: Visitor, name: str, says: str) -> None:
    assert f'href="{CASE}/{name}#' in visitor.get(CASE).text
    answer = visitor.get(f"{CASE}/{name}")
    assert answer.headers["content-type"] == "application/pdf"
    assert says in text_of(answer.content)


@pytest.mark.parametrize("name", ["manifest.pdf", "packet-2-of-3.pdf", "..%2Fform.pdf", "form-addendum.pdf"])
def test_there_is_no_other_document(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"{CASE}/{name}").status_code in (404, 422)


def test_an_edited_letter_is_printed_for_ink_by_the_prescriber_who_accepts_what_was_edited(
    visitor: Visitor, office: Office
) -> None:
    brought(visitor, edited(downloaded(visitor), DOSE))
    every, edit = boxes(visitor), hidden(visitor.get(CASE))["edit"]

    def printed(ticked: list[str]) -> Response:
        fields = {**hidden(visitor.get(CASE)), "edit": edit, "accepts": ticked}
        return visitor.client.post(f"{CASE}/print", data=fields)  # type: ignore[return-value]

    assert printed(every[1:]).status_code == 422
    assert printed(every).headers.get("location") == f"{CASE}?done=printed"
    assert "15 mg" in text_of((office.folder / "to-sign" / "letter.pdf").read_bytes())

    visitor.enter(BILLER)
    assert "only the prescriber prints it" in words(visitor.get(CASE))
    answer = printed(every)
    assert answer.status_code == 422
    assert "Only the prescriber of this case signs." in words(answer)
