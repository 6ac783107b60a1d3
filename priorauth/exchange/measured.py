"""Scores of rating scales and blood pressures as Observation; the answers of a PHQ-9 as QuestionnaireResponse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.scales import instruments
from priorauth.exchange.exhibits import shown
from priorauth.exchange.values import TERMINOLOGY, Json, coding, concept, quantity
from priorauth.intake.fhir.phq9 import ANSWERS, ITEMS
from priorauth.intake.fhir.values import LOINC

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.scales import Score
    from priorauth.exchange.entries import Entries

_PHQ9 = "http://loinc.org/q/44249-1"
_TOTAL = "44261-6"
_CODED = {value: code for code, value in ANSWERS.items()}
_PANEL, _SYSTOLIC, _DIASTOLIC = "85354-9", "8480-6", "8462-4"


def measured(chart: Chart, into: Entries) -> None:
    """The scores, by LOINC where their total has a code there, and the blood pressures."""
    for score in chart.scores:
        _score(score, chart, into)
    for one in chart.blood_pressures:
        into.about(
            one.id,
            "Observation",
            status="final",
            category=_category("vital-signs"),
            code=concept("Blood pressure", coding(LOINC, _PANEL)),
            effectiveDateTime=str(one.on),
            component=[
                {"code": concept("", coding(LOINC, code)), "valueQuantity": quantity(value, "mm[Hg]", "mm[Hg]")}
                for code, value in ((_SYSTOLIC, one.systolic), (_DIASTOLIC, one.diastolic))
            ],
            derivedFrom=shown(one, chart, into),
        )


def _score(one: Score, chart: Chart, into: Entries) -> None:
    sheet = f"Answers of {one.id}"
    answered = one.instrument == "PHQ-9" and bool(one.items)
    if answered:
        _sheet(sheet, one, into)
    total = instruments().instruments[one.instrument].loinc_total
    into.about(
        one.id,
        "Observation",
        status="final",
        category=_category("survey"),
        code=concept(one.instrument, *([coding(LOINC, total)] if total else [])),
        effectiveDateTime=str(one.on),
        performer=[{"display": one.rater}] if one.rater else [],
        valueInteger=one.total,
        derivedFrom=[*([into.to(sheet)] if answered else []), *shown(one, chart, into)],
    )


def _sheet(key: str, one: Score, into: Entries) -> None:
    """The nine answers and the total, under LOINC's codes of the questions and the answers."""
    answers: list[Json] = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": coding(LOINC, _CODED[answer])}]}
        for code, answer in zip(ITEMS, one.items, strict=True)
    ]
    into.about(
        key,
        "QuestionnaireResponse",
        identifier={"type": {"text": "answers of an item of the practice's chart"}, "value": one.id},
        questionnaire=_PHQ9,
        status="completed",
        authored=str(one.on),
        item=[*answers, {"linkId": f"/{_TOTAL}", "answer": [{"valueDecimal": one.total}]}],
    )


def _category(code: str) -> list[Json]:
    return [concept("", coding(f"{TERMINOLOGY}/observation-category", code))]
