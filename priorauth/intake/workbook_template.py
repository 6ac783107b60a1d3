"""The workbook that a practice fills in: empty, or with charts written into it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from priorauth.intake.columns import SHEETS, Sheet

if TYPE_CHECKING:
    from priorauth.intake.columns import Column

ROWS = 1000
"""Rows that are made ready for typing."""
_HEAD = PatternFill("solid", fgColor="173A5E")
_NEEDED = PatternFill("solid", fgColor="8A3B12")
_LONGEST_LIST = 255
"""Excel takes no more characters of choices in a cell's own rule; longer lists stand on a sheet of their own."""
_LISTS = "Lists"
_LINE, _TALLEST = 15, 400
"""Points: a line, and about the highest row that Excel takes. Calc makes no room for long texts by itself."""
_FONT = "Calibri"
"""That of the other cells: a font without a name is another one in Calc."""
_PRINTED = 170
"""Letters that stand on a printed page's width and can still be read."""

HOW_TO = (
    "How to fill in this workbook",
    "Each patient has a row on the sheet Patients. All other sheets name the patient by the same number in the column "
    "Case.",
    "Headings on brown must be filled. Leave empty what is not known: an empty cell says nothing, and it is never read "
    'as "no".',
    "Dates: 2021-03-14, Mar 2021 or 2021, as exact as you know them. 3/4/21 is read only if practice.yaml says locale: "
    "en-US (the month first).",
    "Doses: the total of a day. One row for each dose, with the day from which it was taken. One dose without a day is "
    "the highest dose.",
    "A row on Trials with an empty Medicine and Start goes on with the row above it.",
    "Exhibits: put the files beside this workbook, give each a row on Exhibits, and name it by its ID under Shown in.",
    "Then run: priorauth intake workbook FILE -o charts. Whatever was read otherwise than typed, or could not be read, "
    "is listed by sheet and cell, and a copy of this workbook with a comment on each such cell lies beside it.",
    "The sheet Examples shows rows of an invented patient; it is never read.",
)


def template(examples: Mapping[str, Sequence[Mapping[str, str]]], *, dated: date) -> bytes:
    """The empty workbook; ``examples`` are the rows, by sheet, that its sheet of examples shows."""
    return filled({}, examples, dated=dated)


def filled(
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    examples: Mapping[str, Sequence[Mapping[str, str]]],
    *,
    dated: date,
) -> bytes:
    """The workbook with ``rows`` in it, by sheet; each row has texts by the titles of its columns."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "priorauth"
    book.properties.created = book.properties.modified = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001
    lists: list[tuple[str, ...]] = []
    for sheet in SHEETS:
        _sheet(book, sheet, rows.get(sheet.title, ()), lists)
    _examples(book, examples)
    _how_to(book)
    _lists(book, lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, sheet: Sheet, rows: Sequence[Mapping[str, str]], lists: list[tuple[str, ...]]) -> None:
    made: Any = book.create_sheet(sheet.title)
    _headings(made, sheet, 1)
    made.freeze_panes = "B2"
    last = max(ROWS, len(rows)) + 1
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        dimension = made.column_dimensions[letter]
        dimension.width = column.width
        # Columns are open and typed as text, so that 3/4/21 and 0012 stay as they are typed; the first row is locked.
        dimension.protection, dimension.number_format = Protection(locked=False), "@"
        made.add_data_validation(_rule(column, f"{letter}2:{letter}{last}", lists))
    for number, row in enumerate(rows, start=2):
        _write(made, sheet, number, row)
    for line in made.iter_rows(min_row=2 + len(rows), max_row=last, max_col=len(sheet.columns)):
        for cell in line:
            cell.number_format, cell.protection = "@", Protection(locked=False)
    made.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(made.protection, allowed, False)
    _landscape(made, pages=-(-sum(column.width for column in sheet.columns) // _PRINTED))
    made.print_area = f"A1:{get_column_letter(len(sheet.columns))}{max(len(rows) + 1, 12)}"
    made.print_title_rows, made.print_title_cols = "1:1", "A:A"


def _headings(made: Any, sheet: Sheet, number: int) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        cell = made.cell(number, place, column.title)
        cell.font, cell.fill = Font(_FONT, bold=True, color="FFFFFF"), _NEEDED if column.needed else _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    made.row_dimensions[number].height = 32


def _rule(column: Column, area: str, lists: list[tuple[str, ...]]) -> DataValidation:
    """The drop-down and the hint. A drop-down warns and does not forbid: what is typed is read all the same."""
    offered = column.offered
    if offered and column.key != "ended_because":
        inline = ",".join(offered)
        if len(inline) <= _LONGEST_LIST and not any("," in one for one in offered):
            formula = f'"{inline}"'
        else:
            if offered not in lists:
                lists.append(offered)
            letter = get_column_letter(lists.index(offered) + 1)
            formula = f"{_LISTS}!${letter}$1:${letter}${len(offered)}"
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="warning")
        rule.error, rule.showErrorMessage = "This is none of the choices.", True
    else:
        rule = DataValidation(allow_blank=True)
    rule.promptTitle = column.title[:32]
    rule.prompt = (("Must be filled. " if column.needed else "") + column.hint)[:255] or column.title
    rule.showInputMessage = True
    rule.add(area)
    return rule


def _write(made: Any, sheet: Sheet, number: int, row: Mapping[str, str]) -> None:
    lines = 1
    for place, column in enumerate(sheet.columns, start=1):
        written = row.get(column.title)
        if written is None:
            continue
        lines = max(lines, sum(1 + len(one) // column.width for one in written.splitlines()))
        cell = made.cell(number, place)
        cell.value = written
        # Whatever it begins with, it is text: no formula in this file, and none once somebody edits the cell.
        cell.data_type, cell.quotePrefix = "s", written[:1] in "=+-@\t\r"
        cell.number_format, cell.protection = "@", Protection(locked=False)
        cell.alignment = Alignment(vertical="top", wrap_text=len(written) > column.width)
    if lines > 1:
        made.row_dimensions[number].height = min(_LINE * lines, _TALLEST)


def _examples(book: Workbook, examples: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    made: Any = book.create_sheet("Examples")
    number = 1
    for sheet in SHEETS:
        made.cell(number, 1, f"{sheet.title}: {sheet.says}").font = Font(_FONT, bold=True, size=12)
        _headings(made, sheet, number + 1)
        for row in examples.get(sheet.title, ()):
            number += 1
            _write(made, sheet, number + 1, row)
        number += 3
    for place in range(1, max(len(sheet.columns) for sheet in SHEETS) + 1):
        made.column_dimensions[get_column_letter(place)].width = 20
    made.protection.sheet = True
    _landscape(made, pages=4)


def _landscape(made: Any, pages: int = 1) -> None:
    made.page_setup.orientation, made.page_setup.fitToHeight = "landscape", 0
    made.page_setup.fitToWidth = pages
    made.sheet_properties.pageSetUpPr.fitToPage = True


def _how_to(book: Workbook) -> None:
    made: Any = book.create_sheet("How to")
    made.column_dimensions["A"].width = 110
    for number, text in enumerate(_told(), start=1):
        cell = made.cell(number, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1:
            cell.font = Font(_FONT, bold=True, size=14)
    made.protection.sheet = True
    _landscape(made)


def _told() -> Iterator[str]:
    yield from HOW_TO
    for sheet in SHEETS:
        yield f"{sheet.title}: {sheet.says}"


def _lists(book: Workbook, lists: Iterable[tuple[str, ...]]) -> None:
    made: Any = book.create_sheet(_LISTS)
    for place, choices in enumerate(lists, start=1):
        for number, choice in enumerate(choices, start=1):
            made.cell(number, place, choice)
    made.sheet_state = "hidden"
