"""Substance and alcohol use disorders: which are excluded, and what lifts the exclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.logic.finding import Evidence, Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of, any_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.chart.episode import SubstanceUse as Use
    from priorauth.policy.view import View


class SubstanceRule(Frozen):
    """``{excluded: [moderate, severe], unless: [in_treatment]}``"""

    excluded: Annotated[tuple[Literal["mild", "moderate", "severe"], ...], Field(min_length=1)]
    unless: tuple[Literal["in_treatment", "completed"], ...] = ()
    """Treatment that lifts the exclusion."""


class SubstanceUse(Criterion):
    """No disorder of the excluded severities, or one that is treated."""

    kind: ClassVar[str] = "substance_use"
    substance_use: SubstanceRule

    def judge(self, view: View) -> Judgement:
        """Each recorded disorder must pass; without any, the question must have been answered."""
        disorders = [use for use in view.chart.substance_use if use.disorder == "yes"]
        answer = view.chart.safety.asked("substance_use_disorder")
        evidence: tuple[Evidence, ...] = ()
        if answer:
            evidence += view.evidence(
                "safety.substance_use_disorder", f"moderate or severe disorder: {answer.answer}", shown=answer.shown_in
            )
        for use in disorders:
            evidence += view.evidence(
                use.id, f"{use.substance}: {use.severity or 'severity not documented'}", shown=use.shown_in
            )
        if not disorders:
            # The question is about moderate and severe disorders; a rule about mild ones needs the whole list.
            answered = answer is not None and answer.answer == "no" and "mild" not in self.substance_use.excluded
            if answered or not still_open(None, "substance_use", view):
                return Judgement(Verdict.MET, sentence("no such substance or alcohol use disorder."), evidence)
            needed = (
                "whether there is a substance or alcohol use disorder"
                if answer is None
                else "which substance use disorder there is, how severe, and whether it is treated"
            )
            gap = Gap(needed, "prescriber", "safety.substance_use_disorder")
            return Judgement(Verdict.NOT_DOCUMENTED, sentence(f"it is not documented {needed}."), evidence, (gap,))
        judged = [self._judge(use) for use in disorders]
        verdict = all_of([one[0] for one in judged])
        gaps = tuple(one[2] for one in judged if one[2] and one[0] is Verdict.NOT_DOCUMENTED)
        if (
            verdict is not Verdict.NOT_MET
            and answer
            and answer.answer == "no"
            and any(use.severity in ("moderate", "severe") for use in disorders)
        ):
            verdict = Verdict.NOT_DOCUMENTED
            gaps = (
                Gap(
                    "which is right: no moderate or severe substance use disorder, or the one recorded",
                    "prescriber",
                    disorders[0].id,
                ),
            )
        return Judgement(
            verdict,
            sentence("; ".join(one[1] for one in judged) + "."),
            evidence,
            gaps if verdict is Verdict.NOT_DOCUMENTED else (),
        )

    def _judge(self, use: Use) -> tuple[Verdict, str, Gap | None]:
        rule = self.substance_use
        if use.severity is None:
            severe = Verdict.NOT_DOCUMENTED
        else:
            severe = Verdict.NOT_MET if use.severity in rule.excluded else Verdict.MET
        if not rule.unless or use.treatment is None:
            treated = Verdict.NOT_DOCUMENTED if rule.unless else Verdict.NOT_MET
        else:
            treated = Verdict.MET if use.treatment in rule.unless else Verdict.NOT_MET
        verdict = any_of([severe, treated])
        treatment = {
            "in_treatment": "in treatment",
            "completed": "treatment completed",
            "none": "not treated",
            None: "treatment not documented",
        }[use.treatment]
        text = f"{use.substance} use disorder, {use.severity or 'severity not documented'}, {treatment}"
        return verdict, text, Gap(f"severity and treatment of the {use.substance} use disorder", "prescriber", use.id)
