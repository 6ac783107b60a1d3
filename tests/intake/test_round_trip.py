"""Chart → workbook → chart keeps what the workbook has columns for."""

from __future__ import annotations

import json
from datetime import date

import pytest

from priorauth.intake.chart_file import load_case, parse_case
from priorauth.intake.laid_out import laid_out
from priorauth.intake.practice import load_practice
from priorauth.intake.readings import Habits
from priorauth.intake.tables import read_tables
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
