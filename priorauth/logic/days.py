"""Stretches of days, both ends included, and how many days they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """The days from ``first`` to ``last``; none at all where ``last`` is before ``first``."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days, never below zero."""
        return max(0, (self.last - self.first).days + 1)

    def without(self, gone: Iterable[Stretch]) -> list[Stretch]:
        """What is left when other stretches are taken out."""
        left = [self] if self.days else []
        holes = list(gone)
        if not holes:
            return left
        for hole in holes:
            left = (
                [
                    part
                    for piece in left
                    for part in (
                        Stretch(piece.first, min(piece.last, hole.first - ONE_DAY)),
                        Stretch(max(piece.first, hole.last + ONE_DAY), piece.last),
                    )
                    if part.days
                ]
                if hole.days
                else left
            )
        return sorted(set(left))


def joined(stretches: Iterable[Stretch], tolerated_gap: int = 0) -> list[Stretch]:
    """The stretches in order, those that overlap, touch or lie at most ``tolerated_gap`` days apart made one."""
    ordered = sorted(one for one in stretches if one.first <= one.last)
    if len(ordered) < 2:
        return ordered
    together: list[Stretch] = []
    for stretch in ordered:
        if together and (stretch.first - together[-1].last).days - 1 <= tolerated_gap:
            together[-1] = Stretch(together[-1].first, max(together[-1].last, stretch.last))
        else:
            together.append(stretch)
    return together


def total_days(stretches: Iterable[Stretch]) -> int:
    """How many different days the stretches hold."""
    return sum(one.days for one in joined(stretches))


def longest_days(stretches: Iterable[Stretch], tolerated_gap: int = 0) -> int:
    """The days of the longest run, tolerated gaps being days of it that do not count."""
    pieces = joined(stretches)
    if not tolerated_gap:
        return max((one.days for one in pieces), default=0)
    runs = joined(pieces, tolerated_gap)
    return max((sum(one.days for one in pieces if run.first <= one.first <= run.last) for run in runs), default=0)
