"""Signing in ink from the page: anybody prints, the prescriber takes the scan in, and the trail says who did."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from priorauth.files import sha256
from priorauth.review.door import Person
from priorauth.review.inked import MOST_SCAN_BYTES
from priorauth.signing.record import record_in
from priorauth.worklist.events import Returned, Reviewed, Signed
from priorauth.worklist.trail import Writer
from tests.review.conftest import ASHGROVE, BILLER
from tests.review.office import at_the_page, case_of
from tests.review.reading import Visitor, hidden, words
from tests.signing.conftest import OWN
from tests.signing.test_ink import pictures, scanned, text

if TYPE_CHECKING:
    from pathlib import Path

    from httpx2 import Response

NAME = "Imogen T. Ashgrove, MD"
DAY = "2026-11-20"


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return at_the_page(tmp_path / "office")


@pytest.fixture
def printed(visitor: Visitor) -> Visitor:
    """Letter and form were made to be signed by hand, by a biller."""
    visitor.enter(BILLER)
    answer = visitor.send(f"{case_of(visitor)}/print")
    assert answer.headers["location"] == f"{case_of(visitor)}?done=printed", words(answer)
    return visitor.enter(ASHGROVE)


def folder(visitor: Visitor) -> Path:
    return next(path.parent for path in visitor.desk.out.rglob("to-sign/printed.json"))


def sheet(visitor: Visitor, name: str = "letter.pdf") -> bytes:
    """Its pages as a scanner gives them."""
    return scanned(folder(visitor) / name).data


def taken(visitor: Visitor, letter: bytes | None = None, form: bytes = b"", on: str = DAY, **fields: str) -> Response:
    known = {**hidden(visitor.get(case_of(visitor))), **fields}
    files = {"letter": ("../a name.sh", sheet(visitor) if letter is None else letter), "form": ("form.pdf", form)}
    return visitor.client.post(f"{case_of(visitor)}/scan", data={**known, "on": on}, files=files)


def refused(visitor: Visitor, told: str, status: int, **given: object) -> None:
    answer = taken(visitor, **given)  # type: ignore[arg-type]
    assert (answer.status_code, told in words(answer)) == (status, True), words(answer)
    assert visitor.desk.worklist.find(OWN).case.last(Signed) is None
    assert "sign_off" not in visitor.desk.open(case_of(visitor).removeprefix("/case/")).chart_file.read_text("utf-8")


def test_what_is_printed_is_downloaded_and_has_an_empty_line(printed: Visitor) -> None:
    page = printed.get(case_of(printed))
    assert "Made on 2026-11-20. Print them, and sign: Letter (PDF) Form (PDF)" in words(page)
    links = re.findall(r'href="(/case/[^"]*/to-sign/[^"]*)"', page.text)
    letter = printed.get(links[0])
    assert letter.headers["content-disposition"] == 'attachment; filename="letter.pdf"'
    assert "DRAFT" not in text(letter.content)
    assert "igitally signed" not in text(letter.content)
    assert printed.get(links[1]).headers["content-disposition"] == 'attachment; filename="form.pdf"'


def test_the_scan_becomes_the_letter_and_the_trail_says_who_did_what(printed: Visitor) -> None:
    scan = sheet(printed)
    answer = taken(printed, scan)
    assert answer.headers["location"] == f"{case_of(printed)}?done=taken_in_but_form", words(answer)
    assert "The form is in the packet as it was printed, with an empty" in words(
        printed.get(answer.headers["location"])
    )
    (record,) = filter(None, (record_in(path.parent) for path in printed.desk.out.rglob("signature.json")))
    assert (record.how, record.by, record.at, record.recorded_by) == ("ink", NAME, DAY, NAME)
    assert (folder(printed).parent / "letter-scan.pdf").read_bytes() == scan
    kept = printed.desk.worklist.find(OWN)
    assert kept.case.state == "signed"
    done = [(entry.who, event) for entry, event in zip(kept.entries, kept.history.events, strict=True)]
    did = {event.did: (who, event.chart) for who, event in done if isinstance(event, Reviewed)}
    chart = printed.desk.open(kept.case.id)
    assert did["printed"][0] == "Wren"
    assert did["took_scan_in"] == (NAME, chart.chart)
    assert [(who, event.by) for who, event in done if isinstance(event, Signed)] == [(NAME, NAME)]
    shown = words(printed.get(case_of(printed)))
    assert "Wren: printed to be signed in ink" in shown
    assert "Take the scan in" not in shown


def test_the_form_was_signed_too(printed: Visitor) -> None:
    answer = taken(printed, form=sheet(printed, "form.pdf"))
    assert answer.headers["location"].endswith("?done=taken_in"), words(answer)
    (record,) = filter(None, (record_in(path.parent) for path in printed.desk.out.rglob("signature.json")))
    assert set(record.scans) == {"letter", "form"}


@pytest.mark.parametrize(
    "person", [BILLER, Person("Rosalind", "clinician", "tenpenny"), Person("Ida", "administrator")]
)
def test_nobody_else_takes_it_in(printed: Visitor, person: Person) -> None:
    printed.enter(person)
    assert f"Only the prescriber takes the signed pages in: {NAME}." in words(printed.get(case_of(printed)))
    refused(printed, "Only the prescriber of this case signs.", 422)


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        (b"", "No scan of the letter was chosen."),
        (b"#!/bin/sh", "The scan of the letter is neither a PDF nor a JPEG"),
        (b"%PDF-1.7 broken %%EOF", "The scan of the letter is damaged"),
        (b"%PDF-" + b"x" * MOST_SCAN_BYTES, "A scan has more than 12 million bytes."),
    ],
)
def test_what_is_no_scan(printed: Visitor, letter: bytes, told: str) -> None:
    refused(printed, told, 422, letter=letter)


def test_a_scan_of_other_pages(printed: Visitor) -> None:
    pictures((folder(printed) / "letter.pdf").read_bytes())[0].save(one := io.BytesIO(), "JPEG")
    refused(printed, "The scan of the letter has 1 page, and what was printed has", 422, letter=one.getvalue())


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("", "The day of the signature is not given."),
        ("20 November", "The day of the signature is not given."),
        (
            "2026-11-19",
            "The day of the signature (2026-11-19) is not between that of the printing (2026-11-20) and today.",
        ),
        ("2026-11-21", "The day of the signature (2026-11-21) is not between"),
    ],
)
def test_a_day_that_cannot_be(printed: Visitor, on: str, told: str) -> None:
    refused(printed, told, 422, on=on)


def test_nothing_was_printed(visitor: Visitor) -> None:
    refused(visitor, "Nothing was printed here to be signed by hand", 409, letter=b"%PDF-1.7 any %%EOF")
    assert visitor.get(f"{case_of(visitor)}/to-sign/1.pdf").status_code == 422


@pytest.mark.parametrize("number", ["0", "4", "999999"])
def test_a_file_that_is_not_there(printed: Visitor, number: str) -> None:
    answer = printed.get(f"{case_of(printed)}/to-sign/{number}.pdf")
    assert (answer.status_code, "There is no such file to be printed." in words(answer)) == (422, True)


def test_the_chart_changed_after_the_printing(printed: Visitor) -> None:
    """It is told before anybody signs it, and a scan of it is refused."""
    chart = printed.desk.open(case_of(printed).removeprefix("/case/")).chart_file
    chart.write_text(chart.read_text("utf-8").replace("two and a half years", "three years", 1), "utf-8")
    page = printed.get(case_of(printed))
    assert "is not what the letter would say now: the chart changed since." in words(page)
    assert "/to-sign/" not in page.text
    refused(printed, "is not what the documents would say now: the chart changed since.", 409)


def test_the_chart_changed_while_the_page_was_open(printed: Visitor) -> None:
    assert taken(printed, chart=sha256(b"another")).status_code == 409
    chart = printed.desk.open(case_of(printed).removeprefix("/case/")).chart_file
    fields = hidden(printed.get(case_of(printed)))
    chart.write_text(chart.read_text("utf-8").replace("two and a half years", "three years", 1), "utf-8")
    answer = printed.client.post(f"{case_of(printed)}/print", data=fields)
    assert answer.status_code == 409
    assert "The chart was changed since" in words(answer)


def test_a_printed_file_that_somebody_changed(printed: Visitor) -> None:
    (folder(printed) / "letter.pdf").write_bytes(b"%PDF-1.7 another %%EOF")
    answer = printed.get(f"{case_of(printed)}/to-sign/1.pdf")
    assert (answer.status_code, "was changed by somebody, or taken away." in words(answer)) == (409, True)


def test_a_case_that_was_returned_after_the_day_of_the_signature(printed: Visitor) -> None:
    """Nothing is written where the worklist could not say so."""
    later = datetime(2026, 11, 21, 9, tzinfo=UTC)
    printed.desk.today, printed.desk.now = later.date, lambda: later  # type: ignore[method-assign]
    returned = Returned(on=later.date(), why="Look again.")
    case = printed.desk.worklist.find(OWN).case.id
    printed.desk.worklist.append(case, returned, Writer("Wren", later), seen=None)
    refused(printed, "is said to be of 2026-11-20, before what came before it (returned, 2026-11-21).", 422)


def test_what_wants_more_than_the_signature_is_not_printed(visitor: Visitor) -> None:
    one = visitor.desk.open(case_of(visitor).removeprefix("/case/"))
    one.chart_file.write_text(one.chart_file.read_text("utf-8").replace("member_id:", "# member_id:", 1), "utf-8")
    page = visitor.get(case_of(visitor))
    assert "Sign in ink" not in words(page)
    assert visitor.send(f"{case_of(visitor)}/print").status_code == 409, "there was no button for it"
