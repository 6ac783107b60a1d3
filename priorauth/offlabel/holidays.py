"""Federal holidays, by the table of ``rules.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from priorauth.offlabel.rules import rules

SATURDAY, SUNDAY = 5, 6
LAST = -1


def is_federal_holiday(day: date) -> bool:
    """Whether ``day`` is a holiday of the federal government, or the weekday on which one is observed."""
    return any(day in _of_year(year) for year in (day.year, day.year + 1))  # New Year's Day may fall on December 31


@cache
def _of_year(year: int) -> frozenset[date]:
    known = rules().holidays
    fixed = [date(year, one.month, one.day) for one in known.fixed]
    moving = [_weekday(year, one.month, one.weekday, one.which) for one in known.moving]
    return frozenset(_observed(day) for day in (*fixed, *moving))


def _observed(day: date) -> date:
    """On the Friday before a Saturday, on the Monday after a Sunday."""
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))


def _weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second … of a weekday in a month, or its last."""
    if which == LAST:
        following = date(year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=(following.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
