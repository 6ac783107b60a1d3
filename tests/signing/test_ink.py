"""In ink: what is printed is final but for its empty line, and what comes back is the pages as they were signed."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import img2pdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

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


def scanned(path: Path, kind: str = "pdf") -> Scan:
    """The pages of a document as a scanner gives them."""
    pages, out = pictures(path.read_bytes()), io.BytesIO()
    if kind == "tiff":
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(72, 72))
        return Scan(Path("scan.tiff"), out.getvalue())
    files = []
    for page in pages:
        page.save(one := io.BytesIO(), "JPEG", dpi=(72, 72))
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
    assert read(printed.chart).tree["asks"][0]["sign_off"] == [{"by": BY, "on": "2026-11-20", "kind": "initial"}]  # type: ignore[index,call-overload]
    one = Verifier(LATER).verified(printed.folder / "packet.pdf")
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
    assert Verifier(LATER).verified(packet).code is ExitCode.ALTERED


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
