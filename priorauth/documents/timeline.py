"""A figure's data: the trials of medicines along time, shaded where the dose was adequate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class DoseSegment:
    """One dose, from the day it began to the last day it was taken, both included."""

    start: date
    end: date
    dose: str
    """As it is written on the bar, e.g. ``20 mg``."""
    adequate: bool | None
    """Whether the dose was at or above the one that the rule asks for; ``None`` where none is asked for, or the dose is
    not known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a word on it: a threshold that was reached, or a score."""

    day: date
    label: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One trial of one medicine."""

    label: str
    segments: tuple[DoseSegment, ...]
    detail: str = ""
    """A second, smaller line under the label, e.g. the outcome."""
    open_start: bool = False
    """The first day is not known exactly: drawn without an edge."""
    open_end: bool = False
    """The last day is not known exactly, or the medicine is still taken: drawn without an edge."""
    milestones: tuple[Mark, ...] = ()
    """The days on which the trial had lasted as long as the rule asks for."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from ``start`` to ``end``, both days included, in the order given, and a row of marks under them."""

    start: date
    end: date
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    marks_label: str = ""
    """What the row of marks shows, e.g. ``PHQ-9``."""
    adequate_label: str = "At an adequate dose"
    below_label: str = "Below an adequate dose"
    unknown_label: str = "No dose asked for, or dose not certain"
    milestone_label: str = ""
    """What a milestone means, e.g. ``6 weeks at an adequate dose``."""
    open_label: str = "Day not exact, or still taken"

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of all that is drawn, each once."""
        milestones = (mark for bar in self.bars for mark in bar.milestones)
        drawn: tuple[Bar | Mark, ...] = (*self.bars, *milestones, *self.marks)
        return tuple(dict.fromkeys(one for item in drawn for one in item.evidence))
