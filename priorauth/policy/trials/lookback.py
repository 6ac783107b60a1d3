"""Whether a trial lies within the years that a policy looks back, under every reading of how that is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import add_months, add_years
from priorauth.logic.days import ONE_DAY
from priorauth.logic.ranges import Bound, Range
from priorauth.logic.verdict import Verdict, agreed
from priorauth.medicines.adequacy import end_of
from priorauth.medicines.reference import reference
from priorauth.policy.trials.facets import Facet, gap_about, who_has

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.trials import Course
    from priorauth.policy.trials.rules import Lookback
    from priorauth.policy.view import View


def lookback_facet(lookback: Lookback, course: Course, view: View) -> Facet:
    """Whether the trial lies within, by every reading of which part must and from when it is counted."""
    last = end_of(course, view.as_of, assuming=view.assuming)
    ends = {"start": [course.start], "end": [last], "overlap": [last], "unclear": [course.start, last]}[
        lookback.measured_at
    ]
    verdicts = [
        Bound(at_least=edge.toordinal()).judge(Range(day.earliest.toordinal(), day.latest.toordinal()))
        if day
        else Verdict.NOT_DOCUMENTED
        for edge in _lookback_edges(lookback, view)
        for day in ends
    ]
    verdict = agreed(verdicts)
    edge = min(_lookback_edges(lookback, view))
    text = {
        Verdict.MET: f"within {lookback} (since {edge})",
        Verdict.NOT_MET: f"before the last {lookback} (since {edge})",
    }.get(verdict, f"not certain to lie within {lookback} (since {edge})")
    if verdict is not Verdict.NOT_DOCUMENTED:
        return Facet("look-back", verdict, text)
    name = reference().find(course.medicine).name
    if all(day and day.exact for day in ends):
        return Facet(
            "look-back",
            verdict,
            text,
            gap_about(
                f"from the payer: whether the start or the end of {name} must lie within {lookback}, counted from when",
                "billing",
                course,
            ),
        )
    return Facet(
        "look-back",
        verdict,
        text,
        gap_about(f"the exact dates of {name}, to place it within {lookback}", who_has(course), course),
    )


def lookback_moments(lookback: Lookback | None, course: Course, view: View) -> tuple[date, ...]:
    """The first days on which start or end lies outside."""
    if lookback is None:
        return ()
    last = end_of(course, view.as_of)
    days = {
        day for one in (course.start, None if course.ongoing else last) if one for day in (one.earliest, one.latest)
    }
    return tuple(sorted(_leaves(lookback, day) for day in days))


def _leaves(lookback: Lookback, day: date) -> date:
    """The first day from which the look-back no longer reaches ``day``; sought, for months differ in length."""
    leaves = _shifted(day, lookback, 1)
    while _shifted(leaves, lookback, -1) <= day:
        leaves += ONE_DAY
    return leaves


def _shifted(day: date, lookback: Lookback, times: int) -> date:
    if lookback.years:
        return add_years(day, times * lookback.years)
    return add_months(day, times * (lookback.months or 0))


def _lookback_edges(lookback: Lookback, view: View) -> list[date]:
    anchors = {
        "request": [view.as_of],
        "service_start": [view.service_start],
        "unclear": [view.as_of, view.service_start],
    }[lookback.counted_from]
    return [_shifted(day, lookback, -1) for day in anchors]
