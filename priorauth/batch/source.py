"""Where the charts of a batch come from: a folder of files, or one file with a chart on each line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from priorauth.errors import BadInput, UsageError
from priorauth.files import is_file, is_folder, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WORKLIST = "worklist"
"""What is written in place of a source for the pending cases of the worklist."""
LINES = (".ndjson", ".jsonl")
_CHARTS = (".yaml", ".yml", ".json")
_CASE = re.compile(rb"""^case:[ \t]*["']?([^"'#\s]+)""", re.MULTILINE)
_NONE = safe_name("").casefold()
_NOT_CHARTS = ("practice.yaml", "batch.json", "manifest.json", "findings.json")


@dataclass(frozen=True, slots=True)
class Item:
    """One chart, not read yet."""

    path: Path
    """Its file; exhibits are looked for beside it."""
    line: int | None = None
    """Where it stands in a file of many."""
    data: bytes | None = None
    """The chart itself, where it has no file of its own."""
    part: str = ""
    """Which of several it is in a source that is neither files nor lines: its case number."""
    fault: str = ""
    """Why there is no chart to read, where there is none."""
    twin: str = ""
    """Where an earlier chart of the batch stands that has the same case number, if one has."""

    @property
    def where(self) -> str:
        """What errors name."""
        if self.part:
            return f"{self.path}, {self.part}"
        return str(self.path) if self.line is None else f"{self.path}, line {self.line}"


def items(source: Path) -> Iterator[Item]:
    """The charts of ``source``, one by one, always in the same order.

    A folder gives each ``chart.yaml`` below it, and the other .yaml and .json files that lie in it. A file whose name
    ends in .ndjson or .jsonl holds a chart in JSON on each line.

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
    else:
        raise UsageError(
            f"A batch cannot be read from a {source.suffix or 'file without an ending'}.",
            where=str(source),
            fix="Name a folder of charts, or a file .ndjson with a chart on each line.",
        )


def pending(opened: Iterable[tuple[str, bool]], root: Path) -> Iterator[Item]:
    """The charts of a worklist's cases that have not gone out, each once.

    Args:
        opened: the chart's file of each case, and whether the case is still with the practice.
        root: the workspace, from which the files are counted.
    """
    for path in dict.fromkeys(chart for chart, at_home in opened if at_home):
        yield Item((root / path).resolve())


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
    """What the chart calls its patient, without reading all of it; what is hidden deeper is no number of a chart."""
    try:
        data = item.path.read_bytes() if item.data is None else item.data
    except OSError:
        return ""
    if data.lstrip()[:1] == b"{":
        try:
            found = json.loads(data)
        except ValueError:
            return ""
        number = found.get("case") if isinstance(found, dict) else None
        return number if isinstance(number, str) else ""
    match = _CASE.search(data)
    return match[1].decode("utf-8", "replace") if match else ""


def _lying_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.suffix.lower() in _CHARTS and path.name not in _NOT_CHARTS and not path.name.endswith(".cases.yaml"):
            yield path


def _lines(source: Path) -> Iterator[Item]:
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield Item(source, number, line)
