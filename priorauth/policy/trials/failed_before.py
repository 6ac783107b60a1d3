"""Whether a medicine taken now is one of those that failed, as the same policy counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, agreed, any_of
from priorauth.medicines.reference import reference
from priorauth.medicines.response import improvement
from priorauth.policy.trials.antidepressants import try_trials
from priorauth.policy.trials.effect import responds, worlds
from priorauth.policy.trials.rules import NonResponse

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.trials import Trial
    from priorauth.medicines.reference import Named
    from priorauth.policy.trials.tried import Tried
    from priorauth.policy.view import View

_FAILURE = NonResponse(words=("none", "partial"))


@dataclass(frozen=True, slots=True)
class FailedBefore:
    """The verdict, and what is said of it."""

    verdict: Verdict
    text: str
    gap: Gap | None = None
    moments: tuple[date, ...] = ()


def failed_before(named: Named, view: View) -> FailedBefore:
    """One that was ended failed by its effect. One still taken failed where this policy counts it as failed.

    Of one still taken whose effect is not documented, nothing has failed yet.
    """
    own = [
        trial
        for trial in view.chart.trials
        if reference().find(trial.medicine).medicine.moiety == named.medicine.moiety
    ]
    scores = {score.id: score for score in view.chart.scores}
    ended = [
        agreed([responds(_FAILURE, world) for world in worlds(improvement(trial, scores), trial)])
        for trial in own
        if not trial.ongoing
    ]
    counted = _counted([one for one in own if one.ongoing and improvement(one, scores).possible], view)
    moments = tuple(moment for one in counted for moment in one.moments)
    verdict = any_of([*ended, *(one.verdict for one in counted)]) if ended or counted else Verdict.NOT_MET
    match verdict:
        case Verdict.MET:
            still = all(one is not Verdict.MET for one in ended)
            text = (
                "is counted among the medicines that failed, though it is still taken"
                if still
                else ("is among the medicines that failed")
            )
            return FailedBefore(verdict, text, moments=moments)
        case Verdict.NOT_DOCUMENTED if all(one.decided for one in ended):
            gap = next((gap for one in counted for gap in one.gaps), None)
            return FailedBefore(verdict, "is still taken, and whether it failed is not documented", gap, moments)
        case Verdict.NOT_DOCUMENTED:
            gap = Gap(f"the effect of {named.name} when it was taken before", "prescriber", own[0].id)
            return FailedBefore(verdict, "was taken before, with an effect that is not documented", gap, moments)
        case _:
            return FailedBefore(Verdict.NOT_MET, "is not among the medicines that failed", moments=moments)


def _counted(ongoing: list[Trial], view: View) -> list[Tried]:
    """What is still taken, as each rule of the policy for failed antidepressants has it."""
    wanted = {one.id for one in ongoing}
    if not wanted:
        return []
    return [one for rule in view.failures for one in try_trials(rule, view) if one.course.id in wanted]
