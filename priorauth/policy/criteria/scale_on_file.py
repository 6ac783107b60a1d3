"""A score on file, whatever it says: on a named instrument, or on any."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from priorauth.chart.scales import InstrumentName
from priorauth.logic.finding import Gap, Judgement, Proof
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.baseline import baseline, depression_scales, in_this_episode, onset_told, scores_on
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.chart.scales import Score
    from priorauth.policy.view import View


class OnFileRule(Frozen):
    """``{accepted: [HAM-D17, QIDS-C16, MADRS], measured: baseline}``"""

    accepted: Literal["any_validated"] | Annotated[tuple[InstrumentName, ...], Field(min_length=1)]
    """The instruments that the payer names; ``any_validated``: any depression scale."""
    measured: Literal["current", "baseline"] = "current"
    """``baseline``: before the first session."""
    within_days: Annotated[int, Field(ge=1)] | None = None
    """How old it may be on the day of the request."""
    attestation_suffices: bool = False
    """Whether the prescriber's statement that there is one is enough."""


class ScaleOnFile(Criterion):
    """A score on a rating scale is on file."""

    kind: ClassVar[str] = "scale_on_file"
    about: ClassVar[str] = "Rating scale"
    never: ClassVar[frozenset[Verdict]] = frozenset({Verdict.NOT_MET})
    scale_on_file: OnFileRule

    @property
    def scales(self) -> tuple[InstrumentName, ...]:
        """Those of the rule."""
        return () if self.scale_on_file.accepted == "any_validated" else self.scale_on_file.accepted

    def judge(self, view: View) -> Judgement:
        """The newest score that is accepted; else, where it is enough, the statement that there is one."""
        rule = self.scale_on_file
        accepted = depression_scales() if rule.accepted == "any_validated" else rule.accepted
        found = [one for name in accepted if (one := self._score(name, view))]
        newest = max(found, key=lambda one: (one.on, one.id), default=None)
        episode = in_this_episode(newest.on, view) if newest else Verdict.MET
        if (
            newest
            and episode is Verdict.MET
            and (rule.within_days is None or (view.as_of - newest.on).days <= rule.within_days)
        ):
            return self._on_file(newest, view)
        states = "baseline_score_recorded" if rule.attestation_suffices else ""
        said = view.chart.attested(states) if states else None
        if said and said.answer == "yes":
            told = f"{said.by} states that the severity was scored on a rating scale ({said.on})"
            evidence = view.evidence(said.id, told, shown=said.shown_in, proof=Proof.ATTESTATION)
            return Judgement(Verdict.MET, sentence(f"{told}."), evidence)
        names = "any depression scale" if rule.accepted == "any_validated" else " or ".join(accepted)
        before = " from before the first session" if rule.measured == "baseline" else ""
        if newest is None:
            told = f"no score on {names}{before} is documented"
        elif episode is not Verdict.MET:
            doubt = "is from before" if episode is Verdict.NOT_MET else "may be from before"
            told = f"{newest.instrument} of {newest.on} {doubt} {onset_told(view)}"
        else:
            age = (view.as_of - newest.on).days
            told = f"{newest.instrument} of {newest.on} is {age} days old, at most {rule.within_days} allowed"
        gap = Gap(f"{'a new score' if newest else 'a score'} on {names}{before}", "prescriber", states=states)
        return Judgement(Verdict.NOT_DOCUMENTED, sentence(f"{told}."), gaps=(gap,))

    def _score(self, name: InstrumentName, view: View) -> Score | None:
        if self.scale_on_file.measured == "baseline":
            return baseline(name, view)
        return next(reversed(scores_on(name, view)), None)

    def _on_file(self, score: Score, view: View) -> Judgement:
        days = self.scale_on_file.within_days
        told = f"{score.instrument} {score.total} on {score.on}"
        return Judgement(
            Verdict.MET,
            sentence(f"{told}."),
            view.evidence(score.id, told, shown=score.shown_in),
            moments=(score.on + timedelta(days=days + 1),) if days is not None else (),
        )
