"""The grounds of an exception: what the chart bears out is told as a fact, and what it does not is to be confirmed.

That a medicine is expected to fail is a judgement: it stands as the prescriber's own word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.circumstances import GROUNDS
from priorauth.chart.sessions import has_ended
from priorauth.determination.contradictions.base import moiety
from priorauth.documents.letter.course import got_better, responses
from priorauth.documents.letter.history import courses_of
from priorauth.documents.traced import Traced
from priorauth.medicines.names import words
from priorauth.medicines.reference import reference
from priorauth.medicines.response import WORDS, improvement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.chart import Chart
    from priorauth.chart.circumstances import Ground
    from priorauth.medicines.model import Medicine
    from priorauth.policy.trials.tried import Tried
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


def left_open(grounds: Sequence[Ground], required: str, assessment: Assessment) -> list[Traced]:
    """The medicines that ``required`` names and no ground speaks of, each to be confirmed.

    A judgement about what is required, or that the patient is stable, speaks of all of them. Of alternatives ("or")
    one is enough; where the words say anything else, nobody here decides how many are.
    """
    said = set(required.casefold().replace(",", " ").split())
    alternatives = "or" in said and not {"and", "both", "each", "all"} & said
    if not set(grounds) <= {"contraindicated", "failed_before"} or alternatives:
        return []
    spoken_of = {
        moiety(course.medicine) for course in assessment.case.contraindicated_medicines if "contraindicated" in grounds
    }
    if "failed_before" in grounds:
        failed = (one for one in courses_of(assessment) if _failed(one, assessment.case))
        spoken_of |= {moiety(one.course.medicine) for one in failed}
    named = {one.moiety: one for one in _medicines(words(required))}
    told = [one.name for key, one in named.items() if key not in spoken_of]
    if len(named) < 2:
        return []  # what is wanting of the only one is said already
    return [
        Traced(f"on which ground {name}, which the plan names too, is not needed", assessment.ask.id) for name in told
    ]


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
    failed = [one for one in courses_of(assessment) if _failed(one, chart)]
    return [_by_name(one) for one in failed if same(required, one.course.medicine)]


def _by_name(one: Tried) -> Traced:
    """With its days at an adequate dose, where a rule knows one; that it failed rests on its scores too."""
    course = one.course
    scores = [end for end in (course.score_before, course.score_after) if end]
    days = f", {one.in_all} days at {one.lowest:,f} mg or more" if one.lowest is not None else ""
    return Traced(f"{one.named.name}{days}", (course.id, *scores))


def _failed(one: Tried, chart: Chart) -> bool:
    """Ended, and by every way in which its effect is told no response; and not without a day at an adequate dose."""
    taken = one.lowest is None or bool(one.in_all.low)
    told = improvement(one.course, {score.id: score for score in chart.scores}).possible
    response = any(each.overlaps(WORDS["response"]) for each in told)
    return taken and not one.course.ongoing and bool(told) and not response


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
