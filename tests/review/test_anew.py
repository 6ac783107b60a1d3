"""What the prescriber says on the page is judged at once: the list, the case's state and its page agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.worklist.events import Judged
from tests.review.conftest import ASHGROVE, judged
from tests.review.reading import words
from tests.signing.conftest import ASK, OWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.review.reading import Visitor

CASE = f"/case/{OWN}/{ASK}"


def part_of(visitor: Visitor, case: str) -> str:
    """Under which heading the list has the case."""
    (found,) = (
        heading
        for _, heading, rows in visitor.desk.queue().parts
        for row in rows
        if row.case == case.removeprefix("/case/") and heading != "Running out"
    )
    return found


def test_statements_that_are_taken_back(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice(OWN))
    assert part_of(visitor, CASE) == "Ready to sign"

    visitor.send(f"{CASE}/keep", states=[])
    assert "Verdict: not met" in words(visitor.get(CASE))
    assert part_of(visitor, CASE) == "Blocked"
    kept = visitor.desk.worklist.find(OWN)
    assert kept.case.state == "needs_information"
    assert kept.case.last(Judged).verdict == "not_met"  # type: ignore[union-attr]


def test_a_statement_that_was_missing(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    folder = practice("case-08")
    chart = folder / "charts" / "case-08" / "chart.yaml"
    text = chart.read_text("utf-8")
    begin, end = text.index("  - states: cannot_care_for_self"), text.index("  - states: daily_thoughts")
    chart.write_text(text[:begin] + text[end:], "utf-8")
    judged(folder)
    visitor, case = visit(folder), "/case/case-08/ask-carefirst-trd-medical"
    assert part_of(visitor, case) == "Blocked"

    boxes = [part.split('"')[0] for part in visitor.get(case).text.split('name="states" value="')[1:]]
    visitor.send(f"{case}/keep", states=boxes)
    assert "Verdict: met" in words(visitor.get(case))
    assert part_of(visitor, case) == "Ready to sign"


@pytest.mark.parametrize("broken", [None, b"patient: [", b"\xff\xfe\x00"])
def test_a_chart_that_cannot_be_read_blocks_its_case(
    practice: Callable[..., Path], visit: Callable[..., Visitor], broken: bytes | None
) -> None:
    folder = practice(OWN)
    visitor = visit(folder)
    assert part_of(visitor, CASE) == "Ready to sign"
    chart = folder / "charts" / OWN / "chart.yaml"
    chart.unlink()
    if broken:
        chart.write_bytes(broken)
    assert part_of(visitor, CASE) == "Blocked"
    assert "its chart cannot be read" in words(visitor.get("/"))


def test_words_change_no_verdict_but_end_what_was_given_back(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(practice(OWN))
    visitor.send(f"{CASE}/return", why="Ask for the fills.")
    assert part_of(visitor, CASE) == "Blocked"
    visitor.send(f"{CASE}/keep", words="She has done what there was to do.")
    assert part_of(visitor, CASE) == "Ready to sign"
    assert {one.who for one in visitor.desk.worklist.find(OWN).entries[-2:]} == {ASHGROVE.name}
