"""What a course of off-label ketamine is expected to cost, and by when the patient is owed the estimate.

Scheduled at least 10 business days ahead: within 3 business days; at least 3 ahead: within 1; asked for: within 3
(45 CFR 149.610(b)(1)). Business days are Monday to Friday, and a federal holiday may or may not be one: the earlier
duty holds.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from priorauth.chart.ketamine import KetaminePlan, Service
from priorauth.offlabel.estimate import business_days_after, business_days_between, dollars, expected, owed_by, total
from priorauth.offlabel.holidays import is_federal_holiday

PLAN = {"id": "plan", "treats": "ptsd", "route": "intramuscular", "dose_mg_per_kg": "0.5", "sessions": 6}
PRICES = {
    "visit": Service(code="99214", label="Visit", charge=Decimal("190.00")),
    "first": Service(code="99205", label="First visit", charge=Decimal("420.50")),
}


def plan(**more: object) -> KetaminePlan:
    return KetaminePlan.model_validate({**PLAN, "sessions_per_week": 2, **more})


@pytest.mark.parametrize(
    ("scheduled", "start", "owed"),
    [
        # Monday 14 September: the 28th is 10 business days later (15-18: 4, 21-25: 5, 28: 1), the 25th is 9
        ("2026-09-14", "2026-09-28", "2026-09-17"),
        ("2026-09-14", "2026-09-25", "2026-09-15"),
        ("2026-09-14", "2026-09-17", "2026-09-15"),
        ("2026-09-14", "2026-09-16", None),
        # Friday: the next business day is Monday
        ("2026-09-18", "2026-09-23", "2026-09-21"),
        ("2026-09-18", "2026-09-22", None),
        # Thanksgiving is 26 November: 10 weekdays ahead may be 9 business days, and 11 weekdays are 10 either way
        ("2026-11-20", "2026-12-04", "2026-11-23"),
        ("2026-11-20", "2026-12-07", "2026-11-25"),
        # Three weekdays ahead, two without Thanksgiving: if nothing is owed by the one count, it is by the other
        ("2026-11-24", "2026-11-27", "2026-11-25"),
        ("2026-11-24", "2026-11-26", None),
    ],
)
def test_by_when_it_is_owed(scheduled: str, start: str, owed: str | None) -> None:
    found = owed_by(plan(scheduled_on=scheduled, start=start))
    assert (found and found.by.isoformat()) == owed


def test_asked_for_it_is_owed_within_three_business_days() -> None:
    """Asked on Wednesday: Thursday, Friday, Monday. The earlier of two days binds."""
    assert owed_by(plan(estimate_requested_on="2026-11-04")).by == date(2026, 11, 9)  # type: ignore[union-attr]
    both = owed_by(plan(estimate_requested_on="2026-11-04", scheduled_on="2026-10-15", start="2026-10-29"))
    assert both is not None
    assert both.because == "scheduled on 2026-10-15, 10 business days ahead, so within 3 business days: by 2026-10-20"


def test_a_holiday_that_decides_is_told() -> None:
    unsure = owed_by(plan(scheduled_on="2026-11-20", start="2026-12-04"))
    assert unsure is not None
    assert unsure.because == (
        "scheduled on 2026-11-20, 9 business days ahead, so within 1 business day (federal holidays are not counted; "
        "with them it would be 10 business days ahead): by 2026-11-23"
    )


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("2026-11-26", True),  # the fourth Thursday
        ("2026-11-19", False),
        ("2026-05-25", True),  # the last Monday of May
        ("2026-05-18", False),
        ("2027-05-31", True),
        ("2026-01-19", True),  # the third Monday
        ("2026-06-19", True),
        ("2026-07-03", True),  # July 4 is a Saturday
        ("2027-07-05", True),  # July 4 is a Sunday
        ("2027-12-31", True),  # New Year's Day of 2028 is a Saturday
        ("2026-12-31", False),
    ],
)
def test_federal_holidays(day: str, holiday: bool) -> None:
    assert is_federal_holiday(date.fromisoformat(day)) is holiday


def test_nothing_makes_it_due_without_days() -> None:
    assert owed_by(plan()) is None
    assert owed_by(plan(start="2026-12-01")) is None


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [("2026-11-20", "2026-11-20", 0), ("2026-11-20", "2026-11-23", 1), ("2026-11-23", "2026-11-27", 4)],
)
def test_business_days(first: str, last: str, days: int) -> None:
    assert business_days_between(date.fromisoformat(first), date.fromisoformat(last)) == days
    assert business_days_after(date.fromisoformat(first), days) == date.fromisoformat(last)


def test_the_sum_is_for_the_largest_number_of_sessions() -> None:
    """420.50 once and 190 for each of up to 8 sessions: 420.50 + 1,520 = 1,940.50."""
    services = [{"service": "first", "times": 1}, {"service": "visit", "each_session": "yes"}]
    charges = expected(plan(sessions_up_to=8, services=services), PRICES)
    assert [(one.service.code, one.units) for one in charges] == [("99205", 1), ("99214", 8)]
    assert dollars(total(charges)) == "$1,940.50"
    fewer = expected(plan(services=services), PRICES)
    assert dollars(total(fewer)) == "$1,560.50"
