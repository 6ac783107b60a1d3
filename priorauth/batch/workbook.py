"""The summary of a batch as an Excel workbook: requests, criteria in color, calls, failures."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from priorauth.batch.summary import HEADINGS, calls, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from priorauth.batch.outcome import Outcome

_COLORS = {"met": "D5EBD8", "not met": "F6D5D5", "not documented": "FBEBC8", "failed": "F6D5D5", "yes": "D5EBD8"}
_HEAD = PatternFill("solid", fgColor="173A5E")
_WIDTHS = {
    "Next": 48,
    "Missing": 60,
    "Criterion": 70,
    "Needed": 80,
    "What is wrong": 70,
    "What to do": 60,
    "Policy": 28,
}
_USUAL = 20


def workbook(outcomes: Iterable[Outcome], *, dated: date) -> bytes:
    """The workbook. No name is in it: a patient is a case number.

    Args:
        outcomes: what became of each chart; gone through several times.
        dated: the day that the file gives as its own.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001
    book.properties.creator = "priorauth"
    linked = HEADINGS.index("Documents")
    _sheet(book, "Requests", HEADINGS, (line.cells for line in lines(outcomes)), linked=linked)
    criteria = (
        (line.outcome.case, line.row.request, line.row.payer, says, verdict.replace("_", " "))
        for line in lines(outcomes)
        if line.row
        for says, verdict in line.row.criteria
    )
    _sheet(book, "Criteria", ("Case", "Request", "Payer", "Criterion", "Verdict"), criteria)
    called = (
        (owner, call.case, call.request, call.payer, needed)
        for owner, each in calls(outcomes).items()
        for call in each
        for needed in call.needed
    )
    _sheet(book, "Calls", ("Who", "Case", "Request", "Payer", "Needed"), called)
    failed = ((one.where, one.case, one.error, one.fix) for one in outcomes if one.how == "failed")
    _sheet(book, "Failures", ("Chart", "Case", "What is wrong", "What to do"), failed)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], linked: int | None = None
) -> None:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for place, heading in enumerate(headings):
        sheet.column_dimensions[chr(ord("A") + place)].width = _WIDTHS.get(heading, _USUAL)
    head = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.append(cell)
    sheet.append(head)
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, text, link=place == linked) for place, text in enumerate(row)])
        count += 1
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(headings) - 1)}{count}"


def _cell(sheet: Any, text: str, *, link: bool) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # whatever it begins with, it is no formula
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if text in _COLORS:
        cell.fill = PatternFill("solid", fgColor=_COLORS[text])
    if link and text:
        cell.hyperlink = f"{text}/"
        cell.font = Font(color="173A5E", underline="single")
    return cell
