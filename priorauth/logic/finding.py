"""What is found when a rule is held against the facts: verdict, reason, evidence, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import date

    from priorauth.logic.verdict import Verdict

Owner = Literal[
    "prescriber", "former_prescriber", "therapist", "hospital", "pharmacy", "patient", "billing", "payer", "rems"
]
"""Who has what is missing."""


class Proof(StrEnum):
    """How well a fact stands, best first."""

    EXHIBIT = "exhibit"
    FILLS = "fills"
    ATTESTATION = "attestation"
    ENTERED_ONLY = "entered_only"


_BEST_FIRST = list(Proof)


def weakest(proofs: list[Proof]) -> Proof | None:
    """The proof on which all stands together; ``None`` without any."""
    return max(proofs, key=_BEST_FIRST.index, default=None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact of the chart that bears on a finding."""

    item: str
    """The id of the item in the chart."""
    text: str
    proof: Proof
    exhibit: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and who has it."""

    needed: str
    owner: Owner
    item: str | None = None
    criterion: str = ""
    decisive: bool = False
    """Whether this gap alone keeps the whole from being decided."""
    states: str = ""
    """Which statement of the prescriber would fill it, where one can: as a chart's attestations call it, or its safety
    questions."""


class Facts(Protocol):
    """The typed facts of a finding. Sentences are made from them; nothing reads a sentence back."""

    @property
    def because(self) -> str:
        """Why, with the arithmetic."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in parts that stand on lines of their own."""
        ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule held against the facts."""

    verdict: Verdict
    facts: Facts
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    moments: tuple[date, ...] = ()
    """Days on which this may turn out differently although nothing new is learned."""
    provided: tuple[str, ...] = ()
    """What was taken for granted about days to come, to be true and documented by then."""
    on_word: bool = False
    """Whether it rests on something that never was, which no record shows: a statement is all there can be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A node of the policy with what was found."""

    id: str
    node: str
    """``criterion`` or the name of a logical node."""
    kind: str
    """The kind of criterion (or the logical node's name again)."""
    says: str
    verdict: Verdict
    because: str
    source: str = ""
    completeness: str = "complete"
    facts: Facts | None = None
    proof: Proof | None = None
    records_wanted: bool = False
    """Whether the payer wants this shown by records, not only stated."""
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    moments: tuple[date, ...] = ()
    provided: tuple[str, ...] = ()
    looked_at: frozenset[str] = frozenset()
    """What of the request, besides the day, the judgement looked at."""
    children: tuple[Finding, ...] = ()
    k: int = 0
    """For *at least*: how many parts must hold."""
    on_winning_path: bool = False
    """Whether the verdict of the whole rests on it."""
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """What it rests on: the chart's items that it names, what is missing, and the exhibits that show it."""
        exhibits = (piece.exhibit for piece in self.evidence if piece.exhibit)
        missing = (gap.item for gap in self.gaps if gap.item)
        return tuple(dict.fromkeys((*(piece.item for piece in self.evidence), *missing, *exhibits)))

    def walk(self) -> list[Finding]:
        """This finding and all below it, in the policy's order."""
        return [self, *(below for child in self.children for below in child.walk())]

    def criteria(self) -> list[Finding]:
        """The criteria at or below this node, in the policy's order."""
        return [one for one in self.walk() if one.node == "criterion"]
