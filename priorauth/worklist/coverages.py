"""Several coverages of one patient: in which order they are asked, and when each is to be checked again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from priorauth.request.verified import holds_until
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.deadline import Concern, Deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.worklist.case import Case

ORDER = {"primary": 1, "secondary": 2, "tertiary": 3}
_OURS = "a convention of ours"
_NOT_YET_DECIDED = ("submitted", "more_requested")


def checks(chart: Chart, cases: Sequence[Case]) -> Iterator[Deadline]:
    """When each coverage that is in use is to be checked again: after a month, and when a year begins.

    One is in use until its cases are closed: a refusal may still be appealed. One of which nothing is asked is in use
    while any other is.
    """
    for coverage in chart.coverages:
        if all(one.state == "closed" for one in _of(coverage, cases) or cases):
            continue
        known = coverage.verification
        if known is None:
            text = f"The chart has no verification of benefits of the {coverage.order} coverage. Ask the insurer today."
            yield Deadline(chart.case, "eligibility", None, text, _OURS, False, coverage.id)
            continue
        new_year = date(known.on.year + 1, 1, 1)
        day = min(holds_until(known), new_year)
        why = "a new plan year" if day == new_year else f"{known.on} + 1 month"
        text = f"Whether the {coverage.order} coverage is active: last checked on {known.on}; {why}."
        yield Deadline(chart.case, "eligibility", day, text, _OURS, False, coverage.id)


def concerns(chart: Chart | None, cases: Sequence[Case]) -> Iterator[Concern]:
    """What is open between the coverages of one patient.

    Args:
        chart: the patient's, if it could be read.
        cases: all of the patient's.
    """
    for one in cases:
        if one.opened.coverage_order > 1 and (one.at_home or one.state in _NOT_YET_DECIDED):
            yield from _after_the_first(one, cases, chart)
    if chart is None or all(one.state == "closed" for one in cases):
        return
    for coverage in chart.coverages:
        if not _of(coverage, cases):
            yield from _without_a_case(coverage, chart.case, cases)


def _after_the_first(later: Case, cases: Iterable[Case], chart: Chart | None) -> Iterator[Concern]:
    """A later coverage pays after the one before it, and wants to see what that decided."""
    before = later.opened.coverage_order - 1
    earlier = [one for one in cases if (one.opened.coverage_order, one.opened.phase) == (before, later.opened.phase)]
    # What was decided stays an exhibit when the case is closed, unless the coverage is asked again.
    earlier = [one for one in earlier if one.state != "closed"] or [one for one in earlier if one.decided]
    decided = [one for one in earlier if one.state in ("approved", "denied", "closed")]
    if not earlier:
        text = f"No request to the coverage before it (order {before}) is in the worklist; its decision is an exhibit."
        yield Concern(later.id, "earlier_coverage_missing", text)
    elif not decided:
        states = ", ".join(f"{one.id} is {SPOKEN[one.state]}" for one in earlier)
        text = f"The decision of the coverage before it is an exhibit of this request, and is not there: {states}."
        yield Concern(later.id, "earlier_coverage_undecided", text)
    elif later.at_home and chart and not any(one.kind == "decision_letter" for one in chart.exhibits):
        told = ", ".join(f"{one.id}, {one.decided.spoken} on {one.decided.on}" for one in decided if one.decided)
        text = f"Enclose the decision of the coverage before it ({told}): the chart has no decision_letter."
        yield Concern(later.id, "earlier_decision_not_enclosed", text)


def _without_a_case(coverage: Coverage, case: str, cases: Iterable[Case]) -> Iterator[Concern]:
    """A coverage of which nothing is asked; an insurer in the place of another, whose authorization holds no longer."""
    needed = coverage.verification.authorization_needed if coverage.verification else None
    order = ORDER[coverage.order]
    others = [one for one in cases if one.opened.coverage_order == order and one.state != "closed"]
    if others:
        named = ", ".join(f"{one.id} ({one.opened.payer_name})" for one in others)
        text = (
            f"The chart has {coverage.id} as {coverage.order} coverage, and the worklist has a request to another "
            f"insurer in its place: {named}. If the patient has changed insurers, what that one grants is over: ask "
            "the new one, and close the case on the day of the change (priorauth record closed)."
        )
        yield Concern(case, "coverage_changed", text)
    elif needed == "yes":
        text = f"{coverage.id} ({coverage.order}) needs an authorization, and the worklist has no request for it."
        yield Concern(case, "coverage_without_request", text)
    elif needed is None and order > 1:
        text = (
            f"Whether {coverage.id} ({coverage.order}) needs an authorization of its own is not known: ask the insurer."
        )
        yield Concern(case, "coverage_need_unknown", text)


def _of(coverage: Coverage, cases: Iterable[Case]) -> list[Case]:
    return [
        one
        for one in cases
        if one.opened.payer == coverage.payer and one.opened.coverage_order == ORDER[coverage.order]
    ]
