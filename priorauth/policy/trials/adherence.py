"""How much of a medicine was taken: as it is stated, and as the pharmacy's fills have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, agreed, verdict_of
from priorauth.medicines.fills import ADHERENT_PERCENT, claims_for
from priorauth.policy.thresholds import Threshold
from priorauth.policy.trials.facets import Facet, gap_about, who_has

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from priorauth.chart.chart import Chart
    from priorauth.chart.trials import Adherence, Course
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


def not_taken(course: Course, named: Named, view: View, since: date | None = None) -> Facet | None:
    """A doubt whether a trial was taken, where the policy says nothing of adherence; nothing, where there is none.

    What was hardly taken was not tried. How much is enough no such policy says: what payers call poor adherence is
    asked about and never decided here. Fills alone are held against the days that are asked for, elsewhere.
    """
    told = as_stated_and_dispensed(course, view.chart, view.as_of, since)
    if not told and "non_adherence" in course.ended_because:
        gap = gap_about(f"how much of {named.name} was taken before it was ended for non-adherence", "pharmacy", course)
        return Facet("adherence", Verdict.NOT_DOCUMENTED, "ended for non-adherence", gap)
    if all(enough for enough, _ in told):
        return None
    text = in_words(told)
    asked = "which adherence is right for {}" if at_odds(told) else "whether {} was taken enough to be a trial"
    needed = f"{asked.format(named.name)}: {text}"
    return Facet("adherence", Verdict.NOT_DOCUMENTED, text, gap_about(needed, who_has(course), course))


Taking = list[tuple[bool, str]]
"""Ways in which the chart says how much was taken: whether payers call that enough, and the words."""


def as_stated(course: Course) -> Taking:
    """What is stated of it: a percentage, the clinician's word."""
    stated = course.adherence
    told = []
    if stated and stated.percent is not None:
        told.append((stated.percent >= ADHERENT_PERCENT, f"{stated.percent} percent taken ({_source(stated)})"))
    return told + [(one is Verdict.MET, f"adherence {text}") for one, text in _by_word(course)]


def as_stated_and_dispensed(course: Course, chart: Chart, as_of: date, since: date | None = None) -> Taking:
    """What is stated, and what pharmacies dispensed beside it; nothing where nothing is stated."""
    told = as_stated(course)
    if told and (covered := claims_for(course, chart, as_of, since)):
        share = f"{covered.percent} percent of days covered by fills ({covered.covered} of {covered.claimed})"
        told.append((covered.percent >= ADHERENT_PERCENT, share))
    return told


def at_odds(told: Taking) -> bool:
    """Whether it was taken well by the one and poorly by the other."""
    return len({enough for enough, _ in told}) > 1


def in_words(told: Taking) -> str:
    """All of them in one passage."""
    return (" but " if at_odds(told) else " and ").join(words for _, words in told)


def _source(stated: Adherence) -> str:
    return stated.source.replace("_", " ")


def _by_percent(rule: Threshold, course: Course, view: View) -> list[tuple[Verdict, str]]:
    found = []
    stated = course.adherence
    if stated and stated.percent is not None:
        told = f"{stated.percent} percent ({_source(stated)})"
        found.append((rule.bound().judge(Range.exactly(stated.percent)), told))
    if covered := claims_for(course, view.chart, view.as_of):
        told = f"{covered.percent} percent of days covered by fills ({covered.covered} of {covered.claimed})"
        found.append((rule.bound().judge(Range.exactly(covered.percent)), told))
    return found


def _by_word(course: Course) -> list[tuple[Verdict, str]]:
    """A payer that names no number takes the clinician's word; a percentage alone does not say what is adequate."""
    answer = course.adherence.adequate if course.adherence else None
    return [(verdict_of(answer == "yes"), "adequate" if answer == "yes" else "not adequate")] if answer else []
