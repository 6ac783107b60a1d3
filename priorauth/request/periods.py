"""For how long authorization is asked, and who says so: the policy or the practice. Silence becomes no number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from priorauth.chart.dates import add_months, spoken, weeks
from priorauth.logic.days import ONE_DAY, Stretch
from priorauth.request.model import Remark

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.ask import Period

PeriodFrom: TypeAlias = Literal["policy", "practice"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that is priced, the days it covers, and whose it is."""

    period: Period
    service: Stretch
    period_from: PeriodFrom
    notes: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    """That the period which the practice asks for is not the one that is asked of the payer."""


def service_days(start: date, period: Period) -> Stretch:
    """The days of a period from its first to its last; both belong to it.

    A week is seven days. Months are calendar months: one month from March 15 ends on April 14. Where the last month
    has no such day, the period ends the day before that month's last: one month from January 31 ends on February 27,
    so that it never claims a day too many.
    """
    if period.months:
        end = add_months(start, period.months)
    elif period.weeks:
        end = start + weeks(period.weeks)
    else:
        end = start + (period.days or 0) * ONE_DAY
    return Stretch(start, end - ONE_DAY)


def asked(start: date, practice: Period | None, policy: Period | None) -> Asked | None:
    """The period to price: the shorter one where policy and practice both state one; None where neither does."""
    if policy is None:
        if practice is None:
            return None
        note = Remark("period_by_practice", f"No period is known from the policy; the practice asks for {practice}.")
        return Asked(practice, service_days(start, practice), "practice", (note,))
    granted = service_days(start, policy)
    if practice is None:
        return Asked(policy, granted, "policy")
    wanted = service_days(start, practice)
    if wanted.last > granted.last:
        text = (
            f"The practice asks for {practice}, until {spoken(wanted.last)}; the policy authorizes {policy} at a time, "
            f"until {spoken(granted.last)}. The policy's period is priced."
        )
        return Asked(policy, granted, "policy", warnings=(Remark("period_shortened", text),))
    if wanted.last < granted.last:
        text = (
            f"The practice asks for {practice}, until {spoken(wanted.last)}; the policy authorizes {policy} at a time, "
            f"until {spoken(granted.last)}. The practice's period is priced."
        )
        return Asked(practice, wanted, "practice", (Remark("period_shorter_than_policy", text),))
    return Asked(policy, granted, "policy")
