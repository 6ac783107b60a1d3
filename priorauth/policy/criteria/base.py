"""What every criterion has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.chart.item import Id, Text
from priorauth.logic.finding import Proof
from priorauth.model import Frozen

if TYPE_CHECKING:
    from priorauth.chart.statements import Attestation
    from priorauth.logic.finding import Evidence, Judgement
    from priorauth.policy.view import View


class Criterion(Frozen):
    """One thing a payer asks for. Each kind is a module: its fields, and how it is judged."""

    kind: ClassVar[str]
    """The key under which a policy file states it."""

    id: Id
    says: Text
    """What is asked, in our own words."""
    source: Id
    """Which of the policy's sources says so."""
    completeness: Literal["complete", "assumed"] = "complete"
    """``assumed``: read from a sister policy, or from a passage that was cut off."""
    proof: Literal["records", "attestation", "unstated"] = "unstated"
    """What the payer wants it shown by."""
    note: Text | None = None
    """Doubts, for the practice."""

    def judge(self, view: View) -> Judgement:  # noqa: ARG002  (each kind's own)
        """Hold the criterion against the facts."""
        raise AssertionError("each kind of criterion judges for itself")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Facts that one sentence tells whole."""

    because: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.because,)


def sentence(text: str) -> Sentence:
    """The facts of a finding for which one sentence is enough."""
    return Sentence(text[:1].upper() + text[1:])


def waiver_evidence(waiver: Attestation, view: View) -> tuple[Evidence, ...]:
    """The statement by which something is waived."""
    told = f"attested by {waiver.by} on {waiver.on}"
    return view.evidence(waiver.id, told, shown=waiver.shown_in, proof=Proof.ATTESTATION)
