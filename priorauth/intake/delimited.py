"""Reading a CSV, as an EHR or a pharmacy exports it, by its mapping file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.files import read_bytes
from priorauth.intake.columns import CASE, COVERAGE, PATIENTS
from priorauth.intake.mapping import place_of
from priorauth.intake.rows import Cell, Row
from priorauth.reading import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.intake.columns import Sheet
    from priorauth.intake.mapping import Map

ENDINGS = (".csv", ".tsv", ".txt")
MAX_COLUMNS = 200
_DELIMITERS = ",;\t|"
_ONCE = (PATIENTS.title, COVERAGE.title)
"""Sheets whose rows an export repeats on each line of the patient."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV as it stands: headings, and the fields of each line with the line on which it begins."""

    path: Path
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    told: tuple[str, ...] = ()
    """What was taken from the file itself: its encoding, where that is not UTF-8."""


def table(path: Path, mapping: Map | None = None) -> Table:
    """Read the file; the mapping may say its encoding and delimiter.

    Raises:
        BadInput: it is no text, has no headings or too many, or a field never ends.
    """
    data = read_bytes(path)
    text, told = _decoded(data, path, mapping.encoding if mapping else None)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = (mapping.delimiter if mapping else None) or max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    read: list[tuple[int, tuple[str, ...]]] = []
    begins = 1
    try:
        for row in rows:
            if any(field.strip() for field in row):
                read.append((begins, tuple(field.strip() for field in row)))
            begins = rows.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            raise BadInput(
                f"A field is longer than {csv.field_size_limit():,} letters.",
                where=f"{path}, line {begins}",
                fix="No export of a practice has such a field; look whether its quotes end, and export it again.",
            ) from None
        raise BadInput(
            "The file is damaged: a field in quotes does not end, or goes on after its quotes.",
            where=f"{path}, line {begins}",
            fix="Export it again; a quote inside a field is written twice.",
        ) from None
    headings = read[0][1] if read else ()
    if len(headings) < 2 or not all(headings):
        raise BadInput(
            "The first line holds no headings.",
            where=str(path),
            fix="Export it with a heading for each column; a mapping file may name the delimiter.",
        )
    if len(headings) > MAX_COLUMNS:
        raise BadInput(
            f"The file has more than {MAX_COLUMNS} columns.",
            where=str(path),
            fix="Export only the columns that the mapping file names.",
        )
    return Table(path, headings, tuple(read[1:]), told)


def _decoded(data: bytes, path: Path, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    if encoding is None and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    for one in [encoding] if encoding else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(one)
        except (UnicodeError, LookupError):
            continue
        if "\0" in text:
            break
        return text, (f"read as {one}, for it is not UTF-8",) if one not in ("utf-8-sig", encoding) else ()
    raise BadInput(
        "The file is no text in an encoding that is known here.",
        where=str(path),
        fix="Export it as CSV in UTF-8, or name its encoding in the mapping file.",
    )


def rows(table: Table, mapping: Map) -> Iterator[Row]:
    """The lines as rows of the workbook's sheets.

    Raises:
        BadInput: the mapping names a heading that the file does not have.
    """
    at = {"": _column(table, mapping.case)}
    wanted = {place: _column(table, heading) for place, heading in mapping.columns.items()}
    sheets: dict[str, tuple[Sheet, dict[str, int], dict[str, str]]] = {}
    for place in (*wanted, *mapping.fixed):
        found = place_of(place)
        if found:
            sheet, column = found
            _, columns, fixed = sheets.setdefault(sheet.title, (sheet, {}, {}))
            if place in wanted:
                columns[column.title] = wanted[place]
            else:
                fixed[column.title] = mapping.fixed[place]
    seen: set[tuple[str, ...]] = set()
    for number, fields in table.lines:
        whole = len(fields) == len(table.headings)
        case = fields[at[""]] if at[""] < len(fields) else ""
        for sheet, columns, fixed in sheets.values():
            given = {title: fields[place] for title, place in columns.items() if place < len(fields) and fields[place]}
            content = (sheet.title, case, *map(str, sorted(given.items())))
            if (columns and not given) or (sheet.title in _ONCE and content in seen):
                continue
            seen.add(content)
            cells = {CASE.title: Cell(case, f"line {number}, {mapping.case}")} if case else {}
            for title, text in given.items():
                wrong = (
                    "" if whole else f"stands on a line of {len(fields)} fields, under {len(table.headings)} headings"
                )
                cells[title] = Cell(text, f"line {number}, {table.headings[columns[title]]}", wrong=wrong)
            for title, text in fixed.items():
                cells.setdefault(title, Cell(text, "fixed in the mapping file"))
            yield Row(sheet, cells, f"line {number}")


def _column(table: Table, heading: str) -> int:
    if table.headings.count(heading) == 1:
        return table.headings.index(heading)
    near = nearest(heading, table.headings)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See which it has: priorauth intake csv FILE --draft-map."
    many = heading in table.headings
    told = "more than once" if many else "nowhere"
    raise BadInput(
        f"The mapping file names a heading that the file has {told} ({heading}).",
        where=str(table.path),
        fix="Give each column a heading of its own." if many else hint,
    )
