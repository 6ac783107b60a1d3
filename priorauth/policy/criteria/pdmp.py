"""A look into the state's prescription drug monitoring program."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.chart.safety import PdmpCheck
    from priorauth.policy.view import View


class PdmpRule(Frozen):
    """``{unless_unavailable: true}``"""

    unless_unavailable: bool = False
    """Whether a state without such a program is an exception."""


class Pdmp(Criterion):
    """The controlled-substance history was checked."""

    kind: ClassVar[str] = "pdmp"
    about: ClassVar[str] = "Prescription drug monitoring program"
    pdmp: PdmpRule

    @property
    def unreachable(self) -> frozenset[Verdict]:
        """A check cannot be certain not to have been made; only a state without a program can fail it."""
        return frozenset({Verdict.NOT_MET}) if self.pdmp.unless_unavailable else frozenset()

    def judge(self, view: View) -> Judgement:
        """The latest check counts; a check cannot be certain not to have been made."""
        latest = view.chart.monitoring
        if latest is None:
            gap = Gap("the date of the check in the state's prescription drug monitoring program", "prescriber", "pdmp")
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence("no check of the prescription drug monitoring program is documented."),
                gaps=(gap,),
            )
        evidence = view.evidence(latest.id, f"PDMP, {latest.on}", shown=latest.shown_in)
        if not latest.unavailable_in_state:
            return Judgement(
                Verdict.MET,
                sentence(f"prescription drug monitoring program checked on {latest.on}{_shown(latest)}."),
                evidence,
            )
        verdict = Verdict.MET if self.pdmp.unless_unavailable else Verdict.NOT_MET
        return Judgement(
            verdict,
            sentence(
                f"the state has no prescription drug monitoring program the practice can ask (recorded on {latest.on})."
            ),
            evidence,
        )


def _shown(look: PdmpCheck) -> str:
    """What of concern it showed; that nothing was found is no more than the rule asks for."""
    return f", with a finding of concern: {(look.finding or '').rstrip('.')}" if look.result == "of_concern" else ""
