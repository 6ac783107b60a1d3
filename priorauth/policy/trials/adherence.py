"""How much of a medicine was taken: as it is stated, and as the pharmacy's fills have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, agreed, verdict_of
from priorauth.medicines.fills import claims_for
from priorauth.policy.thresholds import Threshold
from priorauth.policy.trials.facets import Facet, gap_about, who_has

if TYPE_CHECKING:
    from typing import Literal

    from priorauth.chart.trials import Course
    from priorauth.medicines.reference import Named
    from priorauth.policy.view import View


def adherence_facet(rule: Threshold | Literal["adequate"], course: Course, named: Named, view: View) -> Facet:
    """Held against every way in which it is known; ways that disagree leave it open, and both are told."""
    known = list(_by_percent(rule, course, view) if isinstance(rule, Threshold) else _by_word(course))
    if not known:
        needed = f"how much of {named.name} was taken (adherence, or the pharmacy's fills)"
        gap = gap_about(needed, "pharmacy" if isinstance(rule, Threshold) else who_has(course), course)
        return Facet("adherence", Verdict.NOT_DOCUMENTED, "adherence not documented", gap)
    verdict = agreed([one for one, _ in known])
    asked = f", {rule} percent required" if isinstance(rule, Threshold) else ""
    text = f"adherence {' but '.join(told for _, told in known)}{asked}"
    if verdict.decided:
        return Facet("adherence", verdict, text)
    conflict = gap_about(f"which adherence is right for {named.name}: {text}", "pharmacy", course)
    return Facet("adherence", verdict, text, conflict)


def _by_percent(rule: Threshold, course: Course, view: View) -> list[tuple[Verdict, str]]:
    found = []
    stated = course.adherence
    if stated and stated.percent is not None:
        source = stated.source.replace("_", " ")
        told = f"{stated.percent} percent ({source})"
        found.append((rule.bound().judge(Range.exactly(stated.percent)), told))
    if covered := claims_for(course, view.chart, view.as_of):
        told = f"{covered.percent} percent of days covered by fills ({covered.covered} of {covered.claimed})"
        found.append((rule.bound().judge(Range.exactly(covered.percent)), told))
    return found


def _by_word(course: Course) -> list[tuple[Verdict, str]]:
    """A payer that names no number takes the clinician's word; a percentage alone does not say what is adequate."""
    answer = course.adherence.adequate if course.adherence else None
    return [(verdict_of(answer == "yes"), "adequate" if answer == "yes" else "not adequate")] if answer else []
