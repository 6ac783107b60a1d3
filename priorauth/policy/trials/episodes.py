"""Whether a treatment belongs to the current depressive episode: what is stated, held against the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict, agreed, verdict_of
from priorauth.policy.trials.facets import Facet

if TYPE_CHECKING:
    from priorauth.chart.therapies import Psychotherapy
    from priorauth.chart.trials import Course
    from priorauth.policy.view import View


def in_current_episode(treatment: Course | Psychotherapy, view: View) -> Facet:
    """Stated or from the dates; where the two exclude each other, not documented, and the gap names both."""
    name = getattr(treatment, "medicine", None) or getattr(treatment, "kind", "")
    told = [verdict_of(treatment.episode == "current")] if treatment.episode else []
    dated = _by_dates(treatment, view)
    verdict = agreed([*told, *([dated] if dated.decided or not told else [])])
    onset = view.chart.episode.onset if view.chart.episode else None
    since = f" (since {onset})" if onset else ""
    match verdict:
        case Verdict.MET:
            return Facet("episode", verdict, f"in the current episode{since}")
        case Verdict.NOT_MET:
            return Facet("episode", verdict, f"before the current episode{since}")
        case _:
            pass
    if told and dated.decided:
        text = f"stated as of the {treatment.episode} episode, but its dates say otherwise{since}"
        return Facet("episode", verdict, text, Gap(f"which is right for {name}: {text}", "prescriber", treatment.id))
    needed = (
        f"whether {name} was taken in the current episode (its onset is not documented)"
        if onset is None
        else f"whether {name} belongs to the current episode{since}"
    )
    return Facet(
        "episode", verdict, "episode not documented", Gap(needed, "prescriber", treatment.id if onset else "episode")
    )


def begun_before_onset(course: Course, view: View) -> PartialDate | None:
    """The onset, where the course was certainly begun before it."""
    onset = view.chart.episode.onset if view.chart.episode else None
    return onset if onset and course.start and course.start.latest < onset.earliest else None


def _by_dates(treatment: Course | Psychotherapy, view: View) -> Verdict:
    """Begun on or after the onset: of this episode. Ended before it: not. Across it: not for the dates to say."""
    onset = view.chart.episode.onset if view.chart.episode else None
    if onset is None:
        return Verdict.NOT_DOCUMENTED
    if treatment.start and treatment.start.earliest >= onset.latest:
        return Verdict.MET
    if isinstance(treatment.end, PartialDate) and treatment.end.latest < onset.earliest:
        return Verdict.NOT_MET
    return Verdict.NOT_DOCUMENTED
