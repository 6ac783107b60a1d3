"""Workbooks as a practice fills them in: the template, and rows typed into it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from priorauth.intake.workbook_template import filled

if TYPE_CHECKING:
    from pathlib import Path

DATED = date(2026, 11, 20)
PATIENT = {"First name": "Zebulon", "Last name": "Quarrelwick", "Birth date": "1979-05-06"}
"""Of whom no message may tell anything."""
INSURED = {"Payer": "cigna", "Request for": "trd", "Member ID": "LEAK-0451"}
TRIAL = {"Medicine": "sertraline", "Start": "2021-01-04", "End": "2021-06-30"}


def typed(path: Path, rows: list[tuple[str, dict[str, Any]]]) -> Path:
    """The template at ``path`` with each row typed into its sheet, below the last."""
    path.write_bytes(filled({}, {}, dated=DATED))
    book = load_workbook(path)
    below: dict[str, int] = {}
    for title, row in rows:
        sheet = book[title]
        place = {cell.value: cell.column for cell in sheet[1]}
        below[title] = below.get(title, 1) + 1
        for heading, value in row.items():
            sheet.cell(below[title], place[heading]).value = value
    book.save(path)
    return path


def of(case: str, **more: object) -> list[tuple[str, dict[str, Any]]]:
    """The rows that each patient needs."""
    return [("Patients", {"Case": case, **PATIENT, **more}), ("Coverage", {"Case": case, **INSURED})]
