"""Suicidal ideation or behavior as a clinician assessed it, in the combination a payer asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.suicidality import suicide_risk
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.baseline import in_this_episode, onset_told, treatment_began
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.episode import SuicideAssessment
    from priorauth.policy.view import View

Found = Literal[
    "ideation", "intent", "intends_to_act", "plan", "behavior", "imminent_risk", "hospitalization_warranted"
]

SPOKEN: dict[Found, str] = {
    "ideation": "suicidal ideation",
    "intent": "intent to die",
    "intends_to_act": "the intention to act on it",
    "plan": "a plan",
    "behavior": "suicidal behavior",
    "imminent_risk": "imminent risk",
    "hospitalization_warranted": "a need for acute hospitalization",
}


class SuicidalityRule(Frozen):
    """``{any_of: [[ideation, intent], [behavior]]}``"""

    any_of: Annotated[tuple[Annotated[tuple[Found, ...], Field(min_length=1)], ...], Field(min_length=1)]
    """Each list must hold together; one such list is enough."""
    within_days: Annotated[int, Field(ge=1)] | None = None
    """How old the assessment may be on the day of the request."""
    measured: Literal["current", "baseline"] = "current"
    """``baseline``: as it was when treatment began. At renewal nobody need still be in danger to have qualified."""


class Suicidality(Criterion):
    """Acute suicidal ideation or behavior, as a clinician assessed it."""

    kind: ClassVar[str] = "suicidality"
    suicidality: SuicidalityRule

    def judge(self, view: View) -> Judgement:
        """The latest assessment decides, unless a scale contradicts it or came after it."""
        chart = view.chart
        if self.suicidality.measured == "baseline":
            began = treatment_began(view)
            if began is None:
                gap = Gap("the day of the first session", "prescriber", "sessions")
                return Judgement(
                    Verdict.NOT_DOCUMENTED, sentence("when treatment began is not documented."), gaps=(gap,)
                )
            chart = chart.as_of(began)
        risk = suicide_risk(chart)
        latest = risk.assessment
        if latest is None:
            gap = Gap(f"a suicide risk assessment: {self._asked()}", "prescriber", "suicide_assessments")
            return Judgement(Verdict.NOT_DOCUMENTED, sentence("no suicide risk assessment is documented."), gaps=(gap,))
        told = _told(latest)
        evidence = view.evidence(latest.id, told, shown=latest.shown_in)
        if not risk.settled:
            needed = (
                f"a suicide risk assessment that goes with the scale of {risk.scale.on if risk.scale else latest.on}"
            )
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence(f"{told}; a later or contradicting answer on a scale stands against it."),
                evidence,
                (Gap(needed, "prescriber", latest.id),),
            )
        if in_this_episode(latest.on, view) is Verdict.NOT_MET:
            gap = Gap(f"a new suicide risk assessment: {self._asked()}", "prescriber", latest.id)
            return Judgement(
                Verdict.NOT_DOCUMENTED, sentence(f"{told}; that is from before {onset_told(view)}."), evidence, (gap,)
            )
        moments: tuple[date, ...] = ()
        if self.suicidality.within_days is not None:
            stale_from = latest.on + timedelta(days=self.suicidality.within_days + 1)
            moments = (stale_from,)
            if view.as_of >= stale_from:
                age = (view.as_of - latest.on).days
                return Judgement(
                    Verdict.NOT_DOCUMENTED,
                    sentence(f"{told}; {age} days old, at most {self.suicidality.within_days} allowed."),
                    evidence,
                    (Gap(f"a new suicide risk assessment: {self._asked()}", "prescriber", latest.id),),
                )
        verdict = any_of([all_of([_answered(latest, one) for one in together]) for together in self.suicidality.any_of])
        open_questions = [
            one for together in self.suicidality.any_of for one in together if not _answered(latest, one).decided
        ]
        gaps = (
            (
                Gap(
                    f"whether there is {' or '.join(SPOKEN[one] for one in dict.fromkeys(open_questions))}",
                    "prescriber",
                    latest.id,
                ),
            )
            if verdict is Verdict.NOT_DOCUMENTED
            else ()
        )
        return Judgement(verdict, sentence(f"{told}; asked: {self._asked()}."), evidence, gaps, moments)

    def _asked(self) -> str:
        return ", or ".join(" with ".join(SPOKEN[one] for one in together) for together in self.suicidality.any_of)


def _answered(latest: SuicideAssessment, question: Found) -> Verdict:
    answer = getattr(latest, question)
    return verdict_of(answer == "yes" if answer else None)


def _told(latest: SuicideAssessment) -> str:
    known = {question: getattr(latest, question) for question in SPOKEN}
    said = [f"{SPOKEN[question]}: {answer}" for question, answer in known.items() if answer]
    return f"assessed on {latest.on}: {', '.join(said) or 'no answer is recorded'}"
