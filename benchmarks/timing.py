"""Several ways of doing one thing, timed side by side.

The machine may be busy, so an absolute time says little and a ratio is what counts: the ways take turns, and each round
compares them on the same patient within the same second.
"""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Times:
    """What one way took in each round, in milliseconds."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def shared_by(self, number: int) -> Times:
        """What each of ``number`` things took that were done together."""
        return Times(tuple(one / number for one in self.rounds))

    def times_faster_than(self, other: Times) -> float:
        """The median of the rounds' own ratios; of the medians, where ``other`` was not measured round by round."""
        if len(self.rounds) != len(other.rounds):
            return other.median / self.median
        return statistics.median(theirs / own for own, theirs in zip(self.rounds, other.rounds, strict=True))


def side_by_side(
    ways: Mapping[str, Callable[[Subject], object]], subjects: Sequence[Subject], rounds: int, *, warm: bool = True
) -> dict[str, Times]:
    """Each way once a round, on the round's subject; another way goes first each time.

    Rubbish is collected before a call and not during it, for all ways alike. ``warm``: each way has seen each subject
    before the clock runs.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    if warm:
        for subject in subjects[:rounds]:
            for way in ways.values():
                way(subject)
    names = list(ways)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            taken[name].append(_timed(ways[name], subjects[number % len(subjects)]))
    return {name: Times(tuple(each)) for name, each in taken.items()}


def _timed(way: Callable[[Subject], object], subject: Subject) -> float:
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        way(subject)
        return (time.perf_counter() - begun) * 1000
    finally:
        gc.enable()
