"""Courses of medicines within themselves and beside each other: scores, effects, two of one medicine at a time."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.scored import out_of_place, scores_of
from priorauth.chart.therapies import Psychotherapy
from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.trials import Course


def found(chart: Chart) -> Iterator[Contradiction]:
    """Scores that are not the course's, an effect or an end told in two ways, episodes, and courses side by side."""
    scores = {score.id: score for score in chart.scores}
    for one in (*chart.trials, *chart.augmentations):
        if misplaced := out_of_place(one, scores):
            items = (one.id, *(score.id for score in scores_of(one, scores) if score))
            yield Contradiction(f"which scores are those of {one.medicine}: {' and '.join(misplaced)}", items)
        if "improved" in one.ended_because and one.response in ("none", "worse"):
            yield Contradiction(f"which is right for {one.medicine}: no response, or ended for improvement", (one.id,))
        if one.ongoing and one.ended_because:
            yield Contradiction(f"which is right for {one.medicine}: it is still taken, or why it ended", (one.id,))
    treatments: tuple[Course | Psychotherapy, ...] = (*chart.trials, *chart.augmentations, *chart.psychotherapies)
    for given in treatments:
        yield from _of_an_episode(given, chart)
    yield from _taken_twice(chart)
    yield from _added_too_early(chart)
    yield from _never_together(chart)


def _of_an_episode(one: Course | Psychotherapy, chart: Chart) -> Iterator[Contradiction]:
    """A course of the current episode, of medicine or psychotherapy, that had certainly ended before it began."""
    onset = chart.episode.onset if chart.episode else None
    if one.episode == "current" and onset and isinstance(one.end, PartialDate) and one.end.latest < onset.earliest:
        name = f"psychotherapy ({one.kind})" if isinstance(one, Psychotherapy) else one.medicine
        told = f"{name} ended {one.end.with_preposition} and is said to be of the current episode"
        yield Contradiction(
            f"which is right: {told}, or that episode began {onset.with_preposition}", (one.id, "episode")
        )


def _added_too_early(chart: Chart) -> Iterator[Contradiction]:
    """An agent that had certainly ended before the trial began to which it is said to have been added."""
    trials = {one.id: one for one in chart.trials}
    for added in chart.augmentations:
        beside = trials.get(added.alongside or "")
        if beside is None or beside.start is None or not isinstance(added.end, PartialDate):
            continue
        if added.end.latest < beside.start.earliest:
            begun = f"{beside.medicine}, begun {beside.start.with_preposition}"
            text = f"which is right: {added.medicine} ended {added.end.with_preposition}, or it was added to {begun}"
            yield Contradiction(text, (added.id, beside.id))


def _never_together(chart: Chart) -> Iterator[Contradiction]:
    """A trial combined with a course with which it certainly had no day in common; told once for each two."""
    courses: dict[str, Course] = {one.id: one for one in (*chart.trials, *chart.augmentations)}
    pairs = {frozenset((one.id, other)): (one, courses[other]) for one in chart.trials for other in one.combined_with}
    for one, other in pairs.values():
        for first, second in ((one, other), (other, one)):
            if (
                isinstance(first.end, PartialDate)
                and second.start is not None
                and first.end.latest < second.start.earliest
            ):
                days = f"{first.medicine} until {first.end} and {second.medicine} from {second.start}"
                yield Contradiction(f"which is right: {days}, or that they were taken together", (one.id, other.id))


def _taken_twice(chart: Chart) -> Iterator[Contradiction]:
    """One medicine in two trials (or two augmentations) that certainly had a day in common."""
    for courses in (chart.trials, chart.augmentations):
        for one, other in combinations(courses, 2):
            if one.purpose == other.purpose and moiety(one.medicine) == moiety(other.medicine) and _meet(one, other):
                text = f"which is right for {one.medicine}: {_told(one)}, or {_told(other)}; they overlap"
                yield Contradiction(text, (one.id, other.id))


def _meet(one: Course, other: Course) -> bool:
    first, second = _certain(one), _certain(other)
    return first is not None and second is not None and max(first[0], second[0]) <= min(first[1], second[1])


def _certain(course: Course) -> tuple[date, date] | None:
    """The first and the last day on which it was certainly taken."""
    if course.start is None:
        return None
    match course.end:
        case PartialDate(earliest=last) | Ongoing(ongoing_as_of=last):
            return course.start.latest, last
        case _:
            return course.start.latest, course.start.latest


def _told(course: Course) -> str:
    end = f"to {course.end}" if isinstance(course.end, PartialDate) else "on"
    return f"{course.medicine} from {course.start} {end}"
