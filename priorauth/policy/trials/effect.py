"""Whether the effect of a trial is a failure, in every world that the chart leaves possible."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, agreed, any_of, verdict_of
from priorauth.medicines.reference import reference
from priorauth.policy.trials.facets import Facet, gap_about, who_has

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.medicines.response import Improvement
    from priorauth.policy.trials.rules import NonResponse, Word


BANDS: dict[Word, Range] = {
    "none": Range(None, Decimal("24.99")),
    "partial": Range(Decimal(25), Decimal("49.99")),
    "response": Range(Decimal(50), Decimal(100)),
}


def worlds(effect: Improvement, course: Course) -> list[Range]:
    """Every effect that is possible, none of them across two of the words policies use."""
    told = effect.possible
    if not told or ("loss_of_effect" in course.ended_because and not effect.change):
        told = (Range(None, Decimal(100)),)
    return [
        Range(_larger(one.low, band.low), _smaller(one.high, band.high))
        for one in told
        for band in BANDS.values()
        if one.overlaps(band)
    ]


def _larger(one: int | Decimal | None, other: int | Decimal | None) -> int | Decimal | None:
    return other if one is None else one if other is None else max(one, other)


def _smaller(one: int | Decimal | None, other: int | Decimal | None) -> int | Decimal | None:
    return other if one is None else one if other is None else min(one, other)


def responds(rule: NonResponse, world: Range) -> Verdict:
    """Whether an effect within ``world`` is a failure by the rule."""
    if rule.improvement:
        return rule.improvement.bound().judge(world)
    return any_of([verdict_of(world in BANDS[word]) for word in rule.words])


def effect_facet(failed: Verdict, wanted: NonResponse, effect: Improvement, course: Course, *, going_on: bool) -> Facet:
    """What is known of the effect; ``failed``: the verdict over all ways to fail and all possible worlds."""
    if going_on:
        return Facet("effect", Verdict.MET, "taken to fail")
    told = "; ".join(filter(None, (effect.spoken(), *effect.misplaced)))
    own = agreed([responds(wanted, world) for world in worlds(effect, course)])
    if failed is Verdict.MET:
        own = Verdict.MET  # each possible effect is a failure in one of the ways
    if own is not Verdict.NOT_DOCUMENTED:
        return Facet("effect", own, told)
    name = reference().find(course.medicine).name
    if effect.conflicting:
        return Facet(
            "effect",
            own,
            told,
            gap_about(f"which is right for {name}: {told.replace('; ', ' or ')}", "prescriber", course),
        )
    if effect.misplaced:
        asked = f"scores from the time of {name} ({' and '.join(effect.misplaced)})"
        return Facet("effect", own, told, gap_about(asked, who_has(course), course))
    if told:
        return Facet(
            "effect",
            own,
            told,
            gap_about(
                f"the effect of {name} in scores before and after (the chart says: {told})", who_has(course), course
            ),
        )
    if course.ongoing:
        return Facet(
            "effect",
            own,
            "still taken, effect not yet known",
            gap_about(f"the effect of {name} once the time is full: a score before and after", "prescriber", course),
        )
    return Facet(
        "effect",
        own,
        "effect not documented",
        gap_about(f"the effect of {name}: response, or scores before and after", who_has(course), course),
    )
