"""Workbooks and CSV files as charts: the one way in for the commands and for a batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from priorauth.errors import BadInput
from priorauth.intake import delimited, workbook
from priorauth.intake.rows import Remark, read_rows
from priorauth.intake.taken import How, Taken, taken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from priorauth.chart.practice import Practice
    from priorauth.intake.mapping import Map
    from priorauth.intake.readings import Habits

ENDINGS = (*workbook.ENDINGS, *delimited.ENDINGS)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: its patients, the rows of nobody, and what is to be told of it as a whole."""

    patients: tuple[Taken, ...]
    astray: tuple[Remark, ...]
    """Each once, though a line of a CSV is a row of several sheets."""
    told: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All remarks, in the order of the patients."""
        return (*self.astray, *(one for patient in self.patients for one in patient.remarks))


def from_workbook(
    book: workbook.Book, habits: Habits, practice: Practice | None, known: Mapping[str, dict[str, Any]] | None = None
) -> Read:
    """The charts of a workbook; ``known``: who each patient is whose chart is there already."""
    habits = replace(habits, from_1904=book.from_1904)
    rows = read_rows(book.rows(), habits)
    told = [f"Nothing is read from the sheet {name}." for name in book.not_known()]
    if book.has_macros:
        told.append("Its macros are not looked at.")
    how = How(book.path, habits, practice, practice.ndc if practice else {}, known=known)
    return _read(Read(tuple(taken(rows, how)), tuple(dict.fromkeys(rows.astray)), tuple(told)), book.path)


def from_csv(
    path: Path,
    mapping: Map,
    habits: Habits,
    practice: Practice | None,
    known: Mapping[str, dict[str, Any]] | None = None,
) -> Read:
    """The charts of a CSV; ``known``: who each patient is whose chart is there already."""
    habits = replace(habits, locale=mapping.locale or habits.locale)
    table = delimited.table(path, mapping)
    rows = read_rows(delimited.rows(table, mapping), habits)
    ndc = (practice.ndc if practice else {}) | mapping.ndc
    how = How(path, habits, practice, ndc, mapping.trials_from_fills, mapping.new_trial_after_days, known)
    return _read(Read(tuple(taken(rows, how)), tuple(dict.fromkeys(rows.astray)), table.told), path)


def _read(found: Read, path: Path) -> Read:
    if not found.patients and not found.astray:
        raise BadInput(
            "The file holds no patient.", where=str(path), fix="Each row below the headings is read; there is none."
        )
    return found


def read_tables(path: Path, habits: Habits, practice: Practice | None = None, mapping: Map | None = None) -> Read:
    """A workbook, or a CSV where there is a ``mapping``."""
    if mapping is None:
        return from_workbook(workbook.Book(path), habits, practice)
    return from_csv(path, mapping, habits, practice)
