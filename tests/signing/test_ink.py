"""In ink: what is printed is final but for its empty line, and what comes back is the pages as they were signed."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import img2pdf
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageDraw

from priorauth.documents.packet.front import page_count
from priorauth.errors import BadInput, ExitCode, NotReady, UsageError
from priorauth.files import sha256
from priorauth.signing.ink import Scan, take_in
from priorauth.signing.printed import print_out
from priorauth.signing.verify import Verifier
from priorauth.yamltree import read
from tests.command import priorauth
from tests.documents.edited.desk import added
from tests.signing.conftest import MOMENT, Office

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.signing.opened import Signed

DAY = MOMENT.date()
LATER = DAY + timedelta(days=3)
BY = "Imogen T. Ashgrove, MD"


def text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def pictures(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=1).to_pil().convert("L") for page in document]


def by_hand(page: Image.Image) -> None:
    """A line as of a pen, some 5 cm long."""
    ImageDraw.Draw(page).line([(100, 640), (140, 610), (170, 650), (200, 615), (240, 640)], fill=40, width=2)


def scanned(path: Path, kind: str = "pdf", *, signed: bool = True) -> Scan:
    """The pages of a document as a scanner gives them, the last one signed."""
    pages = pictures(path.read_bytes())
    if signed:
        by_hand(pages[-1])
    return scan_of(pages, kind)


def scan_of(pages: list[Image.Image], kind: str = "pdf", dpi: int = 72) -> Scan:
    out = io.BytesIO()
    if kind == "tiff":
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi))
        return Scan(Path("scan.tiff"), out.getvalue())
    files = []
    for page in pages:
        page.save(one := io.BytesIO(), "JPEG", dpi=(dpi, dpi))
        files.append(one.getvalue())
    return Scan(Path("scan.pdf"), img2pdf.convert(files))


@pytest.fixture
def printed(office: Office) -> Office:
    print_out(office.request(), DAY)
    return office


def taken(office: Office, letter: Scan, form: Scan | None = None, *, by: str = BY, on: date = DAY) -> Signed:
    return take_in(office.request(), letter, form, by, on, "Odette Ledgerly", LATER)


def test_what_is_printed_is_final_and_its_line_is_empty(printed: Office) -> None:
    letter = (printed.folder / "to-sign" / "letter.pdf").read_bytes()
    assert "DRAFT" not in text(letter)
    assert "Digitally signed" not in text(letter)
    assert "sign_off" not in printed.chart.read_text("utf-8")  # nobody has signed yet


def test_nothing_is_printed_while_something_else_is_wanted(office: Office) -> None:
    office.say("member_id:", "# member_id:")
    with pytest.raises(NotReady, match=r"It cannot be signed yet\. Still wanted: .*member ID"):
        print_out(office.request(), DAY)
    assert not (office.folder / "to-sign").exists()


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_the_scan_becomes_the_letter(printed: Office, kind: str) -> None:
    """Its pages are those of the packet, and the record tells whose word it is that they were signed."""
    letter = scanned(printed.folder / "to-sign" / "letter.pdf", kind)
    done = taken(printed, letter)
    assert (done.made.draft, done.signed) == (False, ("letter.pdf", "packet.pdf"))
    assert "Its signature line is empty" in done.notes[0]
    assert (printed.folder / f"letter-scan.{kind}").read_bytes() == letter.data
    assert page_count((printed.folder / "letter.pdf").read_bytes()) == len(
        pictures((printed.folder / "letter.pdf").read_bytes())
    )
    assert "Letter of medical necessity" not in text((printed.folder / "letter.pdf").read_bytes())  # it is a picture
    told = json.loads((printed.folder / "signature.json").read_text("utf-8"))
    assert (told["how"], told["by"], told["at"], told["recorded_by"]) == ("ink", BY, "2026-11-20", "Odette Ledgerly")
    assert told["scans"] == {"letter": sha256(letter.data)}
    (given,) = read(printed.chart).tree["asks"][0]["sign_off"]  # type: ignore[index,call-overload]
    stands_for = given.pop("stands_for")
    assert given == {"by": BY, "on": "2026-11-20", "kind": "initial"}
    assert all(told["pins"][name].startswith(value[1:]) for name, value in stands_for.items())
    one = Verifier(LATER, stands_in=printed.root).verified(printed.folder / "packet.pdf")
    assert (one.code, one.says) == (ExitCode.OK, f"Recorded as signed in ink by {BY}, 2026-11-20.")
    assert "whose hand it is, no program can tell" in one.points[0]


def test_the_form_was_signed_too(printed: Office) -> None:
    folder = printed.folder / "to-sign"
    done = taken(printed, scanned(folder / "letter.pdf"), scanned(folder / "form.pdf"))
    assert (done.signed, done.notes) == (("letter.pdf", "form.pdf", "packet.pdf"), ())


def test_a_packet_that_is_not_the_one_recorded(printed: Office) -> None:
    taken(printed, scanned(printed.folder / "to-sign" / "letter.pdf"))
    packet = printed.folder / "packet.pdf"
    packet.write_bytes(packet.read_bytes() + b"\n% more\n%%EOF\n")
    assert Verifier(LATER, stands_in=printed.root).verified(packet).code is ExitCode.ALTERED


def test_a_record_that_came_with_the_file(printed: Office, tmp_path: Path) -> None:
    """Anybody can write one: away from the workspace it counts for nothing."""
    taken(printed, scanned(printed.folder / "to-sign" / "letter.pdf"))
    away = tmp_path / "away"
    away.mkdir()
    for name in ("letter.pdf", "signature.json"):
        (away / name).write_bytes((printed.folder / name).read_bytes())
    for stands_in in (tmp_path, printed.root):
        one = Verifier(LATER, stands_in=stands_in).verified(away / "letter.pdf")
        assert one.code is ExitCode.UNKNOWN_SIGNER
        assert one.points[1] == "The record came with the file: anybody could have put it there."


def test_a_record_is_held_against_the_worklist(printed: Office) -> None:
    """Where there is one: what it has an entry of counts, and what somebody wrote into the folder does not."""
    ran = priorauth("worklist", "add", "charts/case-05", folder=printed.root)
    assert ran.code == 0, ran.err
    scan = scanned(printed.folder / "to-sign" / "letter.pdf")
    (printed.root / "scan.pdf").write_bytes(scan.data)
    letter = printed.folder / "letter.pdf"
    taken(printed, scan)
    forged = Verifier(LATER, stands_in=printed.root).verified(letter)
    assert (forged.code, forged.points[1]) == (
        ExitCode.UNKNOWN_SIGNER, "The worklist has no entry of this record: anybody could have put it beside the file.",
    )  # fmt: skip
    assert priorauth("generate", "charts/case-05", "--as-of", LATER, folder=printed.root).code == 0
    one = Verifier(LATER, stands_in=printed.root).verified(letter)
    assert (one.code, one.points[1]) == (ExitCode.OK, "The worklist has an entry of this very record.")


def test_a_scan_that_was_taken_in_with_a_worklist(printed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the worklist has the record from the first."""
    monkeypatch.setattr("priorauth.cli.sign.today", lambda: LATER)
    assert priorauth("worklist", "add", "charts/case-05", folder=printed.root).code == 0
    (printed.root / "scan.pdf").write_bytes(scanned(printed.folder / "to-sign" / "letter.pdf").data)
    ran = priorauth(
        "sign", "charts/case-05", "--scan", "scan.pdf", "--on", DAY, "--by", BY, "--as", "Odette", folder=printed.root
    )
    assert ran.code == 0, ran.err
    one = Verifier(LATER, stands_in=printed.root).verified(printed.folder / "packet.pdf")
    assert (one.code, one.points[1]) == (ExitCode.OK, "The worklist has an entry of this very record.")


def refused(office: Office, error: type[Exception], match: str, scan: Scan | None = None, **more: object) -> None:
    letter = scan or scanned(office.folder / "to-sign" / "letter.pdf")
    before = office.all()
    with pytest.raises(error, match=match):
        taken(office, letter, **more)  # type: ignore[arg-type]
    assert office.all() == before


def test_a_scan_of_another_number_of_pages(printed: Office) -> None:
    one = pictures((printed.folder / "to-sign" / "letter.pdf").read_bytes())[0]
    one.save(out := io.BytesIO(), "JPEG")
    refused(
        printed,
        BadInput,
        "The scan of the letter has 1 page, and what was printed has",
        Scan(Path("s.jpg"), out.getvalue()),
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"no picture", "is neither a PDF nor a JPEG"), (b"%PDF-1.7 broken %%EOF", "is damaged")],
)
def test_a_scan_that_is_none(printed: Office, data: bytes, told: str) -> None:
    refused(printed, BadInput, f"The scan of the letter {told}", Scan(Path("scan"), data))


@pytest.mark.parametrize("file", ["letter.pdf", "form.pdf"])
def test_the_very_file_that_was_printed(printed: Office, file: str) -> None:
    """Either of them: whoever takes the wrong file from the folder has no signature either."""
    path = printed.folder / "to-sign" / file
    told = r"The scan of the letter is the file that was to be printed: nobody has signed it by hand\."
    refused(printed, BadInput, told, Scan(path, path.read_bytes()))


def saved_anew(path: Path) -> Scan:
    """Other bytes, and the same pages."""
    with pikepdf.Pdf.open(path) as document:
        document.save(out := io.BytesIO())
    return Scan(path, out.getvalue())


def as_picture(path: Path) -> Scan:
    """As a screen shows it, with 150 dots to the inch."""
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        pages = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    return scan_of(pages, dpi=150)


@pytest.mark.parametrize("copied", [saved_anew, as_picture])
def test_a_copy_that_was_never_on_paper(printed: Office, copied: Callable[[Path], Scan]) -> None:
    told = r"The scan of the letter shows the pages just as they were made: nobody has signed it by hand\."
    refused(printed, BadInput, told, copied(printed.folder / "to-sign" / "letter.pdf"))


def test_a_copy_of_the_form(printed: Office) -> None:
    """As the letter; nothing of either is taken in."""
    before, folder = printed.all(), printed.folder / "to-sign"
    with pytest.raises(BadInput, match="The scan of the form shows the pages just as they were made"):
        taken(printed, scanned(folder / "letter.pdf"), saved_anew(folder / "form.pdf"))
    assert printed.all() == before


def test_a_scan_of_blank_paper(printed: Office) -> None:
    """The side that was not printed, in one place; paper is never quite white, nor quite even."""
    pages = pictures((printed.folder / "to-sign" / "letter.pdf").read_bytes())
    by_hand(pages[-1])
    paper = Image.linear_gradient("L").resize(pages[0].size).point(lambda dot: 225 + dot // 16)
    refused(
        printed,
        BadInput,
        r"The scan of the letter has nothing on page 2\.",
        scan_of([pages[0], paper, *pages[2:]]),
    )


def test_nothing_was_printed(office: Office) -> None:
    refused(office, NotReady, "Nothing was printed here", Scan(Path("scan"), b"any"))


def test_a_letter_that_was_edited_in_word(office: Office) -> None:
    """What is printed holds the edit, by its key; the signature on paper accepts it, and the chart says so."""
    make = ("generate", office.chart, "-o", office.root / "out", "--as-of", DAY)
    priorauth(*make)
    document = docx.Document(str(office.folder / "letter.docx"))
    added("The diagnosis of", "She can no longer care for her daughter.")(document)
    document.save(str(office.folder / "letter.docx"))
    priorauth(*make)
    key = json.loads((office.folder / "letter.edits.json").read_bytes())["edited"]
    with pytest.raises(NotReady, match=rf"as it was edited in Word \(sign_off with edited: {key}\)"):
        print_out(office.request(), DAY)
    print_out(office.request(accepts=key), DAY)
    letter = office.folder / "to-sign" / "letter.pdf"
    assert "She can no longer care for her daughter." in " ".join(text(letter.read_bytes()).split())
    assert "sign_off" not in office.chart.read_text("utf-8")
    with pytest.raises(UsageError, match="does not hold the edits that are to be accepted"):
        take_in(office.request(accepts="another"), scanned(letter), None, BY, DAY, "Odette Ledgerly", LATER)
    taken(office, scanned(letter))
    (given,) = read(office.chart).tree["asks"][0]["sign_off"]  # type: ignore[index,call-overload]
    assert given["edited"] == key  # type: ignore[index,call-overload]


def test_the_chart_changed_after_the_printing(printed: Office) -> None:
    printed.say("two and a half years", "three years")
    refused(printed, NotReady, "is not what the documents would say now: the chart changed since")


def test_the_chart_gives_her_number_to_another_name(printed: Office) -> None:
    printed.say("prescriber: ashgrove", 'prescriber: {name: A. Guest, role: psychiatrist, npi: "2000000010"}')
    refused(printed, BadInput, "names A. Guest as its prescriber, and the NPI 2000000010 is that of", by="A. Guest")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"by": "Somebody Else"}, "The chart's prescriber is another"),
        (
            {"on": DAY - timedelta(days=1)},
            r"\(2026-11-19\) is not between that of the printing \(2026-11-20\) and today",
        ),
        ({"on": LATER + timedelta(days=1)}, r"\(2026-11-24\) is not between"),
    ],
)
def test_a_name_or_day_that_cannot_be(printed: Office, more: dict[str, object], told: str) -> None:
    refused(printed, UsageError, told, **more)
