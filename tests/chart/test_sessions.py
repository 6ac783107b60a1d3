"""Sessions in courses: which one a request goes on with, and in which of its weeks a day lies."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.chart.sessions import begins, first_session, same_week, week_on
from tests.spec.builders import chart

FIRST = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("day", "week"), [(FIRST, 1), (date(2026, 5, 10), 1), (date(2026, 5, 11), 2), (date(2026, 12, 1), 31)]
)
def test_the_first_session_opens_week_one(day: date, week: int) -> None:
    assert week_on(day, FIRST) == week


def test_weeks_agree_but_for_one() -> None:
    assert [week for week in range(1, 8) if same_week(4, week)] == [3, 4, 5]


@pytest.mark.parametrize(("later", "courses"), [(date(2026, 6, 1), 1), (date(2026, 6, 2), 2)])
def test_four_weeks_are_the_longest_spacing_within_a_course(later: date, courses: int) -> None:
    assert len(begins([later, FIRST])) == courses


ASK = (
    "asks: [{{coverage: coverage-payer, indication: trd, start: 2026-12-01, phase: {}, regimen: {{dose_mg: 84, {}}}}}]"
)
TWO_COURSES = "sessions: [{on: 2026-01-05, dose_mg: 56}, {on: 2026-11-03, dose_mg: 56}, {on: 2026-11-10, dose_mg: 84}]"


@pytest.mark.parametrize(
    ("phase", "week", "first"),
    [
        ("initial", 1, None),  # it begins a course
        ("continuation", 5, date(2026, 11, 3)),
        ("continuation", 48, date(2026, 1, 5)),  # counted through the pause
        ("continuation", 20, date(2026, 1, 5)),  # agrees with none: the first of all
        ("initial", 5, date(2026, 11, 3)),  # of another insurer
    ],
)
def test_the_week_says_which_course_goes_on(phase: str, week: int, first: date | None) -> None:
    case = chart(f"{ASK.format(phase, f'starts_in_week: {week}')}\n{TWO_COURSES}")
    assert first_session(case, case.asks[0]) == first


def test_without_sessions_there_is_none() -> None:
    case = chart(ASK.format("continuation", "starts_in_week: 5"))
    assert first_session(case, case.asks[0]) is None
