"""A chart's facts as a clinician notes them down, one line each, for the example exhibits."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate
from priorauth.chart.episode import Diagnosis, Episode, Inpatient, SubstanceUse, SuicideAssessment
from priorauth.chart.people import Consultation
from priorauth.chart.safety import BloodPressure, PatientRems, PdmpCheck
from priorauth.chart.statements import Attestation
from priorauth.chart.therapies import Psychotherapy
from priorauth.chart.trials import CurrentMedicine, Ongoing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from priorauth.chart.item import Item
    from priorauth.chart.statements import CompleteList

RESPONSES = {
    "none": "no response",
    "worse": "worse",
    "partial": "partial response",
    "inadequate": "inadequate response",
    "response": "response",
    "remission": "remission",
    "unknown": "effect not recorded",
}
_THERAPIES = {
    "CBT": "Cognitive behavioral therapy",
    "IPT": "Interpersonal therapy",
    "ST": "Social therapy",
    "PEI": "Psychoeducational intervention",
    "DBT": "Dialectical behavior therapy",
}
_METHODS = {"clinical": "clinical interview", "structured_interview": "structured interview"}
_TREATED = {"in_treatment": "in treatment", "completed": "treatment completed", "none": "not treated"}
_LOOKED_UP = {
    "nothing_of_concern": "Nothing of concern.",
    "discussed": "Findings discussed with the patient.",
    "of_concern": "A finding of concern.",
}


def brief(day: PartialDate | date | None) -> str:
    """ "Mar 14, 2021", "Mar 2021", "2021"; "date not known" without one."""
    if day is None:
        return "date not known"
    if isinstance(day, date):
        return f"{calendar.month_abbr[day.month]} {day.day}, {day.year}"
    if day.exact:
        return brief(day.earliest)
    if day.earliest.month == day.latest.month:
        return f"{calendar.month_abbr[day.earliest.month]} {day.earliest.year}"
    return str(day.earliest.year)


def span(start: PartialDate | None, end: object) -> str:
    """From the first day to the last, as far as they are known."""
    match end:
        case Ongoing(ongoing_as_of=day):
            return f"since {brief(start)}, still taken on {brief(day)}"
        case PartialDate():
            return f"{brief(start)} to {brief(end)}"
    return f"from {brief(start)}, last day not known"


def dose(amount: Decimal) -> str:
    """ "37.5 mg"."""
    return f"{amount:f} mg"


def said(words: str, value: object) -> str:
    """``words`` with the value in place of {}; nothing where the chart does not say it."""
    told = brief(value) if isinstance(value, date | PartialDate) else str(value or "").replace("_", " ")
    return words.format(told) if told else ""


def capital(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def line(item: Item) -> str:
    """One fact as one line of a note.

    Raises:
        KeyError: a kind of fact that no line is written for.
    """
    return _LINES[type(item)](item)


def closed(lists: Sequence[CompleteList]) -> list[str]:
    """Which lists hold everything, a line for each statement."""
    told: dict[str, list[str]] = {}
    for one in lists:
        statement = f"up to {brief(one.up_to)}, as stated by {one.by} ({brief(one.on)})"
        told.setdefault(statement, []).append(one.name.replace("_", " "))
    return [f"Complete {statement}: {', '.join(names)}." for statement, names in told.items()]


def therapy_fields(item: Psychotherapy) -> list[list[str]]:
    """A course of psychotherapy as labels and values."""
    return _filled(
        ["Therapy", _THERAPIES.get(item.kind, capital(item.kind))],
        ["Time", span(item.start, item.end) if item.start else ""],
        ["Sessions", said("{}", item.sessions)],
        ["Episode", said("{}", item.episode)],
        ["Therapist", said("{}", item.therapist)],
        ["Outcome", RESPONSES.get(item.outcome or "", "")],
    )


def stay_fields(item: Inpatient) -> list[list[str]]:
    """A hospital stay as labels and values."""
    return _filled(
        ["Admitted", said("{}", item.admitted)],
        ["Discharged", said("{}", item.discharged)],
        ["Reason", said("{}", item.reason)],
        ["For suicidality", said("{}", item.for_suicidality)],
    )


def rems_fields(item: PatientRems) -> list[list[str]]:
    """The patient's enrollment as labels and values."""
    return _filled(
        ["Patient enrolled", said("{}", item.enrolled_on)],
        ["Enrollment planned for", said("{}", item.planned_on)],
        ["Patient identifier", said("{}", item.identifier)],
    )


def _filled(*fields: list[str]) -> list[list[str]]:
    return [field for field in fields if field[1]]


def _sentence(fields: list[list[str]]) -> str:
    return capital("; ".join(f"{label.lower()}: {value}" for label, value in fields)) + "."


def _diagnosis(item: Diagnosis) -> str:
    expert = ", a mental health professional" if item.by_mental_health_professional == "yes" else ""
    made = said(" by {} criteria", item.criteria) + said(f" by {{}}{expert}", item.by)
    when = ", ".join(part for part in (brief(item.on), _METHODS.get(item.method or "", "")) if part)
    main = " (primary)" if item.primary else ""
    return f"{item.code}{said(' {}', item.description)}{main}. Diagnosed{made} ({when})."


def _episode(item: Episode) -> str:
    features = {"yes": "with psychotic features", "no": "without psychotic features"}
    parts = (
        said("began {}", item.onset and item.onset.spoken_with_preposition),
        {"single": "single episode", "recurrent": "recurrent"}.get(item.form or "", ""),
        said("{}", item.severity),
        features.get(item.psychotic_features or "", ""),
    )
    return capital(", ".join(part for part in parts if part)) + "."


def _current(item: CurrentMedicine) -> str:
    amount = f" {dose(item.dose)} a day" if item.dose is not None else ""
    time = said(", since {}", item.since) + said(", same dose since {}", item.unchanged_since)
    goes_on = ". To be continued with esketamine" if item.continues == "yes" else ""
    purpose = said(", for {}", item.purpose)
    return f"{capital(item.medicine)}{amount}{purpose}{time}{goes_on}. Reviewed {brief(item.as_of)}."


def _suicide(item: SuicideAssessment) -> str:
    questions = ("ideation", "intent", "plan", "behavior")
    answers = ", ".join(f"{word}: {answer}" for word in questions if (answer := getattr(item, word)))
    return f"Asked on {brief(item.on)}{said(' with {}', item.instrument)}{said(' by {}', item.by)}. {capital(answers)}."


def _substance(item: SubstanceUse) -> str:
    disorder = f"{said('{} ', item.severity)}use disorder{said(' ({})', item.code)}"
    treated = said(", {}", _TREATED.get(item.treatment or ""))
    found = f"{disorder}{treated}" if item.disorder == "yes" else "no use disorder"
    return f"{capital(item.substance)}: {found}{said('; last use {}', item.last_use)}{said(' (asked {})', item.on)}."


def _pressure(item: BloodPressure) -> str:
    return f"Blood pressure {item.systolic}/{item.diastolic} mmHg on {brief(item.on)}."


def _pdmp(item: PdmpCheck) -> str:
    found = said(" {}", _LOOKED_UP.get(item.result or "")) + said(" {}", item.finding)
    return f"Controlled-substance history looked up on {brief(item.on)}{said(' by {}', item.by)}.{found}"


def _consultation(item: Consultation) -> str:
    return f"Discussed with {item.consultant}{said(', {}', item.role)}, on {brief(item.on)}."


def _statement(item: Attestation) -> str:
    words = item.text or f"{capital(item.states.replace('_', ' '))}: {item.answer}."
    return f"{words} ({item.by}, {brief(item.on)})"


_LINES: dict[type[Item], Callable[[Any], str]] = {
    Diagnosis: _diagnosis,
    Episode: _episode,
    CurrentMedicine: _current,
    Psychotherapy: lambda item: _sentence(therapy_fields(item)),
    SuicideAssessment: _suicide,
    Inpatient: lambda item: _sentence(stay_fields(item)),
    SubstanceUse: _substance,
    BloodPressure: _pressure,
    PdmpCheck: _pdmp,
    PatientRems: lambda item: _sentence(rems_fields(item)),
    Consultation: _consultation,
    Attestation: _statement,
}
