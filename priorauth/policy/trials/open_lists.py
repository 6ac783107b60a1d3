"""Lists are open until someone states, with a date, that they are complete: absent is not the same as never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import add_months

if TYPE_CHECKING:
    from priorauth.chart.statements import ListName
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.view import View


def still_open(rule: CourseRule | None, name: ListName, view: View) -> bool:
    """Whether something that would count may have happened and not be listed.

    A statement that a list is complete is taken to hold for one month, as a verification of benefits is; and for as
    long as what began after it cannot have lasted long enough to count.
    """
    complete = view.chart.complete_up_to(name)
    if complete is None:
        return True
    fewest = min((tier.weeks.days_needed() if tier.weeks else 1 for tier in rule.tiers), default=1) if rule else 1
    stale = view.as_of > add_months(complete.up_to, 1) and (view.as_of - complete.up_to).days >= fewest
    return stale and not view.assuming
