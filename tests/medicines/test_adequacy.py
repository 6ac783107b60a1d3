"""A course as parts of one dose each; how long each lasted is in tests/spec/test_time_at_dose.py."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.dates import PartialDate
from priorauth.logic.days import Stretch
from priorauth.medicines.adequacy import day_reached, end_of, segments, time_at_dose
from tests.spec.builders import AS_OF, course


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg", [(20, "2025-02-03", "2025-04-01", True)]),
        ("start: 2025-02-03, end: 2025-04-01, max_dose: 20 mg", [(20, "2025-02-03", "2025-04-01", False)]),
        ("start: 2025-02-03, end: 2025-04-01", [(None, "2025-02-03", "2025-04-01", False)]),
        (
            "start: 2025-02-03, end: 2025-04-01, steps: [{dose: 10, from: 2025-02-03}, {dose: 20, from: 2025-03-03}]",
            [(10, "2025-02-03", "2025-03-02", True), (20, "2025-03-03", "2025-04-01", True)],
        ),
        (
            "start: 2025-02-03, end: 2025-04-01, steps: [{dose: 20, from: 2025-03-03}]",
            [(None, "2025-02-03", "2025-03-02", False), (20, "2025-03-03", "2025-04-01", True)],
        ),
        ("end: 2025-04-01, constant_dose: 20 mg", [(20, None, "2025-04-01", True)]),
    ],
)
def test_a_course_is_parts_of_one_dose_each(text: str, parts: list[tuple[int | None, str | None, str, bool]]) -> None:
    found = segments(course(f"medicine: sertraline, {text}"), AS_OF)
    assert [(one.dose, one.start and str(one.start), str(one.end), one.throughout) for one in found] == parts


@pytest.mark.parametrize(
    ("end", "earliest", "latest"),
    [
        ("2025-04-01", "2025-04-01", "2025-04-01"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2026", "2026-01-01", "2026-11-20"),  # not after as-of
        ("2027-01-01", "2026-11-20", "2026-11-20"),
        ("unknown", "2025-02-03", "2026-11-20"),
        ("{ongoing_as_of: 2026-11-10}", "2026-11-10", "2026-11-20"),
        ("{ongoing_as_of: 2027-01-01}", "2026-11-20", "2026-11-20"),
    ],
)
def test_the_last_day_taken_lies_between_two_days(end: str, earliest: str, latest: str) -> None:
    one = course(f"medicine: sertraline, start: 2025-02-03, end: {end}")
    assert end_of(one, AS_OF) == PartialDate(date.fromisoformat(earliest), date.fromisoformat(latest))


def test_a_look_ahead_takes_only_what_runs_on_to_go_on() -> None:
    going_on = course("medicine: sertraline, start: 2025-02-03, end: {ongoing_as_of: 2026-11-10}")
    unknown = course("medicine: sertraline, start: 2025-02-03, end: unknown")
    assert end_of(going_on, AS_OF, assuming=True) == PartialDate.of(AS_OF)
    assert end_of(unknown, AS_OF, assuming=True) == end_of(unknown, AS_OF)


def test_without_a_first_day_an_unknown_end_says_nothing() -> None:
    assert end_of(course("medicine: sertraline, end: unknown"), AS_OF) is None


def test_the_days_for_a_drawing() -> None:
    one = course(
        "medicine: sertraline, start: 2025-02-03, end: 2025-04-01, "
        "steps: [{dose: 50, from: 2025-02-03}, {dose: 100, from: 2025-03}], "
        "interruptions: [{from: 2025-03-31, until: 2025-03-31}]"
    )
    time = time_at_dose(one, Decimal(100), AS_OF)
    assert time.certain == (Stretch(date(2025, 4, 1), date(2025, 4, 1)),)
    assert time.possible == (
        Stretch(date(2025, 3, 1), date(2025, 3, 30)),
        Stretch(date(2025, 4, 1), date(2025, 4, 1)),
    )


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 60))
def test_whole_time_is_the_difference_and_one(first: int, length: int, as_of: int) -> None:
    start = date(2025, 1, 1) + timedelta(days=first)
    end = start + timedelta(days=length)
    one = course(f"medicine: sertraline, start: {start}, end: {end}, constant_dose: 50 mg")
    time = time_at_dose(one, Decimal(50), end + timedelta(days=as_of))
    assert time.total.low == time.total.high == time.longest.low == length + 1


def test_the_day_on_which_enough_days_were_full() -> None:
    """58 days from 3 February with a week off from 10 March: the 35th is 9 March, the 36th 17 March."""
    one = course(
        "medicine: sertraline, start: 2025-02-03, end: 2025-04-08, constant_dose: 50 mg, "
        "interruptions: [{from: 2025-03-10, until: 2025-03-16}]"
    )
    certain = time_at_dose(one, Decimal(50), AS_OF).certain
    days = [day_reached(certain, number) for number in (1, 35, 36, 58, 59)]
    assert days == [date(2025, 2, 3), date(2025, 3, 9), date(2025, 3, 17), date(2025, 4, 8), None]
    assert day_reached((), 1) is None
