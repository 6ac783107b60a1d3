"""Rows of cells, each read by its column: what a patient's rows say, and what is to be told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from priorauth.intake.columns import CASE
from priorauth.intake.readings import kind, plain

if TYPE_CHECKING:
    from priorauth.intake.columns import Column, Sheet
    from priorauth.intake.readings import Habits


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it."""

    value: object
    where: str
    """Its place, as people find it: ``Trials!C5``."""
    told: str = ""
    """How its value came to be, where it does not simply stand there."""
    wrong: str = ""
    """Why it has none that may be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by the titles of their columns; empty ones are left out."""

    sheet: Sheet
    cells: Mapping[str, Cell]
    where: str
    """The row's place: ``Trials!5``."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be told of a cell: how it was read, or that it could not be."""

    where: str
    column: str
    told: str
    unread: bool = False
    holds_back: bool = False
    """Whether the patient's chart cannot be written without it."""

    def __str__(self) -> str:
        named = f"{self.where} ({self.column})" if self.column else self.where
        return f"{named} {self.told}." if self.unread else f"{named}: {self.told}."


@dataclass(slots=True)
class Entry:
    """A row as it was read: values by the keys of their columns."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def place(self, key: str) -> str:
        """Where the cell of that key stands; the row, where it is empty."""
        column = next((one for one in self.row.sheet.columns if one.key == key), None)
        cell = self.row.cells.get(column.title) if column else None
        return cell.where if cell else self.row.where

    def refuse(self, key: str, why: str) -> None:
        """Say that a cell which can be read by itself does not go with others."""
        title = next((one.title for one in self.row.sheet.columns if one.key == key), "")
        self.remarks.append(Remark(self.place(key), title, why, unread=True, holds_back=True))


@dataclass(slots=True)
class Rows:
    """All rows, by patient."""

    of: dict[str, list[Entry]] = field(default_factory=dict)
    astray: list[Remark] = field(default_factory=list)
    """Rows of nobody."""


def read_rows(rows: Iterable[Row], habits: Habits) -> Rows:
    """Read every row; one that is the same as an earlier one of its patient is taken once."""
    found = Rows()
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    spelled: dict[str, tuple[str, str]] = {}  # by case, how its number is written first, and where
    others: set[tuple[str, str]] = set()
    for row in rows:
        if not row.cells:
            continue
        same = tuple(sorted((title, plain(cell.value)) for title, cell in row.cells.items()))
        earlier = seen.setdefault((row.sheet.title, same), row.where)
        number = row.cells.get(CASE.title)
        case = CASE.read(number.value, habits) if number and number.value is not None else None
        if number is None or case is None or case.wrong:
            where = number.where if number else row.where
            why = case.wrong if case else (number and number.wrong) or "is empty, so that the row is nobody's"
            found.astray.append(Remark(where, CASE.title, why, unread=True, holds_back=True))
            continue
        entries = found.of.setdefault(case.value, [])
        written = plain(number.value)
        first, place = spelled.setdefault(case.value, (written, number.where))
        if written != first:
            if (case.value, written) not in others:
                others.add((case.value, written))
                why = f"is not written as in {place}, and both would be case {case.value}: they may be two patients"
                told = Remark(number.where, CASE.title, why, unread=True, holds_back=True)
                entries.append(Entry(row, remarks=[told]))
            continue
        if earlier != row.where:
            entries.append(Entry(row, remarks=[Remark(row.where, "", f"the same as {earlier}, and taken once")]))
        else:
            entries.append(_entry(row, habits))
    return found


def _entry(row: Row, habits: Habits) -> Entry:
    entry = Entry(row)
    for column in row.sheet.columns:
        cell = row.cells.get(column.title)
        if cell is not None:
            entry.remarks += _taken(entry, column, cell, habits)
    return entry


def _taken(entry: Entry, column: Column, cell: Cell, habits: Habits) -> Iterator[Remark]:
    held = column.binding or column.needed
    if cell.wrong:
        yield Remark(cell.where, column.title, cell.wrong, unread=True, holds_back=held)
        return
    found = column.read(cell.value, habits)
    if found.wrong:
        why = f"holds {kind(cell.value)} that cannot be read: it {found.wrong.rstrip('.')}"
        yield Remark(cell.where, column.title, why, unread=True, holds_back=held)
        return
    if found.value in ("", []):
        return
    entry.values[column.key] = found.value
    how = ", ".join(one for one in (cell.told, found.told) if one)
    if how and column.private:
        yield Remark(cell.where, column.title, "not taken as it was typed: compare it")
    elif how:
        as_what = f"read as {found.value}: " if isinstance(found.value, str) and found.value not in how else ""
        yield Remark(cell.where, column.title, f"{as_what}{how}")


def lacking(entry: Entry, but: Iterable[str] = ()) -> None:
    """Remark on each cell of the row that must be filled and is not."""
    spared = {CASE.key, *but}
    for column in entry.row.sheet.columns:
        if (
            column.needed
            and column.key not in entry
            and column.title not in entry.row.cells
            and column.key not in spared
        ):
            entry.remarks.append(
                Remark(entry.row.where, column.title, "is empty, and must be filled", unread=True, holds_back=True)
            )
