"""Sessions in courses: which one a request goes on with, and in which of its weeks a day lies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from priorauth.chart.circumstances import Frequency
from priorauth.chart.sessions import begins, first_session, has_ended, same_week, spaced_as, week_on
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


@pytest.mark.parametrize(("day", "ended"), [(date(2026, 6, 1), False), (date(2026, 6, 2), True)])
def test_a_pause_longer_than_that_ends_a_course(day: date, ended: bool) -> None:
    assert has_ended([FIRST], day) is ended


def test_without_sessions_no_course_has_ended() -> None:
    assert not has_ended([], FIRST)


@pytest.mark.parametrize(
    ("days", "fitting"),
    [
        ((3, 4, 3), ["twice_weekly"]),
        ((5, 5, 5), ["twice_weekly"]),
        ((6, 6, 6), ["weekly"]),
        ((7, 8, 6), ["weekly"]),
        ((10, 10, 10), ["weekly"]),
        ((11, 11, 11), ["every_2_weeks"]),
        ((7, 7, 21, 7), ["weekly"]),  # a holiday changes nothing
        ((21, 21), ["every_2_weeks", "every_4_weeks"]),  # as near to one as to the other
        ((22, 22), ["every_4_weeks"]),
        ((), ["twice_weekly", "weekly", "every_2_weeks", "every_4_weeks"]),  # one session tells nothing
    ],
)
def test_how_often_is_told_by_the_nearest_spacing(days: tuple[int, ...], fitting: list[Frequency]) -> None:
    given = [FIRST + timedelta(days=sum(days[:at])) for at in range(len(days) + 1)]
    assert [name for name in get_args(Frequency) if spaced_as(name, given)] == fitting


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
