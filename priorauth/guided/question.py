"""One question: what it asks, how the answer is read, and where it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from priorauth.chart.dates import PartialDate
from priorauth.guided.draft import Draft, Group, at, called, placed
from priorauth.intake.readings import Habits, Read, Reader, plain

if TYPE_CHECKING:
    from priorauth.yamltree import KeyPath

NONE_WORDS = {"none", "no", "no other", "no others", "no more"}
_NOTHING = {"none", "n/a", "na", "-", ".", "?"}
"""What is typed where there is nothing to be told; no name and no reason."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one thing."""

    key: str
    """By which it is known where nobody knew the answer."""
    asks: str
    into: KeyPath
    """Where the answer goes in the chart."""
    read: Reader
    hint: str = ""
    choices: tuple[str, ...] = ()
    """The chart's own words, of which the answer is one."""
    labels: tuple[str, ...] = ()
    """How people read the choices, where that is not the same."""
    day: Literal["", "past", "any"] = ""
    """Whether it asks for a day, and whether that may lie ahead."""
    besides: tuple[tuple[KeyPath, Any], ...] = ()
    """What the answer brings with it, such as the kind of statement that is answered."""
    none: tuple[tuple[KeyPath, Any], ...] = ()
    """What "none" says; empty where it says nothing."""
    keep: Callable[[Group, Any], Group] | None = None
    """Puts the answer in its place, where that takes more than a path."""
    takes_up: bool = False
    """Whether the item that the answer names is then told of, although the policy may not need all of that."""
    offer: bool = False
    """Whether it only asks how to go on; everything but a "yes" is then as good as nothing."""
    must: bool = False
    """Whether there is no chart without it."""
    free: bool = False
    """Whether any words may be the answer, a name among them."""
    criterion: str = ""
    """The id of the criterion that asks; empty where the request needs it."""

    @property
    def numbered(self) -> bool:
        """Whether a choice can be named by its number in the list."""
        in_words = self.choices not in ((), ("yes", "no"))
        return in_words and not any(one.isdecimal() for one in self.choices)

    def shown(self, choice: str) -> str:
        """A choice as people read it."""
        return self.labels[self.choices.index(choice)] if self.labels else choice.replace("_", " ")

    def open(self, draft: Draft) -> bool:
        """Whether nothing has been said to it yet."""
        if self.key in draft.passed or self.key in draft.taken_up:
            return False
        return self.keep is not None or self.offer or at(draft.facts, self.into) in (None, "unknown")

    def reading(self, typed: str, habits: Habits) -> Read:
        """What was typed, as the chart takes it; without a value where it is "none"; or why it cannot be read."""
        word = plain(typed)
        if self.none and word.lower() in NONE_WORDS:
            return Read()
        if self.free and not self.must and word.lower() in _NOTHING:
            return Read(wrong="says nothing. Enter, where nobody knows")
        if self.numbered and word.isdecimal() and 1 <= int(word) <= len(self.choices):
            return Read(self.choices[int(word) - 1])
        if self.labels and word in self.labels:
            return Read(self.choices[self.labels.index(word)])
        if self.day and word.lower() == "today":
            return Read(habits.today.isoformat(), f"today is {habits.today}")
        found = self.read(typed, habits)
        if not found.wrong and found.value in (None, "", []):
            return Read(wrong="says nothing")
        if not found.wrong and (self.day == "past" or self.keep) and _ahead(found.value, habits):
            return Read(wrong=f"is after {habits.today}, the day by which this is judged")
        return found

    def answered(self, draft: Draft, value: Any) -> Draft:
        """The draft with the answer in it; ``None`` is "none"."""
        if self.offer:
            chosen = "taken_up" if value == "yes" else "passed"
            return replace(draft, **{chosen: getattr(draft, chosen) | {self.key}})
        facts = draft.facts
        for path, given in self.none if value is None else self.besides:
            facts = placed(facts, path, given)
        if value is not None:
            facts = self.keep(facts, value) if self.keep else placed(facts, self.into, value)
        if facts == draft.facts:  # said, and nothing that a chart would write down
            return self.passed_over(draft)
        taken_up = draft.taken_up
        if self.takes_up and value is not None:
            taken_up |= {called(facts, str(self.into[0]), int(self.into[1]))}
        return replace(draft, facts=facts, taken_up=taken_up)

    def passed_over(self, draft: Draft) -> Draft:
        """The draft where nobody knows: nothing is said, and above all not "no"."""
        return replace(draft, passed=draft.passed | {self.key})


_DAYS = ("on", "from", "until", "ongoing_as_of")


def _ahead(value: Any, habits: Habits) -> bool:
    """Whether an answer is, or names, a day that is still to come."""
    match value:
        case dict():
            return any(_ahead(one, habits) for key, one in value.items() if key in _DAYS)
        case list():
            return any(_ahead(one, habits) for one in value if isinstance(one, dict))
        case _:
            try:
                return PartialDate.parse(str(value)).earliest > habits.today
            except ValueError:
                return False
