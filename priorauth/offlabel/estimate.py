"""What a course is expected to cost, and by when the estimate is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.offlabel.holidays import SATURDAY, is_federal_holiday
from priorauth.offlabel.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from priorauth.chart.ketamine import KetaminePlan, KetamineSession, Service


@dataclass(frozen=True, slots=True)
class Charge:
    """A service so many times at its price, in US dollars."""

    service: Service
    units: int
    on: date | None = None
    """The day it was given; ``None`` for one that is expected."""

    @property
    def amount(self) -> Decimal:
        """Units by price."""
        return self.service.charge * self.units


def expected(plan: KetaminePlan, prices: Mapping[str, Service]) -> tuple[Charge, ...]:
    """The services of the plan, those of each session as often as there may be sessions."""
    most = plan.sessions_up_to or plan.sessions
    return tuple(
        Charge(prices[one.service], most if one.each_session == "yes" else one.times or 1)
        for one in plan.services
        if one.service in prices
    )


def billed(sessions: Iterable[KetamineSession], prices: Mapping[str, Service]) -> tuple[Charge, ...]:
    """The services that were given, in the order of their days."""
    return tuple(
        Charge(prices[one.service], one.units, session.on)
        for session in sorted(sessions, key=lambda one: one.on)
        for one in session.services
        if one.service in prices
    )


def total(charges: Iterable[Charge]) -> Decimal:
    """The sum, in US dollars."""
    return sum((one.amount for one in charges), Decimal(0))


def dollars(amount: Decimal) -> str:
    """ "$1,250.00"."""
    return f"${amount:,.2f}"


@dataclass(frozen=True, slots=True)
class Owed:
    """By when the estimate is to be given, and the arithmetic."""

    by: date
    because: str


def owed_by(plan: KetaminePlan) -> Owed | None:
    """By when the patient is to have the estimate; ``None`` where nothing in the chart makes it due.

    Business days are Monday to Friday. Whether a federal holiday is one, no source says: the days are counted both
    ways where that matters, and the earlier duty holds.
    """
    table = rules().estimate
    found: list[Owed] = []
    if plan.estimate_requested_on:
        by = business_days_after(plan.estimate_requested_on, table.on_request.within)
        asked = f"asked for on {plan.estimate_requested_on}, so within {_days(table.on_request.within)}"
        found.append(Owed(by, f"{asked}: by {by}"))
    if plan.scheduled_on and plan.start:
        found += _owed_for_a_day(plan.scheduled_on, plan.start)
    return min(found, key=lambda one: one.by, default=None)


def _owed_for_a_day(scheduled: date, start: date) -> list[Owed]:
    """What the notice of the first session makes due; the day itself is counted without holidays, which is earlier."""
    counted, holidays = business_days_between(scheduled, start), federal_holidays_between(scheduled, start)
    found = []
    for ahead in dict.fromkeys((counted, counted - holidays)):
        rule = next((one for one in rules().estimate.scheduled if ahead >= one.ahead), None)
        if rule:
            by = business_days_after(scheduled, rule.within)
            told = f"scheduled on {scheduled}, {_days(ahead)} ahead, so within {_days(rule.within)}"
            if ahead < counted:
                told += f" (federal holidays are not counted; with them it would be {_days(counted)} ahead)"
            found.append(Owed(by, f"{told}: by {by}"))
    return found


def business_days_after(day: date, count: int) -> date:
    """The day that lies ``count`` weekdays after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def business_days_between(first: date, last: date) -> int:
    """How many weekdays come after ``first`` up to ``last``."""
    return sum(day.weekday() < SATURDAY for day in _days_between(first, last))


def federal_holidays_between(first: date, last: date) -> int:
    """How many of those weekdays are federal holidays."""
    return sum(is_federal_holiday(day) for day in _days_between(first, last))


def _days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range(1, (last - first).days + 1))


def _days(count: int) -> str:
    return f"{count} business day{'' if count == 1 else 's'}"
