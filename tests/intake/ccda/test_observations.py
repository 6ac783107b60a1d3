"""Scores of rating scales and blood pressures, in whichever section they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import DATED, MENTAL_STATUS, RESULTS, VITAL_SIGNS, coded, observed, read, section, whole

if TYPE_CHECKING:
    from pathlib import Path


def component(entry: str) -> str:
    return f"<component>{entry}</component>"


def part(entry: str) -> str:
    return f'<entryRelationship typeCode="COMP">{entry}</entryRelationship>'


def organizer(*entries: str, on: str = DATED) -> str:
    held = "".join(component(one) for one in entries)
    return f'<organizer moodCode="EVN"><statusCode code="completed"/><effectiveTime value="{on}"/>{held}</organizer>'


@pytest.mark.parametrize("code", [RESULTS, MENTAL_STATUS, "47420-5", "29762-2", "51848-0"])
def test_a_total_is_a_score_in_whichever_section_it_stands(tmp_path: Path, code: str) -> None:
    (score,) = read(tmp_path, section(code, observed("44261-6", whole(14)))).scores
    assert score == {"instrument": "PHQ-9", "on": "2026-11-01", "total": 14}


@pytest.mark.parametrize(
    ("entry", "totals"),
    [
        (observed("44261-6", '<value xsi:type="PQ" value="14" unit="{score}"/>'), [14]),
        (observed("44261-6", '<value xsi:type="ST">14</value>'), [14]),
        (observed("44249-1", whole(14)), [14]),
        (observed("44249-1", whole(14), part(observed("44261-6", whole(14), on=""))), [14]),
        (
            observed("44249-1", whole(9), part(observed("44261-6", whole(14), on=""))),
            [14],
        ),  # the total's own code counts
        (organizer(observed("44261-6", whole(14), on="")), [14]),
        (organizer(observed("44261-6", whole(14)).replace(f'value="{DATED}"', 'nullFlavor="UNK"')), []),
        (organizer(observed("44261-6", whole(14))).replace('"completed"', '"nullified"', 1), []),
        (organizer(observed("44261-6", whole(14))).replace('moodCode="EVN"', 'moodCode="INT"', 1), []),
        (observed("44261-6", '<value xsi:type="INT" nullFlavor="UNK"/>'), []),
        (observed("44261-6", whole(14), on=""), []),
        (observed("44261-6", whole(14), on="202611"), []),
        (observed("44261-6", whole(14), status="aborted"), []),
        (observed("44261-6", whole(14), status="active"), []),
        (observed("44261-6", whole(14), attributes='negationInd="true"'), []),
        (observed("44261-6", whole(14)).replace('moodCode="EVN"', 'moodCode="GOL"'), []),
        (observed("44261-6", whole(300)), []),
    ],
)
def test_a_total_counts_where_number_and_day_are_known(tmp_path: Path, entry: str, totals: list[int]) -> None:
    assert [one["total"] for one in read(tmp_path, section(MENTAL_STATUS, entry)).scores] == totals


ITEMS = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")


@pytest.mark.parametrize("in_words", [False, True])
def test_the_nine_answers_belong_to_the_total(tmp_path: Path, in_words: bool) -> None:
    given = [2, 2, 1, 3, 0, 2, 1, 1, 0]
    values = [coded("value", "LOINC", ANSWERS[one], kind="CO") if in_words else whole(one) for one in given]
    parts = [observed(code, value, on="") for code, value in zip(ITEMS, values, strict=True)]
    (score,) = read(tmp_path, section(MENTAL_STATUS, observed("44249-1", whole(12), *map(part, parts)))).scores
    assert (score["total"], score["items"]) == (12, given)


def pressure(code: str, number: int, unit: str = "mm[Hg]", **said: str) -> str:
    return observed(code, f'<value xsi:type="PQ" value="{number}" unit="{unit}"/>', **said)


def twice(first: str, second: str) -> list[str]:
    """Two pressures of a day in one group."""
    pairs = ((132, 84, first), (126, 80, second))
    return [
        entry for high, low, on in pairs for entry in (pressure("8480-6", high, on=on), pressure("8462-4", low, on=on))
    ]


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([organizer(pressure("8480-6", 132), pressure("8462-4", 84))], [("2026-11-01", 132, 84)]),
        ([organizer(pressure("8480-6", 132, on=""), pressure("8462-4", 84, on=""))], [("2026-11-01", 132, 84)]),
        ([organizer(pressure("8480-6", 132)), organizer(pressure("8462-4", 84))], []),
        ([organizer(pressure("8480-6", 132), pressure("8462-4", 84, on="20261002"))], []),
        ([organizer(pressure("8480-6", 132), pressure("8480-6", 128), pressure("8462-4", 84))], []),
        ([organizer(*twice("20261101", "20261101"))], []),
        ([organizer(*twice("202611010900", "202611011700"))], [("2026-11-01", 132, 84), ("2026-11-01", 126, 80)]),
        ([organizer(pressure("8480-6", 132, "kPa"), pressure("8462-4", 84))], []),
        ([organizer(pressure("8480-6", 132), pressure("8462-4", 84, status="nullified"))], []),
    ],
    ids=[
        "together",
        "the organizer's day",
        "apart",
        "two days",
        "three numbers",
        "twice",
        "at two times",
        "another unit",
        "half in error",
    ],
)
def test_a_blood_pressure_is_two_numbers_taken_together(
    tmp_path: Path, entries: list[str], found: list[object]
) -> None:
    seen = read(tmp_path, section(VITAL_SIGNS, *entries))
    assert [(one["on"], one["systolic"], one["diastolic"]) for one in seen.blood_pressures] == found


def test_other_measures_are_counted(tmp_path: Path) -> None:
    seen = read(tmp_path, section(RESULTS, organizer(observed("2345-7", whole(90)))))
    assert seen.left == {("Observation", "neither a score nor a blood pressure"): 1}
