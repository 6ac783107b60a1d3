"""Something that is due, and something that is to be seen: what the worklist tells beside the state of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.medicines.model import Source
    from priorauth.request.appeals import RuleSource

Kind = Literal["answer", "appeal", "call", "renewal", "monitoring_form", "decision", "eligibility"]
KINDS: dict[Kind, str] = {
    "answer": "answer the payer",
    "appeal": "last day to appeal",
    "call": "peer-to-peer call",
    "renewal": "submit the renewal",
    "monitoring_form": "REMS monitoring form",
    "decision": "payer's decision",
    "eligibility": "check eligibility",
}
"""In words; of one day, what is lost for good comes first, and what can be made up for comes last."""
NOTICE = "the payer's own notice"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due. No patient is named in it."""

    case: str
    """The case; for what concerns the patient and no one request, the practice's number for the patient."""
    kind: Kind
    day: date | None
    """The last day, to whose end there is time; ``None`` where no rule is known, and the payer has to be asked."""
    what: str
    """In sentences that a biller reads, with the arithmetic."""
    source: str
    verify: bool
    """Whether the source is not strong: to be held against the payer's own word before anybody relies on it."""
    key: str
    """What it hangs on, such as a session's day: it stays where the last day moves, and a calendar keeps one entry."""

    @property
    def rank(self) -> int:
        """How urgent its kind is among what is due on one day; 0 is the most urgent."""
        return list(KINDS).index(self.kind)


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that does not go together, of which no day is the last."""

    case: str
    code: str
    """Short, and the same when the wording changes."""
    what: str
    source: str = ""
    verify: bool = False


def uncertain(source: RuleSource | Source) -> bool:
    """Whether what the source says must be verified before it is relied on."""
    return source.trust != "strong"


def together(sources: Iterable[RuleSource | Source]) -> tuple[str, bool]:
    """Several sources of one statement, told; and whether none of them is strong."""
    known = list(sources)
    return "; ".join(one.title for one in known), all(uncertain(one) for one in known)
