"""How long a medicine was taken at or above a dose, from what the chart says and no more.

A length is a range: the days that are certain, and the days that are possible. ``constant_dose`` holds throughout.
``max_dose`` without dates says only that the dose was reached, so the time at it is anything from no day upward.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Course, Ongoing
from priorauth.logic.days import ONE_DAY, Stretch, joined, longest_days, total_days
from priorauth.logic.ranges import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TimeAtDose:
    """Days at or above a dose."""

    total: Range
    longest: Range
    """The longest run without a break (but for tolerated gaps)."""
    certain: tuple[Stretch, ...]
    """The days that are certain, for a drawing."""
    possible: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a course with one dose. ``reached``: whether that dose held throughout or was only reached."""

    dose: Decimal | None
    start: PartialDate | None
    end: PartialDate | None
    throughout: bool


def end_of(course: Course, as_of: date, *, assuming: bool = False) -> PartialDate | None:
    """The last day taken, as a range clipped at ``as_of``. ``assuming``: what ran on went on until ``as_of``.

    ``None`` where not even a first day is known.
    """
    match course.end:
        case PartialDate() as end:
            return PartialDate(min(end.earliest, as_of), min(end.latest, as_of))
        case Ongoing(ongoing_as_of=seen):
            return PartialDate(as_of if assuming else min(seen, as_of), as_of)
        case _:
            begun = [day for day in (course.start, *(step.start for step in course.steps)) if day]
            return PartialDate(min(max(day.earliest for day in begun), as_of), as_of) if begun else None


def segments(course: Course, as_of: date, *, assuming: bool = False) -> tuple[Segment, ...]:
    """The course as parts of one dose each, in order."""
    end = end_of(course, as_of, assuming=assuming)
    if not course.steps:
        dose = course.constant_dose or course.max_dose
        return (Segment(dose, course.start, end, course.constant_dose is not None),)
    parts = []
    first = course.steps[0].start
    # Written alike, start and first step are one day; otherwise the dose may have been another one before that step.
    if course.start and course.start != first and course.start.earliest < first.latest:
        parts.append(Segment(None, course.start, _day_before(first), throughout=False))
    for step, following in zip(course.steps, [*course.steps[1:], None], strict=True):
        until = _earlier(_day_before(following.start), end) if following else end
        parts.append(Segment(step.dose, step.start, until, throughout=True))
    return tuple(parts)


def time_at_dose(
    course: Course,
    lowest: Decimal | None,
    as_of: date,
    *,
    since: date | None = None,
    tolerated_gap: int = 0,
    assuming: bool = False,
) -> TimeAtDose:
    """The days at or above ``lowest`` mg a day (at any dose, for ``None``), known on ``as_of``; of them those from
    ``since`` on.
    """
    parts = segments(course, as_of, assuming=assuming)
    # Neighbours that both reach the dose are one run: a fuzzy border between them costs no day.
    runs: list[list[Segment]] = []
    previous = -2
    for place, part in enumerate(parts):
        if lowest is None or part.dose is None or part.dose >= lowest:
            if previous == place - 1 and _sure(runs[-1][-1], lowest) == _sure(part, lowest):
                runs[-1].append(part)
            else:
                runs.append([part])
            previous = place
    certain: list[Stretch] = []
    possible: list[Stretch] = []
    unbounded = False
    for run in runs:
        start, end = run[0].start, run[-1].end
        if start is None or end is None:
            unbounded = True
            continue
        possible += Stretch(start.earliest, end.latest).without(_interrupted(course, surely=True))
        if _sure(run[0], lowest):
            reached = min(part.start.latest for part in run if part.start)
            left = max(part.end.earliest for part in run if part.end)
            certain += Stretch(reached, left).without(_interrupted(course, surely=False))
    certain, possible = joined(_from(since, certain)), joined(_from(since, possible))
    return TimeAtDose(
        Range(total_days(certain), None if unbounded else total_days(possible)),
        Range(longest_days(certain, tolerated_gap), None if unbounded else longest_days(possible, tolerated_gap)),
        tuple(certain),
        tuple(possible),
    )


def day_reached(stretches: Iterable[Stretch], days: int) -> date | None:
    """The day on which so many days were certainly full; ``None`` if they never were."""
    left = days
    for stretch in joined(stretches):
        if stretch.days >= left:
            return stretch.first + timedelta(days=left - 1)
        left -= stretch.days
    return None


def _sure(part: Segment, lowest: Decimal | None) -> bool:
    """Whether all days of the part certainly reach the dose."""
    return lowest is None or (part.throughout and part.dose is not None)


def _from(day: date | None, stretches: list[Stretch]) -> list[Stretch]:
    """What of the stretches lies on ``day`` or after it; all of them, without a day."""
    if day is None:
        return stretches
    return [Stretch(max(one.first, day), one.last) for one in stretches if one.last >= day]


def _interrupted(course: Course, *, surely: bool) -> Sequence[Stretch]:
    """The days without the medicine: those that are certain, or all that are possible."""
    if surely:
        return [Stretch(gap.start.latest, gap.until.earliest) for gap in course.interruptions]
    return [Stretch(gap.start.earliest, gap.until.latest) for gap in course.interruptions]


def _day_before(day: PartialDate) -> PartialDate:
    return PartialDate(day.earliest - ONE_DAY, day.latest - ONE_DAY)


def _earlier(one: PartialDate, other: PartialDate | None) -> PartialDate:
    if other is None:
        return one
    return PartialDate(min(one.earliest, other.earliest), min(one.latest, other.latest))
