"""One course that is told as a trial of an antidepressant and as an augmentation too: may it count as both?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, all_of
from priorauth.medicines.reference import reference
from priorauth.policy.trials.antidepressants import contraindicated, count_trials, try_trials
from priorauth.policy.trials.augmentations import apart
from priorauth.policy.trials.facets import Facet

if TYPE_CHECKING:
    from priorauth.policy.criteria.failed_antidepressants import TrialsWanted
    from priorauth.policy.trials.tried import Tried
    from priorauth.policy.view import View

Reuse = Literal["allowed", "forbidden", "unclear"]


def used_once(one: Tried, reuse: Reuse, view: View) -> Tried:
    """The augmentation, open or failed where the antidepressants cannot be counted without the same course."""
    twins = _twins(one, view) if reuse != "allowed" else set()
    if not twins:
        return one
    facets, moments = [], list(one.moments)
    for rule in view.failures:
        every = try_trials(rule, view)
        moments += [moment for trial in every for moment in trial.moments]
        if _enough(rule, every, view) is Verdict.NOT_MET:
            continue  # it is not by this course that they are counted
        spared = _enough(rule, tuple(trial for trial in every if trial.course.id not in twins), view)
        if spared is not Verdict.MET:
            facets.append(_facet(one, reuse, spared))
    verdict = all_of([one.verdict, *(facet.verdict for facet in facets)])
    return replace(one, verdict=verdict, facets=(*one.facets, *facets), moments=tuple(dict.fromkeys(moments)))


def _twins(one: Tried, view: View) -> set[str]:
    """The trials that are the same course: of the same medicine, with days in common."""
    return {
        trial.id
        for trial in view.chart.trials
        if reference().find(trial.medicine).medicine.moiety == one.named.medicine.moiety
        and not apart(one.course, trial, view)
    }


def _enough(rule: TrialsWanted, tried: tuple[Tried, ...], view: View) -> Verdict:
    barred = contraindicated(rule, view) if rule.contraindication == "counts_as_failure" else ()
    return count_trials(rule, rule.asked, tried, view, barred=barred).verdict


def _facet(one: Tried, reuse: Reuse, spared: Verdict) -> Facet:
    text = "the same course is needed among the antidepressants that failed"
    if reuse == "unclear":
        needed = (
            f"from the payer: whether {one.named.name} may count as a failed antidepressant and as augmentation too"
        )
        return Facet("reuse", Verdict.NOT_DOCUMENTED, text, Gap(needed, "billing", one.course.id))
    needed = f"another antidepressant trial: {one.named.name} may not count as augmentation too"
    gap = Gap(needed, "prescriber", one.course.id) if spared is Verdict.NOT_DOCUMENTED else None
    return Facet("reuse", spared, text, gap)
