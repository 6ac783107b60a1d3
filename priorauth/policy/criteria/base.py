"""What every criterion has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from priorauth.chart.item import Id, Text
from priorauth.logic.finding import Judgement, Proof
from priorauth.logic.verdict import Verdict, all_of
from priorauth.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from priorauth.chart.scales import InstrumentName
    from priorauth.chart.statements import Attestation
    from priorauth.logic.finding import Evidence, Gap
    from priorauth.policy.view import View


class Criterion(Frozen):
    """One thing a payer asks for. Each kind is a module: its fields, and how it is judged."""

    kind: ClassVar[str]
    """The key under which a policy file states it."""
    about: ClassVar[str] = ""
    """What it is about, in words that attribute it to nobody; from the kind, if left out."""
    never: ClassVar[frozenset[Verdict]] = frozenset()
    """The verdicts that no chart can bring about, such as *not documented* for an age."""

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

    @property
    def unreachable(self) -> frozenset[Verdict]:
        """The verdicts that no chart can bring about under these very numbers."""
        return self.never

    @property
    def scales(self) -> tuple[InstrumentName, ...]:
        """The rating scales that the payer names for it."""
        return ()

    @classmethod
    def heading(cls) -> str:
        """What the kind is about, as a heading."""
        return cls.about or cls.kind.replace("_", " ").capitalize()

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


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a criterion asks: what was found, and what is missing."""

    verdict: Verdict
    text: str
    gap: Gap | None = None
    evidence: tuple[Evidence, ...] = ()


def together(
    parts: Sequence[Part],
    combine: Callable[[Sequence[Verdict]], Verdict] = all_of,
    *,
    moments: tuple[date, ...] = (),
    provided: tuple[str, ...] = (),
) -> Judgement:
    """The parts as one judgement; what is missing is told only while it is open."""
    verdict = combine([part.verdict for part in parts])
    gaps = [part.gap for part in parts if part.gap and not part.verdict.decided]
    return Judgement(
        verdict,
        sentence(f"{'; '.join(part.text for part in parts)}."),
        tuple(one for part in parts for one in part.evidence),
        () if verdict.decided else tuple(gaps),
        moments,
        provided,
    )


def waiver_evidence(waiver: Attestation, view: View) -> tuple[Evidence, ...]:
    """The statement by which something is waived."""
    told = f"attested by {waiver.by} on {waiver.on}"
    return view.evidence(waiver.id, told, shown=waiver.shown_in, proof=Proof.ATTESTATION)
