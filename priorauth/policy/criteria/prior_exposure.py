"""Earlier treatment with esketamine: none, or one that helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from priorauth.chart.dates import add_months
from priorauth.chart.scales import InstrumentName
from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict
from priorauth.medicines.response import Change
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.thresholds import Threshold
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.policy.view import View


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """Scores before and after an earlier treatment, and what was asked of them."""

    change: Change
    rule: ExposureRule

    @property
    def because(self) -> str:
        """The comparison."""
        before, after = self.change.before, self.change.after
        return (
            f"{before.instrument} {before.total} before ({before.on}) and {after.total} after "
            f"({after.on}) esketamine: {self.change.percent}% reduction, {self.rule.improvement}% "
            "required."
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.because,)


class ExposureRule(Frozen):
    """``{instrument: PHQ-9, improvement: {more_than: 50}}``"""

    instrument: InstrumentName
    improvement: Threshold
    """In percent of the score before the first session."""


class PriorExposure(Criterion):
    """Esketamine was never given, or it helped by the payer's measure."""

    kind: ClassVar[str] = "prior_exposure"
    about: ClassVar[str] = "Earlier treatment with esketamine"
    prior_exposure: ExposureRule

    def judge(self, view: View) -> Judgement:
        """Without sessions the list must be closed; with them, scores before and after decide."""
        rule = self.prior_exposure
        sessions = sorted(view.chart.sessions, key=lambda one: one.on)
        if not sessions:
            complete = view.chart.complete_up_to("spravato_sessions")
            if complete is None or still_open(None, "spravato_sessions", view):
                gap = Gap(
                    "the statement that esketamine was never given, or the sessions with scores before and after",
                    "patient",
                )
                return Judgement(
                    Verdict.NOT_DOCUMENTED,
                    sentence("whether esketamine was ever given is not documented."),
                    gaps=(gap,),
                )
            evidence = view.evidence(
                complete.id, f"no esketamine up to {complete.up_to} ({complete.by})", shown=complete.shown_in
            )
            return Judgement(
                Verdict.MET,
                sentence(f"esketamine was never given (stated up to {complete.up_to})."),
                evidence,
                on_word=True,
            )
        own = sorted(
            (score for score in view.chart.scores if score.instrument == rule.instrument), key=lambda one: one.on
        )
        before = [score for score in own if score.on <= sessions[0].on]
        # A score of much later says nothing of the treatment: one month after its last session is taken as the end.
        after = [score for score in own if sessions[0].on < score.on <= add_months(sessions[-1].on, 1)]
        evidence = view.evidence(sessions[0].id, f"first session on {sessions[0].on}", shown=sessions[0].shown_in)
        if not before or not after or before[-1].total == 0:
            gap = Gap(f"{rule.instrument} before the first session and after treatment", "prescriber")
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence(
                    f"esketamine was given from {sessions[0].on}; its effect on {rule.instrument} is not documented."
                ),
                evidence,
                (gap,),
            )
        change = Change(before[-1], min(after, key=lambda one: (one.total, one.on)))
        evidence += view.evidence(
            change.before.id, f"{rule.instrument} {change.before.total}", shown=change.before.shown_in
        )
        evidence += view.evidence(
            change.after.id, f"{rule.instrument} {change.after.total}", shown=change.after.shown_in
        )
        return Judgement(
            rule.improvement.bound().judge(Range.exactly(change.percent)), ExposureFacts(change, rule), evidence
        )
