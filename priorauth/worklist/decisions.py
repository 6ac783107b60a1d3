"""What payers have decided, from the practice's own cases: of each request the first answer, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.worklist.events import Approved, Denied, Submitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.worklist.case import Case


@dataclass(frozen=True, slots=True)
class Decision:
    """A payer's first answer to a request. What an appeal made of it is not in it."""

    case: Case
    asked: Submitted
    answer: Approved | Denied

    @property
    def days(self) -> int:
        """From the day of submission to that of the answer."""
        return (self.answer.on - self.asked.on).days

    @property
    def approved(self) -> bool:
        """Whether it was a yes."""
        return isinstance(self.answer, Approved)

    @property
    def turned(self) -> bool:
        """Whether a no became a yes later, and the yes was not taken back."""
        return not self.approved and self.case.granted is not None


def decision(case: Case) -> Decision | None:
    """The first answer to the case's request; ``None`` while there is none."""
    asked: Submitted | None = None
    for one in case.events:
        if isinstance(one, Submitted):
            asked = one
        elif isinstance(one, Approved | Denied) and asked is not None:
            return Decision(case, asked, one)
    return None


def decisions(cases: Iterable[Case]) -> list[Decision]:
    """The first answers of all cases that have one."""
    return [found for one in cases if (found := decision(one)) is not None]
