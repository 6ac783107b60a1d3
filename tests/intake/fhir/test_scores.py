"""PHQ-9 and blood pressure: which values are believed, and which are left out with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from priorauth.intake.fhir.phq9 import ANSWERS, ITEMS
from tests.intake.fhir.building import LOINC, about, code, phq9, read

if TYPE_CHECKING:
    from pathlib import Path

NINE = [3, 3, 2, 2, 1, 1, 1, 1, 0]  # 14
LETTERS = {value: letters for letters, value in ANSWERS.items()}


def item(number: int, value: int, on: str = "2026-11-01") -> dict[str, Any]:
    answer = code(LOINC, LETTERS[value])
    return phq9({"valueCodeableConcept": answer}, on, code=code(LOINC, ITEMS[number]))


def answers(values: list[int]) -> list[dict[str, Any]]:
    return [
        {"linkId": f"/{key}", "answer": [{"valueCoding": {"system": LOINC, "code": LETTERS[value]}}]}
        for key, value in zip(ITEMS, values, strict=False)
    ]


@pytest.mark.parametrize(
    ("value", "total"),
    [
        (0, 0),
        (27, 27),
        ({"valueQuantity": {"value": 14, "unit": "{score}"}}, 14),
        ({"valueQuantity": {"value": 14.0}}, 14),
        ({"valueString": "14"}, 14),
    ],
)
def test_a_total_is_read_however_it_is_written(tmp_path: Path, value: object, total: int) -> None:
    assert read(tmp_path, phq9(value)).scores == [{"instrument": "PHQ-9", "on": "2026-11-01", "total": total}]


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (phq9(-1), ("score", "a total that PHQ-9 cannot have")),
        (phq9(28), ("score", "a total that PHQ-9 cannot have")),
        (phq9(300), ("score", "a total that PHQ-9 cannot have")),
        (phq9({"valueQuantity": {"value": 14.5}}), ("Observation", "a total without a whole number")),
        (phq9({}), ("Observation", "a total without a whole number")),
        (phq9(14, status="unknown"), ("Observation", "not final")),
        (phq9(14, status="preliminary"), ("Observation", "not final")),
        (phq9(14, status="cancelled"), ("Observation", "cancelled")),
        (phq9(14, status="entered-in-error"), ("Observation", "entered in error")),
        (phq9(14, "2026-11-21"), ("score", "dated in the future")),
        (phq9(14, "2026-11"), ("Observation", "its day is not given")),
        (phq9(14, "1981-04-16"), ("score", "dated before the patient was born")),
        (phq9(14, code=code(LOINC, "73832-8")), ("Observation", "a screening's result in words, which is no score")),
    ],
)
def test_what_cannot_be_believed_is_left_out_with_the_reason(tmp_path: Path, one: Any, why: tuple[str, str]) -> None:
    seen = read(tmp_path, one)
    assert (seen.scores, seen.left) == ([], {why: 1})


@pytest.mark.parametrize("on", ["2026-11-20", "1981-04-17"])
def test_the_day_itself_and_the_day_of_birth_are_neither_future_nor_too_early(tmp_path: Path, on: str) -> None:
    assert len(read(tmp_path, phq9(14, on)).scores) == 1


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_a_final_one_counts_in_each_of_its_forms(tmp_path: Path, status: str) -> None:
    assert len(read(tmp_path, phq9(14, status=status)).scores) == 1


@pytest.mark.parametrize("written", ["2026-11-01T23:30:00-05:00", "2026-11-01T04:00:00Z", "2026-11-01"])
def test_the_day_is_the_one_that_is_written_whatever_its_zone(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, phq9(14, written)).scores[0]["on"] == "2026-11-01"


@pytest.mark.parametrize(
    ("said", "scores"),
    [
        ([phq9(14), *(item(n, v) for n, v in enumerate(NINE))], [(14, NINE)]),
        ([item(n, v) for n, v in enumerate(NINE)], [(14, NINE)]),  # the total is their sum
        ([phq9(15), *(item(n, v) for n, v in enumerate(NINE))], [(15, None)]),
        ([phq9(14), *(item(n, v) for n, v in enumerate(NINE[:8]))], [(14, None)]),
        ([phq9(14), *(item(n, v, "2026-11-02") for n, v in enumerate(NINE))], [(14, None), (14, NINE)]),
        ([phq9(14), *(item(n, v) for n, v in enumerate(NINE)), item(0, 2)], [(14, None)]),
        ([phq9(14), phq9(14)], [(14, None)]),
        ([phq9(14), phq9(15)], [(14, None), (15, None)]),
    ],
    ids=["all", "no total", "another sum", "eight", "two days", "one answered twice", "told twice", "two totals"],
)
def test_answers_go_with_the_total_they_add_up_to(tmp_path: Path, said: list[Any], scores: list[Any]) -> None:
    seen = read(tmp_path, *said)
    assert [(one["total"], one.get("items")) for one in seen.scores] == scores


def test_a_questionnaire_and_its_observation_are_one_score(tmp_path: Path) -> None:
    total = {"linkId": "/44261-6", "answer": [{"valueDecimal": 14}]}
    sheet = about("QuestionnaireResponse", status="completed", authored="2026-11-01", item=[*answers(NINE), total])
    assert [(one["total"], one["items"]) for one in read(tmp_path, phq9(14), sheet).scores] == [(14, NINE)]


@pytest.mark.parametrize(
    ("status", "questions", "why"),
    [
        ("in-progress", answers(NINE), "status in-progress"),
        ("entered-in-error", answers(NINE), "entered in error"),
        ("completed", [{"linkId": "1", "answer": [{"valueInteger": 3}]}], "no PHQ-9 by the codes of its questions"),
    ],
)
def test_a_sheet_that_was_not_finished_or_is_another_is_left_out(
    tmp_path: Path, status: str, questions: Any, why: str
) -> None:
    seen = read(tmp_path, about("QuestionnaireResponse", status=status, authored="2026-11-01", item=questions))
    assert (seen.scores, seen.left) == ([], {("QuestionnaireResponse", why): 1})


def pressure(systolic: object, diastolic: object, unit: str = "mm[Hg]") -> dict[str, Any]:
    parts = [("8480-6", systolic), ("8462-4", diastolic)]
    component = [
        {"code": code(LOINC, key), "valueQuantity": {"value": value, "code": unit}} for key, value in parts if value
    ]
    said = {"status": "final", "effectiveDateTime": "2026-11-01", "component": component}
    return about("Observation", code=code(LOINC, "85354-9"), **said)


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (pressure(122, 78), [(122, 78)]),
        (pressure(122, 78, "mmHg"), [(122, 78)]),
        (pressure(16, 10, "kPa"), []),
        (pressure(122, None), []),
        (pressure(78, 122), []),
        (pressure(301, 78), []),
    ],
)
def test_a_pressure_needs_both_values_in_mmhg_and_in_range(tmp_path: Path, one: Any, found: list[Any]) -> None:
    seen = read(tmp_path, one)
    assert [(each["systolic"], each["diastolic"]) for each in seen.blood_pressures] == found
    assert bool(seen.left) == (not found)


@pytest.mark.parametrize(
    ("coded", "scores"),
    [
        ({"text": "MADRS"}, [("MADRS", 31)]),
        ({"coding": [{"system": "http://acme.example", "code": "7", "display": "HAM-D17"}]}, [("HAM-D17", 31)]),
        ({"text": "HAM-D"}, []),  # of 17 items, or of 24?
        (
            {"text": "MADRS", "coding": [{"system": LOINC, "code": "1-8"}]},
            [],
        ),  # the code says that it is something else
    ],
)
def test_a_scale_without_a_code_is_known_by_its_whole_name(tmp_path: Path, coded: Any, scores: list[Any]) -> None:
    found = read(tmp_path, phq9(31, code=coded)).scores
    assert [(one["instrument"], one["total"]) for one in found] == scores
