"""The grounds of an exception: what the chart bears out is told as a fact, and what it does not is to be confirmed.

That a medicine is expected to fail is a judgement: it stands as the prescriber's own word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.circumstances import GROUNDS
from priorauth.chart.sessions import has_ended
from priorauth.determination.contradictions.base import moiety
from priorauth.documents.letter.course import got_better, responses
from priorauth.documents.traced import Traced
from priorauth.medicines.names import words
from priorauth.medicines.reference import reference
from priorauth.medicines.response import WORDS, improvement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.chart import Chart
    from priorauth.chart.circumstances import Ground
    from priorauth.chart.trials import Course
    from priorauth.medicines.model import Medicine
    from priorauth.request.assessment import Assessment

_LONGEST_NAME = 3
"""How many words the name of a medicine has at most, as in "bupropion hydrobromide ER"."""

_WANTED: dict[Ground, str] = {
    "contraindicated": "why the required medicine is contraindicated, which the chart does not say",
    "failed_before": "the failed trial of the required medicine, which the chart does not hold",
    "same_class_failed": "the failed trial of a medicine of the same class, which the chart does not hold",
    "stable_on_requested": "that the patient is stable, which sessions and scores do not show",
}
"""What is to be confirmed where the chart does not bear out a ground."""


def told(ground: Ground, required: str, assessment: Assessment) -> dict[str, Any]:
    """The ground with what bears it out, or what is to be confirmed about it.

    Args:
        ground: as the ask names it.
        required: what the payer requires, in its own words: the medicines that it names are looked for.
        assessment: what is asked for.
    """
    ask = assessment.ask.id
    if ground not in _WANTED:
        return {"text": Traced(GROUNDS[ground], ask), "wanted": ""}
    shown = _stability(assessment) if ground == "stable_on_requested" else _of_medicines(ground, required, assessment)
    items = (ask, *(item for one in shown for item in one.evidence))
    return {
        "text": Traced(f"{GROUNDS[ground]} ({'; '.join(shown)})" if shown else "", items),
        "wanted": "" if shown else Traced(_WANTED[ground], ask),
    }


def _stability(assessment: Assessment) -> list[Traced]:
    """Sessions that go on, and scores that are lower than before on each instrument."""
    own, as_of = assessment.case.sessions, assessment.determination.dates.as_of
    changes = responses(assessment)
    if not own or has_ended([one.on for one in own], as_of) or not got_better(changes):
        return []
    return [
        Traced(
            f"{one['instrument']} {one['before']} before treatment and {one['after']} on {one['after_on']}",
            one["percent"].evidence,
        )
        for one in changes
    ]


def _of_medicines(ground: Ground, required: str, assessment: Assessment) -> list[Traced]:
    chart = assessment.case
    if ground == "contraindicated":
        return [
            Traced(f"{one.medicine}: {one.because}", one.id)
            for one in chart.contraindicated_medicines
            if _names(required, one.medicine)
        ]
    same = _of_a_class if ground == "same_class_failed" else _names
    failed = [one for one in (*chart.trials, *chart.augmentations) if _failed(one, chart)]
    return [_by_name(one) for one in failed if same(required, one.medicine)]


def _by_name(course: Course) -> Traced:
    """That it failed rests on its scores too, where it has any."""
    scores = [end for end in (course.score_before, course.score_after) if end]
    return Traced(reference().find(course.medicine).name, (course.id, *scores))


def _failed(course: Course, chart: Chart) -> bool:
    """Ended, and by every way in which its effect is told no response."""
    told = improvement(course, {score.id: score for score in chart.scores}).possible
    return not course.ongoing and bool(told) and not any(one.overlaps(WORDS["response"]) for one in told)


def _names(required: str, medicine: str) -> bool:
    """Whether ``required`` names that medicine, by whatever name."""
    return moiety(medicine) in {one.moiety for one in _medicines(words(required))}


def _of_a_class(required: str, medicine: str) -> bool:
    """Whether ``required`` names another medicine of the same class."""
    own = reference().find(medicine).medicine
    others = [one for one in _medicines(words(required)) if one.moiety != own.moiety]
    return any(
        one.group == own.group != "other" or (one.augments_as and one.augments_as == own.augments_as) for one in others
    )


def _medicines(spelled: Sequence[str]) -> list[Medicine]:
    """Each medicine of the reference that is named among these words."""
    places = range(len(spelled))
    names = {" ".join(spelled[at : at + size]) for at in places for size in range(1, _LONGEST_NAME + 1)}
    return [known.medicine for name in sorted(names) if (known := reference().known(name))]
