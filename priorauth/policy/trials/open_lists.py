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

    What began after the day up to which a list is complete counts only if there was time enough since. Where no time
    is asked for, the statement is taken to hold for one month, as a verification of benefits is.
    """
    complete = view.chart.complete_up_to(name)
    if complete is None:
        return True
    lengths = [tier.weeks.days_needed() if tier.weeks else None for tier in rule.tiers] if rule else [None]
    timed = [length for length in lengths if length is not None]
    if len(timed) == len(lengths):
        stale = (view.as_of - complete.up_to).days >= min(timed)
    else:
        stale = view.as_of > add_months(complete.up_to, 1)
    return stale and not view.assuming
