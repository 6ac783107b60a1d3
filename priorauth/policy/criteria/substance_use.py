"""Substance and alcohol use disorders: which are excluded, and what lifts the exclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.dates import add_months
from priorauth.logic.finding import Evidence, Gap, Judgement
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.dates import PartialDate
    from priorauth.chart.episode import SubstanceUse as Use
    from priorauth.policy.view import View


class SubstanceRule(Frozen):
    """``{excluded: [moderate, severe], unless: [in_treatment]}``"""

    excluded: Annotated[tuple[Literal["mild", "moderate", "severe"], ...], Field(min_length=1)]
    unless: tuple[Literal["in_treatment", "completed"], ...] = ()
    """Treatment that lifts the exclusion."""
    unless_abstinent_months: Annotated[int, Field(ge=1, le=120)] | None = None
    """Complete abstinence of so many months lifts it: remission, as the payer means it."""
    unless_confined_months: Annotated[int, Field(ge=1, le=120)] | None = None
    """So many months where the substance cannot be had lift it."""


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
        judged = [self._judge(use, view) for use in disorders]
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
            tuple(day for use in disorders for day in self._moments(use)),
        )

    def _judge(self, use: Use, view: View) -> tuple[Verdict, str, Gap | None]:
        rule = self.substance_use
        severe = verdict_of(use.severity not in rule.excluded if use.severity else None)
        ways = [severe]
        told: list[str] = [use.severity or "severity not documented"]
        missing = [] if use.severity else ["severity"]
        if rule.unless or not (rule.unless_abstinent_months or rule.unless_confined_months):
            ways.append(verdict_of(use.treatment in rule.unless if use.treatment or not rule.unless else None))
            told.append(_TREATMENT[use.treatment])
            missing += [] if use.treatment else ["treatment"]
        if rule.unless_abstinent_months:
            ways.append(_months_since(use.last_use, rule.unless_abstinent_months, view.as_of))
            told.append(f"last used {use.last_use or 'on an unknown day'}")
            missing += [] if ways[-1].decided else ["day of last use"]
        if rule.unless_confined_months:
            since = use.controlled_environment_since
            ways.append(_months_since(since, rule.unless_confined_months, view.as_of))
            told.append(f"in a controlled environment since {since or 'an unknown day'}")
            missing += [] if ways[-1].decided else ["since when in a controlled environment"]
        gap = Gap(f"of the {use.substance} use disorder: {', '.join(missing)}", "prescriber", use.id)
        return any_of(ways), f"{use.substance} use disorder, {', '.join(told)}", gap

    def _moments(self, use: Use) -> tuple[date, ...]:
        """The days on which abstinence or confinement will have lasted long enough."""
        rule = self.substance_use
        spans = [
            (use.last_use, rule.unless_abstinent_months),
            (use.controlled_environment_since, rule.unless_confined_months),
        ]
        return tuple(
            add_months(day, months)
            for known, months in spans
            if known and months
            for day in (known.earliest, known.latest)
        )


_TREATMENT = {
    "in_treatment": "in treatment",
    "completed": "treatment completed",
    "none": "not treated",
    None: "treatment not documented",
}


def _months_since(day: PartialDate | None, months: int, as_of: date) -> Verdict:
    """Whether so many calendar months have passed since ``day``, which may be known only in part."""
    if day is None:
        return Verdict.NOT_DOCUMENTED
    if add_months(day.latest, months) <= as_of:
        return Verdict.MET
    return Verdict.NOT_DOCUMENTED if add_months(day.earliest, months) <= as_of else Verdict.NOT_MET
