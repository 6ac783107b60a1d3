"""The sessions of esketamine in courses: which of them are of the treatment that a request goes on with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from priorauth.chart.dates import weeks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Chart
    from priorauth.chart.circumstances import Frequency

LONGEST_SPACING = weeks(4)
"""No treatment is given less often (clinical facts, section on the label's schedule: every four weeks)."""
_DAYS_APART: dict[Frequency, float] = {"twice_weekly": 3.5, "weekly": 7, "every_2_weeks": 14, "every_4_weeks": 28}
"""How far apart sessions of each frequency are."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time without treatment: from one session to the next, or from the last to another day."""

    last: date
    until: date

    @property
    def days(self) -> int:
        """How long it is."""
        return (self.until - self.last).days

    @property
    def ends_course(self) -> bool:
        """Whether it is longer than the longest spacing."""
        return self.days > LONGEST_SPACING.days


def begins(sessions: Sequence[date]) -> tuple[date, ...]:
    """The first session of each course."""
    days = sorted(sessions)
    return (*days[:1], *(later for earlier, later in pairwise(days) if Pause(earlier, later).ends_course))


def has_ended(sessions: Sequence[date], day: date) -> bool:
    """Whether the pause from the last session to ``day`` ends the course."""
    return bool(sessions) and Pause(max(sessions), day).ends_course


def under_way(sessions: Sequence[date], day: date) -> date | None:
    """The first session of the course that is under way on ``day``; ``None`` where none is."""
    given = [one for one in sessions if one <= day]
    return None if not given or has_ended(given, day) else begins(given)[-1]


def spaced_as(frequency: Frequency, sessions: Sequence[date]) -> bool:
    """Whether the usual spacing of ``sessions`` is as near to that frequency's as to any other's.

    Appointments move within their weeks, so the nearest counts. Fewer than two sessions have no spacing, and fit.
    """
    apart = [(later - earlier).days for earlier, later in pairwise(sorted(sessions))]
    if not apart:
        return True
    usual = median(apart)
    off = {name: abs(days - usual) for name, days in _DAYS_APART.items()}
    return off[frequency] == min(off.values())


def week_on(day: date, first: date) -> int:
    """The week of treatment that ``day`` lies in, where ``first`` opens week 1."""
    return (day - first).days // 7 + 1


def same_week(stated: int, counted: int) -> bool:
    """Whether they agree but for one week: appointments move within their weeks."""
    return abs(stated - counted) <= 1


def first_session(chart: Chart, ask: Ask) -> date | None:
    """The first session of the course that the request goes on with; ``None`` where it begins one, or none is known.

    Where a course was paused, the week in which the request begins says from which session it is counted.
    """
    week = ask.regimen.starts_in_week if ask.regimen else 1
    opened = begins([one.on for one in chart.sessions])
    if not opened or (ask.phase == "initial" and week == 1):
        return None
    if ask.start and week > 1:
        start = ask.start
        return next((first for first in opened if same_week(week, week_on(start, first))), opened[0])
    return opened[0]
