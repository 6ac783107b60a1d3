"""Chart → workbook → chart keeps what the workbook has columns for."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.intake.chart_file import load_case, parse_case
from priorauth.intake.columns import SHEETS
from priorauth.intake.laid_out import laid_out
from priorauth.intake.practice import load_practice
from priorauth.intake.readings import Habits
from priorauth.intake.rows import Cell, Row, read_rows
from priorauth.intake.tables import read_tables
from priorauth.intake.taken import How, taken
from priorauth.intake.workbook_template import filled
from priorauth.medicines.reference import reference
from tests.command import CHARTS, ROOT, asking_names

HABITS = Habits(date(2026, 11, 20))
PRACTICE = load_practice(ROOT / "examples" / "practice.yaml")


def by_generic_name(rows: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """A brand comes back as the generic name, and is told: that is the one thing that may change."""
    for row in (*rows["Trials"], *rows["Fills"]):
        named = reference().known(row["Medicine"])
        row["Medicine"] = named.name if named else row["Medicine"]
    return rows


@pytest.mark.parametrize("name", asking_names())
def test_an_example_comes_back_as_it_was(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = CHARTS / name / "chart.yaml"
    rows = laid_out(load_case(path), PRACTICE)
    book = tmp_path_factory.mktemp("book") / "w.xlsx"
    book.write_bytes(filled(rows, {}, dated=HABITS.today))
    for file in {row["File"] for row in rows["Exhibits"]}:
        (book.parent / file).parent.mkdir(parents=True, exist_ok=True)
        (book.parent / file).touch()

    [patient] = read_tables(book, HABITS, PRACTICE).patients

    assert [str(one) for one in patient.remarks if one.unread] == []
    again = parse_case(json.dumps(patient.chart).encode(), path, PRACTICE)
    assert laid_out(again, PRACTICE) == by_generic_name(rows)


# Any chart, of what the columns hold

DAYS = st.dates(date(2020, 1, 1), date(2026, 11, 1)).map(str)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
WORDS = st.from_regex(r"[A-Za-z+=@(-][a-z0-9,.:/ -]{0,20}[a-z]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
REASONS = st.sampled_from(["lack_of_effect", "side_effects"])
TOTALS = st.integers(0, 27).map(str)
YES_NO = st.sampled_from(["yes", "no"])
DOSES = st.integers(1, 400).map(lambda milligrams: f"{milligrams} mg")


def some(needed: dict[str, Any], **optional: Any) -> Any:
    return st.fixed_dictionaries(needed, optional=optional)


def course(start: str, steps: list[str], gap: bool, more: dict[str, Any]) -> dict[str, Any]:
    """A trial whose days are in order: steps a month apart, a gap in the second week, then the end."""
    first = date.fromisoformat(start)
    days = [first + timedelta(days=30 * number) for number in range(len(steps) + 1)]
    made = {"start": start, "end": str(days[-1] + timedelta(days=20)), **more}
    if steps:
        made["steps"] = [{"dose": dose, "from": str(day)} for dose, day in zip(steps, days, strict=False)]
    if gap:
        made["interruptions"] = [{"from": str(first + timedelta(days=8)), "until": str(first + timedelta(days=14))}]
    return made


def courses(*medicines: str) -> Any:
    said = some(
        {"medicine": st.sampled_from(medicines)},
        response=st.sampled_from(["none", "partial", "inadequate"]),
        ended_because=st.lists(REASONS, min_size=1, max_size=2, unique=True),
        ended_because_text=WORDS,
        adherence=st.fixed_dictionaries({"percent": st.integers(0, 100).map(str)}),
        episode=st.sampled_from(["current", "earlier"]),
        purpose=st.sampled_from(["depression", "sleep"]),
        highest_tolerated=YES_NO,
        therapy_changed=YES_NO,
        prescribed_by=WORDS,
        note=WORDS,
    )
    made = st.builds(course, DAYS, st.lists(DOSES, max_size=3), st.booleans(), said)
    return st.lists(made, max_size=3, unique_by=lambda one: one["medicine"])


CHARTS_OF_ALL_SHEETS = some(
    {
        "patient": some({"name": st.just({"first": "Ada", "last": "Example"}), "birth_date": st.just("1981-04-17")}),
        "coverages": st.just([{"payer": "cigna", "member_id": "TEST-1"}]),
        "asks": st.just([{"coverage": "coverage-cigna", "indication": "trd"}]),
        "trials": courses("sertraline", "bupropion", "venlafaxine XR"),
    },
    augmentations=courses("aripiprazole", "lithium"),
    scores=st.lists(
        some({"instrument": st.just("PHQ-9"), "on": DAYS, "total": TOTALS}, rater=WORDS, note=WORDS),
        max_size=3,
        unique_by=lambda one: one["on"],
    ),
    diagnoses=st.lists(
        some({"code": st.sampled_from(["F33.2", "F41.1"])}, description=WORDS, on=PARTIAL, by=WORDS, primary=YES_NO),
        max_size=2,
        unique_by=lambda one: one["code"],
    ),
    sessions=st.lists(
        some({"on": DAYS, "dose_mg": st.sampled_from(["56", "84"])}, oximetry=YES_NO, note=WORDS),
        max_size=3,
        unique_by=lambda one: one["on"],
    ),
    safety=some({}, pregnancy=YES_NO, lactation=some({"answer": YES_NO}, on=DAYS, by=WORDS, detail=WORDS)),
    fills=st.lists(
        some(
            {"medicine": st.just("sertraline"), "on": DAYS, "days_supply": st.integers(1, 90).map(str)},
            quantity=st.integers(1, 90).map(str),
            strength_mg=st.sampled_from(["50", "12.5"]),
            pharmacy=WORDS,
        ),
        max_size=3,
        unique_by=lambda one: one["on"],
    ),
    exhibits=st.lists(
        some(
            {
                "id": st.sampled_from(["note", "labs"]),
                "file": st.just("test_round_trip.py"),
                "kind": st.just("chart_note"),
                "title": WORDS,
            },
            on=DAYS,
        ),
        max_size=2,
        unique_by=lambda one: one["id"],
    ),
)


@given(CHARTS_OF_ALL_SHEETS)
def test_any_chart_of_what_the_columns_hold_comes_back_as_it_was(tree: dict[str, Any]) -> None:
    here = Path(__file__)
    case = parse_case(json.dumps({"case": "p1", **tree}).encode(), here)
    laid = laid_out(case)
    rows = [
        Row(
            sheet,
            {title: Cell(text, f"{sheet.title}!{number}") for title, text in row.items()},
            f"{sheet.title}!{number}",
        )
        for sheet in SHEETS
        for number, row in enumerate(laid[sheet.title], start=2)
    ]
    [patient] = taken(read_rows(rows, HABITS), How(here, HABITS))
    assert [str(one) for one in patient.remarks if one.unread] == []
    assert parse_case(json.dumps(patient.chart).encode(), here) == case
