"""What the patient has and what was done besides medicines: diagnoses, allergies, procedures, stays in a hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.documents.letter.therapies import PROCEDURES, THERAPIES
from priorauth.exchange.entries import PATIENT
from priorauth.exchange.exhibits import shown
from priorauth.exchange.values import TERMINOLOGY, coding, concept, kept, period
from priorauth.intake.fhir.procedures import PSYCHIATRIC_STAY
from priorauth.intake.fhir.values import ICD10CM

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.episode import Diagnosis
    from priorauth.chart.therapies import Neuromodulation, Psychotherapy
    from priorauth.exchange.entries import Entries
    from priorauth.exchange.values import Json

ALLERGIES = "Allergies"
_CLASSES = {"acute": "ACUTE", "subacute": "NONAC", None: "IMP"}


def found(chart: Chart, as_of: date, into: Entries) -> None:
    """Each of them."""
    for diagnosis in chart.diagnoses:
        _condition(diagnosis, chart, as_of, into)
    _allergies(chart, into)
    for one in chart.neuromodulations:
        _procedure(one, PROCEDURES[one.kind], chart, into)
    for therapy in chart.psychotherapies:
        _procedure(therapy, THERAPIES[therapy.kind], chart, into)
    for stay in chart.inpatient:
        left = stay.discharged if isinstance(stay.discharged, PartialDate) else None
        into.about(
            stay.id,
            "Encounter",
            status="finished" if left else "in-progress" if stay.discharged else "unknown",
            class_=coding(f"{TERMINOLOGY}/v3-ActCode", _CLASSES[stay.level]),
            type=[concept(PSYCHIATRIC_STAY)],
            period=period(stay.admitted, left),
            reasonCode=[concept(stay.reason)] if stay.reason else [],
        )


def _condition(one: Diagnosis, chart: Chart, as_of: date, into: Entries) -> None:
    into.about(
        one.id,
        "Condition",
        clinicalStatus=_of("condition-clinical", "active" if one.stands(as_of) else "resolved"),
        category=[_of("condition-category", "problem-list-item")],
        code=concept(one.description or "", coding(ICD10CM, one.code)),
        abatementDateTime=str(one.resolved) if one.resolved and not one.stands(as_of) else None,
        recordedDate=str(one.on) if one.on else None,
        asserter={"display": one.by} if one.by else None,
        evidence=[{"detail": pages} for pages in [shown(one, chart, into)] if pages],
    )


def _allergies(chart: Chart, into: Entries) -> None:
    """The chart's line as it stands, for nobody says what of it is which substance; and what must not be given."""
    if chart.patient.allergies:
        into.add(
            ALLERGIES,
            "AllergyIntolerance",
            clinicalStatus=_of("allergyintolerance-clinical", "active"),
            code=concept(chart.patient.allergies),
            patient=into.to(PATIENT),
        )
    for one in chart.contraindicated_medicines:
        into.about(
            one.id,
            "Flag",
            status="active",
            category=[_of("flag-category", "drug")],
            code=concept(f"{one.medicine} is contraindicated: {one.because}"),
            period=period(one.on, None),
            author={"display": one.by} if one.by else None,
        )


def _procedure(one: Neuromodulation | Psychotherapy, name: str, chart: Chart, into: Entries) -> None:
    ended = one.end if isinstance(one.end, PartialDate) else None
    goes_on = isinstance(one.end, Ongoing)
    told = kept(Sessions=one.sessions, Outcome=one.outcome)
    into.about(
        one.id,
        "Procedure",
        status="completed" if ended else "in-progress" if goes_on else "unknown",
        code=concept(name),
        performedPeriod=period(one.start, ended),
        report=shown(one, chart, into),
        note=[{"text": "; ".join(f"{name}: {value}" for name, value in told.items())}] if told else [],
    )


def _of(system: str, code: str) -> Json:
    return concept("", coding(f"{TERMINOLOGY}/{system}", code))
