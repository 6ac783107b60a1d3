"""A course held against a rule about the current episode: its days from before the onset belong to an earlier time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict
from priorauth.policy.trials.episodes import begun_before_onset, in_current_episode
from priorauth.policy.trials.facets import Facet
from priorauth.policy.trials.tried import Tried, try_course

if TYPE_CHECKING:
    from priorauth.chart.trials import Course
    from priorauth.policy.trials.rules import CourseRule
    from priorauth.policy.view import View


def try_in_episode(rule: CourseRule, course: Course, view: View) -> tuple[Tried, Facet]:
    """The course by its days in the current episode, and whether it belongs to it.

    Where it is stated to belong to it and was begun before the onset, too few days in it are a conflict of the two.
    """
    whole, episode = try_course(rule, course, view), in_current_episode(course, view)
    onset = begun_before_onset(course, view)
    if onset is None or episode.verdict is not Verdict.MET:
        return whole, episode
    inside = try_course(rule, course, view, since=onset.earliest)
    if inside.verdict is not Verdict.NOT_MET or whole.verdict is Verdict.NOT_MET:
        return inside, episode
    text = (
        f"stated as of the current episode, but begun before its onset ({onset}), with {inside.days} of "
        f"{inside.in_all} days in it"
    )
    gap = Gap(f"which is right for {whole.named.name}: {text}", "prescriber", course.id)
    return whole, Facet("episode", Verdict.NOT_DOCUMENTED, text, gap)
