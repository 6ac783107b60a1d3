"""What a course is expected to cost, and by when the estimate is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.offlabel.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from priorauth.chart.ketamine import KetaminePlan, KetamineSession, Service

SATURDAY = 5


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

    Business days are Monday to Friday; federal holidays are not known here, so a day later may be right too.
    """
    table = rules().estimate
    found: list[Owed] = []
    if plan.estimate_requested_on:
        by = business_days_after(plan.estimate_requested_on, table.on_request.within)
        asked = f"asked for on {plan.estimate_requested_on}, so within {_days(table.on_request.within)}"
        found.append(Owed(by, f"{asked}: by {by}"))
    if plan.scheduled_on and plan.start:
        ahead = business_days_between(plan.scheduled_on, plan.start)
        rule = next((one for one in table.scheduled if ahead >= one.ahead), None)
        if rule:
            by = business_days_after(plan.scheduled_on, rule.within)
            told = f"scheduled on {plan.scheduled_on}, {_days(ahead)} ahead, so within {_days(rule.within)}"
            found.append(Owed(by, f"{told}: by {by}"))
    return min(found, key=lambda one: one.by, default=None)


def business_days_after(day: date, count: int) -> date:
    """The day that lies ``count`` business days after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def business_days_between(first: date, last: date) -> int:
    """How many business days come after ``first`` up to ``last``."""
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def _days(count: int) -> str:
    return f"{count} business day{'' if count == 1 else 's'}"
