"""The trials as a letter shows them: rows of a table, and bars along time. Every number comes from the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Augmentation, Ongoing, Trial
from priorauth.documents.content import Figure, Span
from priorauth.documents.timeline import Bar, DoseSegment, Mark, Timeline
from priorauth.documents.traced import Traced
from priorauth.logic.ranges import Range
from priorauth.medicines.adequacy import day_reached, segments
from priorauth.medicines.doses import against_depression
from priorauth.medicines.reference import reference
from priorauth.policy.trials.adherence import as_stated, in_words
from priorauth.policy.trials.rules import CourseRule, NonResponse
from priorauth.policy.trials.tried import held_courses, try_course
from priorauth.policy.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from priorauth.chart.chart import Chart
    from priorauth.chart.scales import InstrumentName
    from priorauth.chart.trials import Course
    from priorauth.policy.trials.tried import Tried
    from priorauth.request.assessment import Assessment

_ENDED = {
    "lack_of_effect": "lack of effect",
    "partial_effect": "partial effect only",
    "loss_of_effect": "loss of effect",
    "side_effects": "side effects",
    "contraindicated_later": "contraindicated later",
    "cost_or_access": "cost or access",
    "patient_choice": "the patient’s choice",
    "non_adherence": "non-adherence",
    "pregnancy": "pregnancy",
    "improved": "improvement",
    "other": "another reason",
}


_NOTHING_ASKED = CourseRule(non_response=NonResponse(words=("none", "partial", "response")), time="cumulative")
"""Tells a course as the chart has it, without a threshold."""


def tried_antidepressants(courses: Iterable[Tried]) -> tuple[Tried, ...]:
    """Every trial against depression, in the order of time; not one that is only supposed to have been."""
    own = [one for one in courses if isinstance(one.course, Trial)]
    return tuple(sorted((one for one in own if against_depression(one.course)), key=_by_time))


def tried_augmentations(courses: Iterable[Tried]) -> tuple[Tried, ...]:
    """Every augmentation, in the order of time."""
    return tuple(sorted((one for one in courses if isinstance(one.course, Augmentation)), key=_by_time))


def as_charted(view: View) -> list[Tried]:
    """Every course as the chart has it, held against nothing."""
    return [try_course(_NOTHING_ASKED, course, view) for course in (*view.chart.trials, *view.chart.augmentations)]


def courses_of(assessment: Assessment) -> list[Tried]:
    """Every course once: as the first criterion about it held it, or as it stands where none asks about its kind."""
    found: dict[str, Tried] = {}
    for criterion in assessment.determination.criteria:
        held = held_courses(criterion.facts)
        for one in held.tried if held else ():
            found.setdefault(one.course.id, one)
    dates, case = assessment.determination.dates, assessment.case
    view = View(case, assessment.ask, dates.as_of, dates.service_start)
    kinds = {type(one.course) for one in found.values()}
    unasked = [*(() if Trial in kinds else case.trials), *(() if Augmentation in kinds else case.augmentations)]
    return [*found.values(), *(try_course(_NOTHING_ASKED, course, view) for course in unasked)]


def _added_to(one: Tried, partner: Course | None) -> str:
    """As the policy has it judged; else as the chart says."""
    judged = next((facet.text for facet in one.facets if facet.name == "alongside"), "")
    return judged or (f"added to {reference().find(partner.medicine).name}" if partner else "")


def row(one: Tried, chart: Chart | None = None) -> dict[str, Any]:
    """A trial as texts for a table's row or a sentence; ``chart``: in which what it was added to is looked up."""
    beside = chart.by_id.get(getattr(one.course, "alongside", None) or "") if chart else None
    partner = beside if isinstance(beside, Trial) else None
    course, medicine = one.course, one.named.medicine
    item = course.id
    basis = (item, *(score for score in (course.score_before, course.score_after) if score))
    brand = (
        one.named.formulation.brands if one.named.formulation and one.named.formulation.brands else medicine.brands
    ) or medicine.former_brands
    return {
        "item": item,
        "name": Traced(one.named.name, item),
        "brand": Traced(brand[0] if brand else "", item),
        "sort": Traced(medicine.pharmacologic_class, item),
        "doses": Traced(_with_others(one), (item, *getattr(course, "combined_with", ()))),
        "span": Traced(_span(course), item),
        "days": Traced(_days(one.days), (item, *one.beside)),
        "of_which": Traced(one.of_which, (item, *one.beside)),
        "in_all": Traced(_days(one.in_all) if one.of_which else "", item),
        "lowest": Traced(f"{one.lowest:,f} mg" if one.lowest is not None else "", item),
        "needed": Traced(one.days_needed or "", item),
        # The reason it ended has a place of its own, and is not told as its effect too.
        "effect": Traced("" if one.improvement.only_implied else one.improvement.spoken(), basis),
        "ended": Traced(", ".join(_ENDED[reason] for reason in course.ended_because), item),
        "poorly_taken": Traced(_poorly_taken(course), item),
        "side_effects": Traced(", ".join(effect.effect for effect in course.adverse_effects), item),
        "conflict": Traced(
            f"which is right for {one.named.name}: {one.improvement.spoken()}" if one.improvement.conflicting else "",
            basis,
        ),
        "alongside": Traced(
            _added_to(one, partner),
            (item, *([course.alongside] if isinstance(course, Augmentation) and course.alongside else ())),
        ),
        "ongoing": course.ongoing,
    }


def timeline(courses: Iterable[Tried], chart: Chart, as_of: date, scale: InstrumentName | None = None) -> Figure | None:
    """The antidepressant trials and augmentations along time, with the scores on ``scale``; ``None`` where no trial has
    a date to draw.
    """
    held = list(courses)
    tried = (*tried_antidepressants(held), *tried_augmentations(held))
    drawn = [(one, bar) for one in tried if (bar := _bar(one, as_of))]
    bars = [bar for _, bar in drawn]
    if not bars:
        return None
    scores = _marks(chart, scale)
    days = [day for bar in bars for segment in bar.segments for day in (segment.start, segment.end)]
    shown = [mark for mark in scores if min(days) <= mark.day]
    ends = [*days, *(mark.day for mark in shown)]
    needed = sorted({one.days_needed for one in tried if one.days_needed})
    label = f"{_weeks(needed[0])} at that dose" if len(needed) == 1 else "the time asked for at that dose"
    data = Timeline(
        min(ends),
        max(ends),
        tuple(bars),
        tuple(shown[-6:]),
        scale if shown and scale else "",
        milestone_label=label if needed else "",
    )
    return Figure(data, _alt([one for one, _ in drawn]), (Span("Medication trials along time"),))


def _bar(one: Tried, as_of: date) -> Bar | None:
    course = one.course
    parts = [
        DoseSegment(
            part.start.earliest,
            min(part.end.latest, as_of),
            f"{part.dose:,f} mg" if part.dose is not None else "dose not documented",
            _adequate(one, part.dose, throughout=part.throughout),
        )
        for part in segments(course, as_of)
        if part.start and part.end and part.start.earliest <= min(part.end.latest, as_of)
    ]
    if not parts:
        return None
    reached = day_reached(one.certain, one.days_needed) if one.days_needed else None
    start = course.start
    end_known = isinstance(course.end, PartialDate) and course.end.exact
    return Bar(
        one.named.name,
        tuple(parts),
        one.named.medicine.pharmacologic_class,
        open_start=start is None or not start.exact,
        open_end=not end_known,
        milestones=(Mark(reached, _weeks(one.days_needed or 0), (course.id,)),) if reached else (),
        evidence=(course.id,),
    )


def _adequate(one: Tried, dose: Decimal | None, *, throughout: bool) -> bool | None:
    """Held against the dose by which the trial is judged, where there is one; a highest dose that reaches it may not
    have been the dose all the time.
    """
    if one.lowest is None or dose is None:
        return None
    reached = one.lowest <= dose
    return reached if throughout or not reached else None


def _marks(chart: Chart, scale: InstrumentName | None) -> list[Mark]:
    own = sorted((score for score in chart.scores if score.instrument == scale), key=lambda score: score.on)
    return [Mark(score.on, str(score.total), (score.id,)) for score in own]


def _alt(drawn: list[Tried]) -> str:
    """The days as the chart has them: of a year alone, a drawing has to begin somewhere, and words do not."""
    told = "; ".join(f"{one.named.name}, {_span(one.course)}" for one in drawn)
    return f"Bars along time for {len(drawn)} medicine{'s' if len(drawn) > 1 else ''}: {told}."


def _doses(course: Course) -> str:
    if course.steps:
        doses = [f"{step.dose:,f}" for step in course.steps]
        return f"{' → '.join(doses)} mg"
    if course.constant_dose is not None:
        return f"{course.constant_dose:,f} mg"
    return f"up to {course.max_dose:,f} mg" if course.max_dose is not None else "dose not documented"


def _with_others(one: Tried) -> str:
    """The doses, and what it was taken together with."""
    together = " and ".join(one.together)
    return f"{_doses(one.course)}{f', combined with {together}' if together else ''}"


def _span(course: Course) -> str:
    breaks = " and ".join(f"from {one.start.spoken} to {one.until.spoken}" for one in course.interruptions)
    return f"{_whole_span(course)}{f', with a break {breaks}' if breaks else ''}"


def _whole_span(course: Course) -> str:
    start = course.start.spoken if course.start else "start not documented"
    match course.end:
        case PartialDate() as end:
            return f"{start} to {end.spoken}"
        case Ongoing():
            return f"since {start}"
        case _:
            return f"{start}; end not documented"


def _poorly_taken(course: Course) -> str:
    """How much of it was taken, where that is little by anything that is stated."""
    told = as_stated(course)
    return "" if all(enough for enough, _ in told) else in_words(told)


def _days(days: Range) -> str:
    return f"{days}"


def _weeks(days: int) -> str:
    number, rest = divmod(days, 7)
    if rest:
        return f"{days} days"
    return f"{number} week{'' if number == 1 else 's'}"


def _by_time(one: Tried) -> tuple[str, str]:
    return str(one.course.start or "9999"), one.course.id
