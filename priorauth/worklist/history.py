"""Everything that was written down about a case, slips and their withdrawal among it; and what of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.worklist.case import Case
from priorauth.worklist.events import Withdrawn

if TYPE_CHECKING:
    from priorauth.worklist.events import AnyEvent


@dataclass(frozen=True)
class History:
    """A case with all its entries. Nothing is ever taken out: what is withdrawn stays, and does not count."""

    events: tuple[AnyEvent, ...]

    @property
    def version(self) -> int:
        """How many entries there are: whoever has seen fewer has not seen the case as it is."""
        return len(self.events)

    @cached_property
    def withdrawn(self) -> frozenset[int]:
        """The numbers of the entries that count no more."""
        return frozenset(one.entry for one in self.events if isinstance(one, Withdrawn))

    @property
    def withdrawn_events(self) -> tuple[AnyEvent, ...]:
        """What those entries said."""
        return tuple(self.events[number - 1] for number in sorted(self.withdrawn))

    @cached_property
    def case(self) -> Case:
        """The case as the entries that count have made it."""
        return Case(
            tuple(
                one
                for number, one in enumerate(self.events, start=1)
                if number not in self.withdrawn and not isinstance(one, Withdrawn)
            )
        )

    def checked(self, event: AnyEvent) -> History:
        """The history with ``event`` written down.

        Raises:
            UsageError: that cannot happen to the case as it is.
        """
        after = History((*self.events, event))
        if not isinstance(event, Withdrawn):
            self.case.checked(event)
        elif event.entry > self.version or event.entry in self.withdrawn or self._is_withdrawal(event.entry):
            raise UsageError(
                f"{self.case.id} has no entry {event.entry} that could be withdrawn.",
                fix="priorauth worklist show numbers the entries.",
            )
        else:
            _still_possible(after.case, event.entry)
        return after

    def _is_withdrawal(self, entry: int) -> bool:
        return isinstance(self.events[entry - 1], Withdrawn)


def _still_possible(case: Case, entry: int) -> None:
    """Refused where what was written down later rests on the entry."""
    replayed = Case(case.events[:1])
    for one in case.events[1:]:
        try:
            replayed = replayed.checked(one)
        except UsageError:
            raise UsageError(
                f"Entry {entry} of {case.id} cannot be withdrawn: {one.spoken}, of {one.on}, rests on it.",
                fix="Withdraw that one first.",
            ) from None
