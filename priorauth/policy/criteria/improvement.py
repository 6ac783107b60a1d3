"""Improvement since the baseline, on one and the same instrument: what renewal is asked for with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.scales import InstrumentName
from priorauth.logic.finding import Gap, Judgement, Proof
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict, all_of, any_of, verdict_of
from priorauth.medicines.response import Change
from priorauth.model import Frozen
from priorauth.policy.baseline import baseline, depression_scales, latest_under_treatment
from priorauth.policy.criteria.base import Criterion, Part, together
from priorauth.policy.thresholds import Threshold

if TYPE_CHECKING:
    from datetime import date

    from priorauth.policy.view import View


class ImprovementRule(Frozen):
    """``{shown_on: [BDI-II, HAM-D17, MADRS], percent: {at_least: 50}, within_days: 30}``"""

    shown_on: Literal["any_validated"] | Annotated[tuple[InstrumentName, ...], Field(min_length=1)]
    """The instruments that the payer names; ``any_validated``: any depression scale."""
    percent: Threshold | None = None
    """Of the baseline; any improvement, where the payer names no number."""
    within_days: Annotated[int, Field(ge=1)] | None = None
    """How old the newer score may be on the day of the request."""
    sustained: Literal["required", "suffices", "not_asked"] = "not_asked"
    """Improvement that lasts, by the prescriber's statement: no source seen measures it. ``suffices``: it is enough."""


class Improvement(Criterion):
    """Better than before treatment, on one instrument."""

    kind: ClassVar[str] = "improvement"
    about: ClassVar[str] = "Improvement since the baseline"
    improvement: ImprovementRule

    @property
    def scales(self) -> tuple[InstrumentName, ...]:
        """Those of the rule."""
        return () if self.improvement.shown_on == "any_validated" else self.improvement.shown_on

    def judge(self, view: View) -> Judgement:
        """Any one instrument that shows it is enough; scores of different instruments are never compared."""
        rule = self.improvement
        accepted = depression_scales() if rule.shown_on == "any_validated" else rule.shown_on
        read = [(change, self._part(change, view)) for name in accepted if (change := _change(name, view))]
        names = "one depression scale" if rule.shown_on == "any_validated" else " or ".join(accepted)
        if read:
            verdict = any_of([part.verdict for _, part in read])
            scored = together([part for _, part in read if part.verdict is verdict], any_of, moments=self._stale(read))
        else:
            gap = Gap(f"scores before and under treatment on {names}", "prescriber")
            scored = together(
                [Part(Verdict.NOT_DOCUMENTED, f"no two scores on {names} to compare are documented", gap)]
            )
        if rule.sustained == "not_asked":
            return scored
        both = {"required": all_of, "suffices": any_of}[rule.sustained]
        parts = [Part(scored.verdict, scored.facts.because.rstrip("."), None, scored.evidence), _sustained(view)]
        whole = together(parts, both, moments=scored.moments)
        gaps = (*scored.gaps, *whole.gaps) if not whole.verdict.decided else ()
        return Judgement(whole.verdict, whole.facts, whole.evidence, gaps, whole.moments)

    def _part(self, change: Change, view: View) -> Part:
        rule, after, before = self.improvement, change.after, change.before
        told = (
            f"{before.instrument} {before.total} before ({before.on}) and {after.total} on {after.on}: "
            f"{change.percent}% improvement"
        )
        evidence = tuple(
            piece
            for score in (before, after)
            for piece in view.evidence(
                score.id, f"{score.instrument} {score.total} on {score.on}", shown=score.shown_in
            )
        )
        age = (view.as_of - after.on).days
        if rule.within_days is not None and age > rule.within_days:
            gap = Gap(f"a new {after.instrument}", "prescriber")
            return Part(
                Verdict.NOT_DOCUMENTED, f"{told}; {age} days old, at most {rule.within_days} allowed", gap, evidence
            )
        bound = (
            rule.percent.bound().judge(Range.exactly(change.percent))
            if rule.percent
            else verdict_of(change.percent > 0)
        )
        asked = f"{rule.percent}% required" if rule.percent else "any improvement required"
        return Part(bound, f"{told}; {asked}", evidence=evidence)

    def _stale(self, read: list[tuple[Change, Part]]) -> tuple[date, ...]:
        days = self.improvement.within_days
        return tuple(change.after.on + timedelta(days=days + 1) for change, _ in read) if days is not None else ()


def _change(name: InstrumentName, view: View) -> Change | None:
    before, after = baseline(name, view), latest_under_treatment(name, view)
    if before is None or after is None or before.total == 0 or after.on <= before.on:
        return None
    return Change(before, after)


def _sustained(view: View) -> Part:
    said = view.chart.attested("sustained_improvement")
    if said is None:
        needed = "the prescriber's dated statement that the improvement is sustained"
        gap = Gap(needed, "prescriber", states="sustained_improvement")
        return Part(Verdict.NOT_DOCUMENTED, "that the improvement is sustained is not stated", gap)
    told = f"{said.by} {'states' if said.answer == 'yes' else 'denies'} that the improvement is sustained ({said.on})"
    evidence = view.evidence(said.id, told, shown=said.shown_in, proof=Proof.ATTESTATION)
    return Part(verdict_of(said.answer == "yes"), told, evidence=evidence)
