"""A trial in words: when, at which dose, for how many days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.logic.ranges import Range
    from priorauth.policy.view import View


def span_of(course: Course, view: View) -> str:
    """From when to when, as it is known, with the breaks."""
    breaks = " and ".join(f"from {one.start} to {one.until}" for one in course.interruptions)
    return f"{_whole_span(course, view)}{f', interrupted {breaks}' if breaks else ''}"


def _whole_span(course: Course, view: View) -> str:
    start = f"from {course.start}" if course.start else "from an unknown day"
    match course.end:
        case PartialDate() as end:
            return f"{start} to {end}"
        case Ongoing():
            return (
                f"{start}, ongoing on "
                f"{view.as_of.isoformat() if view.assuming else course.end.ongoing_as_of.isoformat()}"
            )
        case _:
            return f"{start} to an unknown day"


def doses_of(course: Course) -> str:
    """The doses in their order."""
    if course.constant_dose is not None:
        return f"{course.constant_dose:f} mg"
    if course.max_dose is not None:
        return f"up to {course.max_dose:f} mg"
    return f"{' then '.join(f'{step.dose:f}' for step in course.steps)} mg" if course.steps else "dose not documented"


def days_spoken(days: Range) -> str:
    """A number of days, or what it may be."""
    return f"{days} day{'' if days.exact and days.low == 1 else 's'}"
