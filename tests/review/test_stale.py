"""A signature and a chart that changed afterwards: shown on its page and in the list, without any command run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.review.queue import queue
from priorauth.review.standings import Standings
from priorauth.worklist.case import Case
from priorauth.worklist.events import Judged, Signed
from tests.review.office import case_of
from tests.review.reading import words
from tests.review.test_signing import signed, visitor
from tests.worklist.cases import DAY, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.review.reading import Visitor

__all__ = ["visitor"]


def chart(visitor: Visitor) -> Path:
    return visitor.desk.open(case_of(visitor).removeprefix("/case/")).chart_file


def say(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def the_chart(visitor: Visitor) -> str:
    say(chart(visitor), "71 Millpond Terrace", "73 Millpond Terrace")
    return "the chart"


def the_profile(visitor: Visitor) -> str:
    say(visitor.desk.workspace.root / "practice.yaml", "phone: (301) 555-0142", "phone: (301) 555-0141")  # type: ignore[operator]
    return "the practice's profile"


def an_exhibit(visitor: Visitor) -> str:
    one = visitor.desk.open(case_of(visitor).removeprefix("/case/"))
    file = one.chart_file.parent / one.assessment.case.exhibits[0].file
    file.write_bytes(file.read_bytes() + b"\n")
    return "the exhibits"


def test_as_it_was_signed(visitor: Visitor) -> None:
    signed(visitor)
    assert "Nothing has changed since." in words(visitor.get(case_of(visitor)))
    listed = words(visitor.get("/"))
    assert "Signed, not sent yet 1" in listed
    assert "stale" not in listed


@pytest.mark.parametrize("changed", [the_chart, the_profile, an_exhibit])
def test_what_changed_afterwards_makes_it_stale(visitor: Visitor, changed: Callable[[Visitor], str]) -> None:
    signed(visitor)
    visitor.get("/")
    what = changed(visitor)
    listed = words(visitor.get("/"))
    told = f"{what} changed since it was signed (2026-11-20)"
    assert f"Do not send it: wanted is the prescriber's signature, anew: {told}, and 1 more" in listed
    assert "Signed, and stale 1 Ready to sign 0" in listed
    assert "Signed, not sent yet 0" in listed
    assert f"Stale: {told}." in words(visitor.get(case_of(visitor)))


def test_what_no_document_shows_does_not(visitor: Visitor) -> None:
    """A comment in the chart, and the file written anew."""
    signed(visitor)
    visitor.get("/")
    chart(visitor).write_bytes(b"# staff looked at this\n" + chart(visitor).read_bytes())
    assert "stale" not in words(visitor.get("/"))


def test_taken_back_it_is_as_it_was_signed(visitor: Visitor) -> None:
    signed(visitor)
    the_chart(visitor)
    assert "Signed, and stale 1" in words(visitor.get("/"))
    say(chart(visitor), "73 Millpond Terrace", "71 Millpond Terrace")
    assert "stale" not in words(visitor.get("/"))


def test_a_signed_file_that_is_gone_is_named(visitor: Visitor) -> None:
    signed(visitor)
    visitor.get("/")
    (letter,) = visitor.desk.out.rglob("letter.pdf")
    letter.unlink()
    assert "Do not send it: not there as signed: letter.pdf, and 1 more" in words(visitor.get("/"))
    assert "Not there as signed: letter.pdf." in words(visitor.get(case_of(visitor)))


def test_a_chart_that_cannot_be_read_is_not_taken_for_unchanged(visitor: Visitor) -> None:
    signed(visitor)
    visitor.get("/")
    chart(visitor).write_text("{", "utf-8")
    assert "Do not send it: it could not be held against the chart:" in words(visitor.get("/"))


def test_what_there_is_no_time_for_is_said_and_done_behind_the_list(visitor: Visitor) -> None:
    signed(visitor)
    the_chart(visitor)
    kept = visitor.desk.worklist.find(case_of(visitor).removeprefix("/case/"))
    hurried = Standings(visitor.desk, seconds=-1)
    assert hurried.of([kept.case]) == {kept.case.id: None}
    assert hurried._behind is not None
    hurried._behind.join(30)
    assert "the chart changed" in (hurried.of([kept.case])[kept.case.id] or "")

    (row,) = queue([kept.case], kept.case.opened.on).held_against_charts({kept.case.id: None}).signed
    assert row.told[-1] == "not held against its chart yet: load the list again"


def test_a_signature_that_only_the_chart_tells_of(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    """Nothing pins what was signed, and the page says so; a fact of a later day shows all the same."""
    folder = practice("case-01")
    visitor, address = visit(folder), "/case/case-01/ask-cigna-trd-medical"
    told = words(visitor.get(address))
    assert "Signed by Imogen T. Ashgrove, MD on 2026-11-19, as the chart says. It was recorded by hand" in told
    say(folder / "charts" / "case-01" / "chart.yaml", "on: 2026-11-19}", "on: 2026-11-11}")
    why = "the prescriber's signature, anew: the chart has facts of 2026-11-13, after the sign-off of 2026-11-11"
    assert f"Stale: wanted is {why}." in words(visitor.get(address))
    assert f"Do not send it: wanted is {why}, and 1 more" in words(visitor.get("/"))


def test_what_is_to_be_signed_anew_says_so_among_what_is_ready() -> None:
    """As ``generate`` writes it down of a case that was signed already; of one that never was, nothing is said."""
    why = "the prescriber's signature, anew: the chart changed since it was signed (2026-11-20)"
    first = Case((opened(),)).checked(Judged(on=DAY, verdict="met", ready=True))
    again = first.checked(Signed(on=DAY, by="A")).checked(Judged(on=DAY, verdict="met", ready=True, wanted=(why,)))
    assert [row.told for row in queue([again], DAY).ready] == [(why,)]
    assert [row.told for row in queue([first], DAY).ready] == [()]
