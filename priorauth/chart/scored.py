"""Whether a score can be a trial's own: the day it was taken, held against the days of the trial.

Only what excludes every possible day of the trial counts against a score: of a trial that began "in 2021", one of that
year may be the one before it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.scales import instruments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.chart.scales import Score
    from priorauth.chart.trials import Course


def scores_of(course: Course, scores: Mapping[str, Score]) -> tuple[Score | None, Score | None]:
    """The scores that the chart names as those before and after ``course``."""
    return scores.get(course.score_before or ""), scores.get(course.score_after or "")


def out_of_place(course: Course, scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Each score of ``course`` that cannot be its own, with the days that exclude it; empty where both may be."""
    before, after = scores_of(course, scores)
    told = (_before(before, course) if before else "", _after(after, course) if after else "")
    return tuple(text for text in told if text)


def _before(score: Score, course: Course) -> str:
    start, near = course.start, instruments().of_a_trial
    if start is None:
        return ""
    if score.on > start.latest + timedelta(days=near.into_first_week_days):
        return f"{_named(score)} is from after the first week of {course.medicine} (begun {start})"
    if score.on < start.earliest - timedelta(days=near.before_start_days):
        return (
            f"{_named(score)} is from more than {near.before_start_days} days before {course.medicine} (begun {start})"
        )
    return ""


def _after(score: Score, course: Course) -> str:
    near = instruments().of_a_trial
    if course.start and score.on < course.start.earliest:
        return f"{_named(score)} is from before {course.medicine} (begun {course.start})"
    if isinstance(course.end, PartialDate) and score.on > course.end.latest + timedelta(days=near.after_end_days):
        return (
            f"{_named(score)} is from more than {near.after_end_days} days after {course.medicine} (ended {course.end})"
        )
    return ""


def _named(score: Score) -> str:
    return f"{score.instrument} {score.total} of {score.on}"
