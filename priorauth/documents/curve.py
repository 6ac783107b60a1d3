"""A figure's data: the scores on one instrument along time, with the days on which esketamine was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """A score on a day."""

    day: date
    total: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """Points in order of time, under an axis from ``start`` to ``end``, both days included."""

    start: date
    end: date
    instrument: str
    highest: int
    """The instrument's highest total: the upper end of the scale that is drawn."""
    points: tuple[Point, ...]
    sessions: tuple[date, ...] = ()
    sessions_label: str = "Sessions of esketamine"
    sessions_evidence: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of all that is drawn, each once."""
        drawn = (one for point in self.points for one in point.evidence)
        return tuple(dict.fromkeys((*drawn, *self.sessions_evidence)))
