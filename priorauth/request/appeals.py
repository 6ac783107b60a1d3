"""Until when a refusal can be appealed: by the notice itself, or else by the rules that bind the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from priorauth.chart.ask import Period
from priorauth.chart.coverage import LineOfBusiness
from priorauth.chart.dates import add_months
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.coverage import Coverage
    from priorauth.chart.treatment import Denial

Level = Literal["internal", "external"]


class RuleSource(Frozen):
    """Where a rule stands, and how far that is to be trusted."""

    title: str
    trust: Literal["strong", "moderate", "weak"]


class Track(Frozen):
    """One way of appeal."""

    name: str
    lines: tuple[LineOfBusiness, ...]
    states: tuple[State, ...] = ()
    level: Level
    within: Period
    decision: str
    """How soon the plan must decide."""
    source: str


class Tracks(Frozen):
    """Every way that is known, with its source."""

    sources: dict[str, RuleSource]
    tracks: dict[str, Track]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and the arithmetic."""

    last: date
    track: Track | None
    arithmetic: str
    by_notice: bool

    @property
    def certain(self) -> bool:
        """Whether the notice itself, or a strong source, says so."""
        return self.by_notice or (self.track is not None and known().sources[self.track.source].trust == "strong")


@cache
def known() -> Tracks:
    """The rules that come with the program."""
    return validated(Tracks, read(Path(__file__).with_name("appeals.yaml")))


def deadline(denial: Denial, coverage: Coverage, level: Level) -> Deadline | None:
    """The last day on which ``denial`` can be appealed; ``None`` where neither notice nor line of business tells.

    A rule of the coverage's own state goes before one of all states.
    """
    track = _track(coverage, level)
    if denial.appeal_by and level == "internal":
        return Deadline(denial.appeal_by, track, f"{denial.appeal_by}, as the notice of {denial.on} says", True)
    if track is None:
        return None
    days, weeks, months = track.within.days, track.within.weeks, track.within.months
    last = add_months(denial.on, months) if months else denial.on + timedelta(days=days or 7 * (weeks or 0))
    return Deadline(last, track, f"{denial.on} + {track.within} = {last.isoformat()}", False)


def _track(coverage: Coverage, level: Level) -> Track | None:
    fitting = [
        one
        for one in known().tracks.values()
        if one.level == level
        and coverage.line_of_business in one.lines
        and (not one.states or coverage.state in one.states)
    ]
    return max(fitting, key=lambda one: bool(one.states), default=None)
