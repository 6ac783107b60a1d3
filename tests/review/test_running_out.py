"""What runs out: also criteria that are met today, and that time alone ends before anything is signed or sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from priorauth.review.queue import AHEAD, queue
from priorauth.worklist.case import Case
from priorauth.worklist.events import Judged
from tests.review.reading import words
from tests.worklist.cases import DAY, event, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from tests.review.reading import Visitor


def judged(until: date | None, *then: str) -> Case:
    """Ready to be signed, with criteria that hold so long; and what happened since."""
    case = Case((opened(),)).checked(Judged(on=DAY, verdict="met", until=until, ready=True))
    for one in then:
        case = case.checked(event(one))
    return case


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (DAY + AHEAD + timedelta(days=1), None),
        (DAY + AHEAD, "sign and send it by then"),
        (DAY, "sign and send it by then"),
        (DAY - timedelta(days=1), "have it judged again (generate)"),
        (None, None),
    ],
)
def test_from_two_weeks_before_the_last_day_on(until: date | None, told: str | None) -> None:
    rows = queue([judged(until)], DAY).expiring
    assert [row.day for row in rows] == ([until] if told else [])
    assert all(told in row.told[0] for row in rows if told)


@pytest.mark.parametrize(
    ("then", "runs_out"),
    [((), True), (("signed",), True), (("signed", "submitted"), False), (("closed",), False)],
)
def test_until_it_is_sent(then: tuple[str, ...], runs_out: bool) -> None:
    assert bool(queue([judged(DAY, *then)], DAY).expiring) is runs_out


def test_what_is_over_first() -> None:
    later, over = judged(DAY + timedelta(days=3)), judged(DAY - timedelta(days=3))
    assert [row.day for row in queue([later, over], DAY).expiring] == [
        DAY - timedelta(days=3),
        DAY + timedelta(days=3),
    ]


def test_an_entry_of_before_says_no_day() -> None:
    before = Judged.model_validate_json('{"on":"2026-11-20","ready":true,"verdict":"met","what":"judged"}')
    assert before.until is None


@pytest.mark.parametrize(
    ("name", "ask", "until"),
    [
        ("case-09", "ask-qualchoice-trd-medical", "2026-12-14"),  # met, until its score is too old
        ("case-10", "ask-qualchoice-trd-medical", None),  # not met: what would be met till a day holds till none
        ("case-05", "ask-carefirst-trd-medical", None),  # met, and nothing ends it within a year
    ],
)
def test_generate_writes_the_day_down_and_the_page_tells_it(
    practice: Callable[..., Path], visit: Callable[..., Visitor], name: str, ask: str, until: str | None
) -> None:
    visitor = visit(practice(name))
    last = visitor.desk.worklist.find(name).case.last(Judged)
    assert last is not None
    assert (last.until.isoformat() if last.until else None) == until
    page = words(visitor.get(f"/case/{name}/{ask}"))
    assert ("It holds until" in page) is (until is not None)
    assert until is None or f"It holds until {until}, if nothing but time changes." in page
