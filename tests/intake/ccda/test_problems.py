"""Problems and diagnoses: by their ICD-10-CM code, standing or over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import (
    DEPRESSION,
    PROBLEMS,
    coded,
    observed,
    problem,
    read,
    section,
    whole,
    wrote,
)

if TYPE_CHECKING:
    from pathlib import Path

TRANSLATION = coded("translation", "ICD", "F33.2")
TRANSLATED = coded("value", "SNOMED", "66344007", "Recurrent major depression", TRANSLATION, kind="CD")
NO_CODE = f'<value xsi:type="CD" nullFlavor="OTH">{TRANSLATION}</value>'
SNOMED_ONLY = coded("value", "SNOMED", "58214004", "Schizophrenia", kind="CD")


@pytest.mark.parametrize("value", [DEPRESSION, TRANSLATED, NO_CODE])
def test_a_problem_is_a_diagnosis_by_its_icd_code(tmp_path: Path, value: str) -> None:
    (one,) = read(tmp_path, section(PROBLEMS, problem(value, '<low value="2024"/>', wrote("20260901")))).diagnoses
    assert (one["code"], one["on"]) == ("F33.2", "2026-09-01")


@pytest.mark.parametrize(
    ("when", "status", "concern", "stands"),
    [
        ('<low value="2024"/>', "", "active", True),
        ('<low value="2024"/><high nullFlavor="NI"/>', "55561003", "active", True),
        ('<low value="2024"/>', "413322009", "active", False),
        ('<low value="2024"/>', "55561003", "completed", True),
        ('<low value="2024"/>', "", "completed", False),
        ('<low value="2024"/><high nullFlavor="UNK"/>', "55561003", "active", False),
    ],
)
def test_a_problem_that_is_over_does_not_stand(
    tmp_path: Path, when: str, status: str, concern: str, stands: bool
) -> None:
    said = coded("code", "LOINC", "33999-4") + coded("value", "SNOMED", status, kind="CD")
    more = f'<entryRelationship typeCode="REFR"><observation moodCode="EVN">{said}</observation></entryRelationship>'
    seen = read(tmp_path, section(PROBLEMS, problem(DEPRESSION, when, more if status else "", concern=concern)))
    assert [one["code"] for one in seen.diagnoses] == (["F33.2"] if stands else [])
    assert ("is over or in remission, and the source does not say since when" in seen.remarks) is not stands


def test_a_problem_with_an_end_keeps_it(tmp_path: Path) -> None:
    seen = read(tmp_path, section(PROBLEMS, problem(DEPRESSION, '<low value="2019"/><high value="202103"/>')))
    assert [one["resolved"] for one in seen.diagnoses] == ["2021-03"]


def test_a_past_problem_is_over_unless_it_says_otherwise(tmp_path: Path) -> None:
    alone = f'<observation classCode="OBS" moodCode="EVN"><statusCode code="completed"/>{DEPRESSION}</observation>'
    seen = read(tmp_path, section("11348-0", alone))
    assert seen.diagnoses == []
    assert "Recurrent, severe (F33.2) is over or in remission" in seen.remarks


@pytest.mark.parametrize(
    ("said", "concern", "why"),
    [
        ({"negationInd": "true"}, "active", "refuted"),
        ({}, "nullified", "entered in error"),
        ({}, "aborted", "entered in error"),
    ],
)
def test_a_problem_that_is_none_is_left_out(tmp_path: Path, said: dict[str, str], concern: str, why: str) -> None:
    seen = read(tmp_path, section(PROBLEMS, problem(DEPRESSION, concern=concern, **said)))
    assert (seen.diagnoses, seen.left) == ([], {("Condition", why): 1})


def test_a_problem_in_snomed_alone_is_told_and_not_translated(tmp_path: Path) -> None:
    seen = read(tmp_path, section(PROBLEMS, problem(SNOMED_ONLY)))
    assert seen.diagnoses == []
    assert "Schizophrenia (58214004)" in seen.remarks


def test_of_several_who_wrote_it_the_first_day_counts(tmp_path: Path) -> None:
    both = (wrote("20260901"), wrote("20260302"))
    (one,) = read(tmp_path, section(PROBLEMS, problem(DEPRESSION, '<low value="2024"/>', *both))).diagnoses
    assert one["on"] == "2026-03-02"


def test_the_name_beside_a_code_comes_before_the_narrative(tmp_path: Path) -> None:
    noted = SNOMED_ONLY.replace("></value>", "><originalText>Ruled out, see note</originalText></value>")
    assert "Schizophrenia (58214004)" in read(tmp_path, section(PROBLEMS, problem(noted))).remarks


def test_the_illnesses_of_relatives_are_not_read(tmp_path: Path) -> None:
    seen = read(tmp_path, section("10157-6", problem(DEPRESSION), observed("44261-6", whole(20))))
    assert (seen.diagnoses, seen.scores, seen.left) == ([], [], {})
