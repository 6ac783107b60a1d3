"""Where the charts of a batch come from: a folder of files, or one file with a chart on each line."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from priorauth.errors import BadInput, UsageError
from priorauth.files import is_file, is_folder, safe_name
from priorauth.intake.mapping import load_map
from priorauth.intake.readings import Habits
from priorauth.intake.tables import ENDINGS, read_tables
from priorauth.intake.workbook import ENDINGS as WORKBOOKS
from priorauth.yamltree import scalar_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from priorauth.chart.practice import Practice

WORKLIST = "worklist"
"""What is written in place of a source for the pending cases of the worklist."""
LINES = (".ndjson", ".jsonl")
_CORRECT = "Correct the cells that are named; priorauth intake lists them all."
_CHARTS = (".yaml", ".yml", ".json")
_NONE = safe_name("").casefold()
_NOT_CHARTS = ("practice.yaml", "batch.json", "manifest.json", "findings.json", "summary.json")


@dataclass(frozen=True, slots=True)
class Item:
    """One chart, not read yet."""

    path: Path
    """Its file; exhibits are looked for beside it."""
    line: int | None = None
    """Where it stands in a file of many."""
    data: bytes | None = None
    """The chart itself, where it has no file of its own."""
    case: str = ""
    """Whose it is, of a workbook or CSV in which a patient has no line of its own."""
    wrong: str = ""
    """Why there is no chart of it, where that is known already."""
    fix: str = ""
    """And what to do."""
    twin: str = ""
    """Where an earlier chart of the batch stands that has the same case number, if one has."""

    @property
    def where(self) -> str:
        """What errors name."""
        if self.case:
            return f"{self.path}, {self.case if self.case.startswith('case') else f'case {self.case}'}"
        return str(self.path) if self.line is None else f"{self.path}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Tables:
    """How a workbook or CSV is read."""

    today: date
    practice: Practice | None = None
    mapping: Path | None = None
    """The mapping file of a CSV."""


def items(source: Path, tables: Tables | None = None) -> Iterator[Item]:
    """The charts of ``source``, one by one, always in the same order.

    A folder gives each ``chart.yaml`` below it, and the other .yaml and .json files that lie in it. A file whose name
    ends in .ndjson or .jsonl holds a chart in JSON on each line; a workbook or CSV, read as ``tables`` says,
    the rows of many patients.

    Raises:
        BadInput: there is nothing there, or no chart in it.
        UsageError: it is a file of another kind.
    """
    if is_folder(source):
        found = sorted({*source.rglob("chart.yaml"), *_lying_in(source)})
        if not found:
            raise BadInput(
                "There is no chart in this folder.",
                where=str(source),
                fix="A chart is a file chart.yaml in a folder of its own, or a .yaml or .json file in this one.",
            )
        yield from map(Item, found)
    elif not is_file(source):
        raise BadInput("There is no such folder or file.", where=str(source), fix="Check the spelling of the path.")
    elif source.suffix.lower() in LINES:
        yield from _lines(source)
    elif source.suffix.lower() in _CHARTS:
        yield Item(source)
    elif tables and source.suffix.lower() in ENDINGS:
        yield from _of_tables(source, tables)
    else:
        raise UsageError(
            f"A batch cannot be read from a {source.suffix or 'file without an ending'}.",
            where=str(source),
            fix="Name a folder of charts, a file .ndjson with a chart on each line, a workbook, a .csv, FHIR or C-CDA.",
        )


def pending(opened: Iterable[tuple[str, bool]], root: Path) -> Iterator[Item]:
    """The charts of a worklist's cases that have not gone out, each once.

    Args:
        opened: the chart's file of each case, and whether the case is still with the practice.
        root: the workspace, from which the files are counted.
    """
    for path in dict.fromkeys(chart for chart, at_home in opened if at_home):
        yield Item((root / path).resolve())


def _of_tables(source: Path, tables: Tables) -> Iterator[Item]:
    if source.suffix.lower() not in WORKBOOKS and tables.mapping is None:
        raise UsageError(
            "A CSV is read by a mapping file.",
            where=str(source),
            fix="priorauth intake csv FILE --draft-map proposes one; look it over and name it with --map.",
        )
    mapping = load_map(tables.mapping) if tables.mapping else None
    habits = Habits(tables.today, tables.practice.locale if tables.practice else None)
    found = read_tables(source, habits, tables.practice, mapping)
    for one in found.patients:
        held = [str(remark) for remark in one.remarks if remark.holds_back]
        chart = json.dumps(one.chart).encode()
        yield Item(source, data=chart, case=one.case, wrong=" ".join(held[:5]), fix=_CORRECT)
    for remark in found.astray:
        yield Item(source, data=b"{}", wrong=str(remark), fix=_CORRECT)


def how_many(found: Iterable[Item]) -> int:
    """The charts of a source, counted and not kept."""
    return sum(1 for _ in found)


def apart(found: Iterable[Item]) -> Iterator[Item]:
    """The same, each chart marked that has the case number of an earlier one, whose documents its own would replace."""
    seen: dict[str, str] = {}
    for item in found:
        number = safe_name(_case_number(item)).casefold()
        other = seen.setdefault(number, item.where) if number != _NONE else item.where
        yield item if other == item.where else replace(item, twin=other)


def _case_number(item: Item) -> str:
    """What the chart calls its patient, without reading all of it."""
    try:
        return scalar_at("case", item.path.read_bytes() if item.data is None else item.data)
    except OSError:
        return ""


def _lying_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.suffix.lower() in _CHARTS and path.name not in _NOT_CHARTS and not path.name.endswith(".cases.yaml"):
            yield path


def _lines(source: Path) -> Iterator[Item]:
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield Item(source, number, line.rstrip())


def is_json(item: Item) -> None:
    """Look at a chart on a line, of which its errors are to speak as what it is.

    Raises:
        BadInput: it is not JSON.
    """
    if item.line is None or item.data is None:
        return
    try:
        json.loads(item.data)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"This line is not valid JSON ({error.msg}, character {error.colno}).",
            where=item.where,
            fix="Each line holds one chart, whole. Export it again, or correct the line there.",
        ) from None
    except UnicodeDecodeError:
        pass  # told as of any chart
