"""The days of a period, and whose period is priced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.ask import Period
from priorauth.chart.dates import add_months
from priorauth.request.periods import asked, service_days


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2026-03-02", {"days": 1}, "2026-03-02"),  # the first day is one of them
        ("2026-03-02", {"days": 28}, "2026-03-29"),
        ("2026-03-02", {"weeks": 4}, "2026-03-29"),  # 4 weeks are 28 days
        ("2026-03-02", {"months": 1}, "2026-04-01"),  # a calendar month, here 31 days
        ("2026-02-02", {"months": 1}, "2026-03-01"),  # and here 28
        ("2026-03-01", {"months": 1}, "2026-03-31"),
        ("2026-11-20", {"months": 3}, "2027-02-19"),
        ("2025-12-15", {"months": 12}, "2026-12-14"),
        ("2026-01-31", {"months": 1}, "2026-02-27"),  # February has no 31st: not a day too many
        ("2028-01-31", {"months": 1}, "2028-02-28"),
    ],
)
def test_a_period_ends_on_its_last_day(start, period, last):
    service = service_days(date.fromisoformat(start), Period(**period))
    assert (service.first.isoformat(), service.last.isoformat()) == (start, last)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 13))
def test_the_day_after_so_many_months_is_the_same_day_of_a_later_month(start, months):
    following = service_days(start, Period(months=months)).last + timedelta(days=1)
    assert following == add_months(start, months)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 57))
def test_weeks_are_seven_days(start, number):
    assert service_days(start, Period(weeks=number)).days == 7 * number
    assert service_days(start, Period(weeks=number)) == service_days(start, Period(days=7 * number))


START = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("practice", "policy", "priced", "period_from", "note"),
    [
        # what the practice asks, what the policy grants → what is priced, and whose it is
        (None, "3 months", "3 months", "policy", None),
        ("8 weeks", None, "8 weeks", "practice", "period_by_practice"),
        ("6 months", "3 months", "3 months", "policy", "period_shortened"),
        ("8 weeks", "3 months", "8 weeks", "practice", "period_shorter_than_policy"),
        ("3 months", "3 months", "3 months", "policy", None),
        ("28 days", "4 weeks", "4 weeks", "policy", None),  # equally long
        ("29 days", "4 weeks", "4 weeks", "policy", "period_shortened"),  # a day more
        ("27 days", "4 weeks", "27 days", "practice", "period_shorter_than_policy"),  # a day less
        ("30 days", "1 month", "30 days", "practice", "period_shorter_than_policy"),  # March has 31 days
        ("31 days", "1 month", "1 month", "policy", None),
    ],
)
def test_the_shorter_period_is_priced_and_it_is_said_whose_it_is(practice, policy, priced, period_from, note):
    found = asked(START, _period(practice), _period(policy))
    assert str(found.period) == priced
    assert found.service == service_days(START, found.period)
    assert found.period_from == period_from
    assert [remark.code for remark in (*found.notes, *found.warnings)] == ([note] if note else [])


def test_without_any_period_none_is_made_up():
    assert asked(START, None, None) is None


def test_a_shortened_period_is_explained_with_both_ends():
    (note,) = asked(START, Period(months=6), Period(months=3)).warnings
    assert "6 months, until September 1, 2026" in note.text
    assert "3 months at a time, until June 1, 2026" in note.text


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    number, unit = text.split()
    return Period(**{unit if unit.endswith("s") else f"{unit}s": int(number)})
