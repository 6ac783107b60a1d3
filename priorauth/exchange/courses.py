"""What was taken over time as MedicationStatement, each with the days, the doses and the reason that the chart states.

A dose of a chart is the total of a day: it is written as milligrams a day, for in how many parts it was taken is not
known. Days without the medicine are statements of their own ("not taken"), part of the one that they interrupt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Augmentation, Ongoing
from priorauth.exchange.entries import PATIENT
from priorauth.exchange.exhibits import shown
from priorauth.exchange.medicine import medicine
from priorauth.exchange.values import Json, concept, kept, period, quantity
from priorauth.intake.fhir.medication import AUGMENTATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from priorauth.chart.chart import Chart
    from priorauth.chart.trials import Course, CurrentMedicine, Step
    from priorauth.exchange.entries import Entries


def courses(chart: Chart, into: Entries) -> None:
    """Trials, augmentations and current medicines."""
    for one in (*chart.trials, *chart.augmentations):
        _course(one, chart, into)
    for now in chart.current_medicines:
        _current(now, chart, into)


def _course(one: Course, chart: Chart, into: Entries) -> None:
    taken = period(one.start, one.end if isinstance(one.end, PartialDate) else None)
    into.about(
        one.id,
        "MedicationStatement",
        status=_status(one),
        statusReason=[concept(why) for why in _reasons(one)],
        medicationCodeableConcept=medicine(one.medicine),
        effectivePeriod=taken,
        dateAsserted=str(one.end.ongoing_as_of) if isinstance(one.end, Ongoing) else None,
        partOf=[into.to(one.alongside)] if isinstance(one, Augmentation) and one.alongside else [],
        reasonCode=[concept(AUGMENTATION if isinstance(one, Augmentation) else one.purpose)],
        dosage=list(_dosage(one, taken)),
        derivedFrom=shown(one, chart, into),
        note=[{"text": told} for told in [_told(one)] if told],
    )
    for number, gap in enumerate(one.interruptions, 1):
        into.add(
            f"Without {one.id}, {number}",
            "MedicationStatement",
            status="not-taken",
            medicationCodeableConcept=medicine(one.medicine),
            subject=into.to(PATIENT),
            effectivePeriod=period(gap.start, gap.until),
            partOf=[into.to(one.id)],
        )


def _status(one: Course) -> str:
    match one.end:
        case PartialDate():
            return "completed"
        case Ongoing():
            return "active"
        case _:
            return "unknown"


def _reasons(one: Course) -> Iterator[str]:
    yield from (reason.replace("_", " ") for reason in one.ended_because)
    if one.ended_because_text:
        yield one.ended_because_text


def _dosage(one: Course, taken: Json) -> Iterator[Json]:
    """Steps begin on their day; a dose that held throughout is bounded as the course is; a highest dose is not."""
    for number, step in enumerate(one.steps, 1):
        yield {"sequence": number, **_daily(step.dose, "", _from(step))}
    if one.constant_dose is not None:
        yield _daily(one.constant_dose, "throughout", taken)
    if one.max_dose is not None:
        yield _daily(one.max_dose, "the highest dose; for which part of the time is not stated", {})


def _from(step: Step) -> Json:
    return {"start": str(step.start)}


def _daily(dose: Decimal, said: str, bounds: Json) -> Json:
    words = f"{dose.normalize():f} mg in a day"
    rate = {"numerator": quantity(dose, "mg", "mg"), "denominator": quantity(1, "d", "d")}
    return {
        "text": f"{words}, {said}" if said else words,
        **({"timing": {"repeat": {"boundsPeriod": bounds}}} if bounds else {}),
        "doseAndRate": [{"rateRatio": rate}],
    }


def _told(one: Course) -> str:
    """What R4 has no element for, and a payer is told all the same: for or against the request."""
    adherence = one.adherence
    said = {
        "Response": one.response,
        "Improvement": f"{one.improvement_percent}%" if one.improvement_percent is not None else None,
        "Adherence": f"{adherence.percent}% of the days" if adherence and adherence.percent is not None else None,
        "Adherence adequate": adherence.adequate if adherence else None,
        "Highest dose tolerated": one.highest_tolerated,
        "Not raised because": one.not_raised_because,
        "Unwanted effects": "; ".join(effect.effect for effect in one.adverse_effects),
        "Serum level": one.serum_level,
        "Episode": one.episode,
        "Led to a change of treatment": one.therapy_changed,
        "Prescribed by": one.prescribed_by,
        "Dispensed by": one.dispensed_by,
    }
    return "; ".join(f"{name}: {value}" for name, value in said.items() if value)


def _current(one: CurrentMedicine, chart: Chart, into: Entries) -> None:
    """A medicine taken now: part of the course of that medicine that the chart has as under way, where it has one."""
    same = (
        course.id
        for course in (*chart.trials, *chart.augmentations)
        if course.ongoing and course.medicine.casefold() == one.medicine.casefold()
    )
    dose = (
        _daily(one.dose, "", kept(start=str(one.unchanged_since) if one.unchanged_since else None)) if one.dose else {}
    )
    into.about(
        one.id,
        "MedicationStatement",
        status="active",
        medicationCodeableConcept=medicine(one.medicine),
        effectivePeriod=period(one.since, None),
        dateAsserted=str(one.as_of),
        partOf=[into.to(course) for course in same],
        reasonCode=[concept(one.purpose.replace("_", " "))],
        dosage=[dose] if dose else [],
        derivedFrom=shown(one, chart, into),
    )
