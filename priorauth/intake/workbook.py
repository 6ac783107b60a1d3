"""Reading an Excel workbook: its rows as they stand, and a copy of it in which doubtful cells carry a comment.

Formulas are taken by the value that the program which wrote the file worked out; nothing here runs one. Macros are
never looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.chart.dates import PartialDate
from priorauth.errors import BadInput
from priorauth.files import read_bytes
from priorauth.intake.columns import CASE, PATIENTS, SHEETS, Sheet, sheet_named
from priorauth.intake.rows import Cell, Row
from priorauth.reading import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from priorauth.intake.rows import Remark

ENDINGS = (".xlsx", ".xlsm")
MAX_UNPACKED = 200_000_000
"""Bytes. A workbook of ten thousand patients unpacks to a quarter of that; a zip bomb to thousands of times more."""
MAX_COLUMNS, MAX_ROWS = 200, 100_000
_LEGACY = b"\xd0\xcf\x11\xe0"
"""How an old .xls begins, and a workbook with a password."""
_ASIDE = ("examples", "howto", "lists")
"""Sheets of the template that hold no data."""


class Book:
    """A workbook that was opened: ``values`` as worked out, ``formulas`` as written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = read_bytes(path)
        _fit(data, path)
        self.formulas = _opened(data, path, data_only=False)
        self.values = _opened(data, path, data_only=True)
        self.from_1904 = self.values.epoch.year == 1904

    @property
    def has_macros(self) -> bool:
        """Whether its name says that it holds macros."""
        return self.path.suffix.lower() == ".xlsm"

    def rows(self) -> Iterator[Row]:
        """Every row of every sheet that is known, as it stands.

        Raises:
            BadInput: the sheet of patients is missing, one stands twice or is too large, or its headings are not the
                template's.
        """
        found: dict[str, str] = {}
        for name in self.values.sheetnames:
            if known := sheet_named(name):
                if known.title in found:
                    raise BadInput(
                        f"The workbook has two sheets {known.title}, and only one of them would be read.",
                        where=str(self.path),
                        fix="Put their rows together on one sheet and delete the other, or give it another name.",
                    )
                found[known.title] = name
        if PATIENTS.title not in found:
            raise BadInput(
                f"The workbook has no sheet {PATIENTS.title}.",
                where=str(self.path),
                fix="Fill in the one that priorauth intake template writes; its sheets keep their names.",
            )
        for sheet in SHEETS:
            if sheet.title in found:
                yield from self._sheet(sheet, found[sheet.title])

    def not_known(self) -> list[str]:
        """How many sheets are there that nothing is read from, by a word for each."""
        bare = {name: re.sub(r"[^a-z]", "", name.lower()) for name in self.values.sheetnames}
        return [name for name, one in bare.items() if one not in _ASIDE and sheet_named(name) is None]

    def _sheet(self, sheet: Sheet, name: str) -> Iterator[Row]:
        values, formulas = self.values[name], self.formulas[name]
        where = f"{self.path}, sheet {sheet.title}"
        if values.max_column > MAX_COLUMNS:
            raise BadInput(
                f"The sheet has more than {MAX_COLUMNS} columns.",
                where=where,
                fix="Delete the columns to the right of the last heading, and save it again.",
            )
        if values.max_row > MAX_ROWS:
            raise BadInput(
                f"The sheet has more than {MAX_ROWS:,} rows.",
                where=where,
                fix="Delete the empty rows below the last entry, or take fewer patients at a time.",
            )
        titles = self._headings(sheet, values, where)
        merged = _merged(values)
        for number in range(2, values.max_row + 1):
            cells: dict[str, Cell] = {}
            for place, title in titles.items():
                cell = _cell(sheet, values, formulas, merged, number, place)
                if cell is not None:
                    cells[title] = cell
            if cells:
                yield Row(sheet, cells, f"{sheet.title}!{number}")

    def _headings(self, sheet: Sheet, values: Any, where: str) -> dict[int, str]:
        titles: dict[int, str] = {}
        for place in range(1, values.max_column + 1):
            heading = values.cell(1, place).value
            if heading is None:
                continue
            column = sheet.column(str(heading).rstrip("* "))
            if column is None or column.title in titles.values():
                near = nearest(str(heading), [one.title for one in sheet.columns])
                hint = f"Did you mean {' or '.join(near)}?" if near else "Headings are those of the template."
                told = "stands twice" if column else "is not known"
                raise BadInput(
                    f"The heading in {values.cell(1, place).coordinate} {told}.",
                    where=where,
                    fix=f"{hint} Correct it, or delete the column, and save the workbook again.",
                )
            titles[place] = column.title
        if CASE.title not in titles.values():
            raise BadInput(
                f"The sheet has no column {CASE.title}.",
                where=where,
                fix="Its first row holds the headings; each row below begins with the number of its patient.",
            )
        return titles

    def with_comments(self, remarks: Iterable[Remark]) -> bytes:
        """The workbook again, with a comment on each cell that somebody has to look at."""
        from openpyxl.comments import Comment  # noqa: PLC0415  (openpyxl is heavy)
        from openpyxl.styles import PatternFill  # noqa: PLC0415

        unread, otherwise = (PatternFill("solid", fgColor=color) for color in ("F6D5D5", "FBEBC8"))
        told: dict[str, list[Remark]] = {}
        for remark in remarks:
            told.setdefault(remark.where, []).append(remark)
        names = {known.title: name for name in self.formulas.sheetnames if (known := sheet_named(name))}
        for where, each in told.items():
            title, _, place = where.partition("!")
            if title not in names or not place:
                continue
            sheet: Any = self.formulas[names[title]]
            cell = sheet[f"A{place}" if place.isdecimal() else place]
            corner = _merged(sheet).get((cell.row, cell.column), (cell.row, cell.column))
            cell = sheet.cell(*corner)
            text = "\n".join(f"{one.column} {one.told}." if one.unread else f"{one.told}." for one in each)
            before = f"{cell.comment.text}\n" if cell.comment else ""
            cell.comment = Comment(f"{before}{text}"[:4000], "priorauth", height=120, width=320)
            cell.fill = unread if any(one.unread for one in each) else otherwise
        self.formulas.vba_archive = None
        out = io.BytesIO()
        self.formulas.save(out)
        return out.getvalue()


def _fit(data: bytes, path: Path) -> None:
    """Refuse what is no workbook, or unpacks to more than any practice has, before a byte of it is unpacked."""
    if data.startswith(_LEGACY):
        raise BadInput(
            "This is an old .xls, or a workbook with a password.",
            where=str(path),
            fix="Save it from Excel or LibreOffice as .xlsx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise BadInput(
                    f"The workbook unpacks to more than {MAX_UNPACKED // 1_000_000} MB.",
                    where=str(path),
                    fix="No workbook of a practice is so large. Do not open it, and ask whoever sent it.",
                )
            # In whatever encoding, and behind whatever comment: no program that writes workbooks declares entities.
            texts = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(b"<!DOCTYPE" in text.replace(b"\0", b"") for text in texts):
                raise _no_workbook(path)
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError):  # also of a compression unknown to Python
        raise _no_workbook(path) from None


def _opened(data: bytes, path: Path, *, data_only: bool) -> Workbook:
    import warnings  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415  (openpyxl is heavy)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures and the like, which are not read
            book = load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (whatever a broken file makes of a reader for whole ones)
        raise _no_workbook(path) from None
    return book


def _no_workbook(path: Path) -> BadInput:
    return BadInput(
        "This is not an Excel workbook, or it is damaged.",
        where=str(path),
        fix="Open it in Excel or LibreOffice and save it as .xlsx, or export it again.",
    )


def _merged(sheet: Any) -> Mapping[tuple[int, int], tuple[int, int]]:
    """The upper left corner of each merged cell below the headings."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) <= MAX_ROWS
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _cell(
    sheet: Sheet, values: Any, formulas: Any, merged: Mapping[tuple[int, int], tuple[int, int]], row: int, column: int
) -> Cell | None:
    at = (row, column)
    corner = merged.get(at, at)
    cell, written = values.cell(*corner), formulas.cell(*corner)
    where = f"{sheet.title}!{values.cell(row, column).coordinate}"
    value = cell.value
    if corner[1] != column and value is not None:
        return Cell(None, where, wrong="is merged with a cell of another column. Split them")
    if value is None:
        told = "holds a formula whose result is not in the file. Open it in Excel, save it, or type the value"
        return Cell(None, where, wrong=told) if written.data_type == "f" else None
    if cell.data_type == "e":
        return Cell(None, where, wrong="holds an error of Excel")
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, float | int) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        value = f"{value * 100:.10g}%"
    told = "from a merged cell, taken for each of its rows" if corner != at else ""
    if written.data_type == "f":
        told = told or "the value of a formula"
    if isinstance(value, date):
        day, value = value, _shown(value, cell.number_format)
        if value is None:
            return Cell(day, where, wrong="is a date of which Excel shows no year. Write it with its year")
        if isinstance(value, PartialDate):
            told = ", ".join(
                one for one in (told, f"shown as a {'month' if '-' in str(value) else 'year'} alone") if one
            )
    return Cell(value, where, told)


def _shown(day: date, form: str) -> date | PartialDate | None:
    """A date as exact as its cell shows it: of "Mar 2021" Excel keeps March 1, and of "Mar 21" that day of this year.

    ``None`` where no year is shown: somebody may have typed none.
    """
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].', "", form.partition(";")[0]).lower()
    if "y" not in code:
        return None if set(code) & {"d", "m"} else day
    if "d" in code:
        return day
    return PartialDate.parse(f"{day:%Y-%m}" if "m" in code else f"{day:%Y}")
