"""Whether a medicine taken now is one of those that failed, as the same policy counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, agreed, any_of
from priorauth.medicines.reference import reference
from priorauth.medicines.response import improvement
from priorauth.policy.trials.antidepressants import BY_RELATION, kin_of, try_trials
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
    """Whether it failed, or a relative that is one medicine with it by the policy, as its trials are counted.

    Where the policy does not say whether relatives are one, and that decides, the payer has to.
    """
    readings = sorted({by for rule in view.failures for by in BY_RELATION[rule.related]}) or BY_RELATION["unclear"]
    found = [_by_trials(_trials_of(named, view, by_relation=by), named, view) for by in readings]
    if agreed([one.verdict for one in found]) is found[0].verdict:
        return found[0]
    relatives = _names(
        [one for one in _trials_of(named, view, by_relation=True) if _moiety(one) != named.medicine.moiety]
    )
    text = f"is not among the medicines that failed itself, but is related to {relatives}"
    gap = Gap(f"from the payer: whether {named.name} and {relatives} are two medicines", "billing")
    return FailedBefore(Verdict.NOT_DOCUMENTED, text, gap, tuple(day for one in found for day in one.moments))


def _trials_of(named: Named, view: View, *, by_relation: bool) -> list[Trial]:
    kin = kin_of(named.medicine, by_relation=by_relation)
    return [
        one
        for one in view.chart.trials
        if kin_of(reference().find(one.medicine).medicine, by_relation=by_relation) == kin
    ]


def _moiety(one: Trial) -> str:
    return reference().find(one.medicine).medicine.moiety


def _names(trials: list[Trial]) -> str:
    return " and ".join(dict.fromkeys(reference().find(one.medicine).name for one in trials))


def _by_trials(own: list[Trial], named: Named, view: View) -> FailedBefore:
    """One that was ended failed by its effect. One still taken failed where this policy counts it as failed.

    Of one still taken whose effect is not documented, nothing has failed yet.
    """
    relatives = _names([one for one in own if _moiety(one) != named.medicine.moiety])
    kin = f" (one medicine with {relatives} by this policy)" if relatives else ""
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
            return FailedBefore(verdict, f"{text}{kin}", moments=moments)
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
