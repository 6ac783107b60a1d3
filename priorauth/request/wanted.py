"""What is still wanted before a request may go out, with what it is about and who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from priorauth.logic.finding import Owner


class Wanted(str):
    """Words for people, the ids of what they are about, and who has it.

    What they are about is items of the chart, or a list of it that has none.
    """

    __slots__ = ("items", "owner", "states")
    items: tuple[str, ...]
    owner: Owner
    states: str
    """Which statement of the prescriber would do, where one can, as a chart's attestations call it."""

    def __new__(cls, text: str, *items: str | None, owner: Owner = "prescriber", states: str = "") -> Wanted:
        """``items``: those that are known; whatever is ``None`` or named twice is left out."""
        wanted = super().__new__(cls, text)
        wanted.items = tuple(dict.fromkeys(one for one in items if one))
        wanted.owner = owner
        wanted.states = states
        return wanted


class NotMet(Wanted):
    """Criteria that are not met. A letter that says so itself, and asks all the same, may go out."""

    __slots__ = ()


class NotDocumented(Wanted):
    """Criteria that are not documented. What they miss, and who has it, their gaps tell one by one."""

    __slots__ = ()
