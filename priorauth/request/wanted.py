"""What is still wanted before a request may go out, with what it is about."""

from __future__ import annotations


class Wanted(str):
    """Words for people, and the ids of what they are about: items of the chart, or a list of it that has none."""

    __slots__ = ("items",)
    items: tuple[str, ...]

    def __new__(cls, text: str, *items: str | None) -> Wanted:
        """``items``: those that are known; whatever is ``None`` or named twice is left out."""
        wanted = super().__new__(cls, text)
        wanted.items = tuple(dict.fromkeys(one for one in items if one))
        return wanted


class NotMet(Wanted):
    """Criteria that are not met. A letter that says so itself, and asks all the same, may go out."""

    __slots__ = ()
