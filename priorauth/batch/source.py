"""Where the charts of a batch come from: a folder of files, or one file with a chart on each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.errors import BadInput, UsageError
from priorauth.files import is_file, is_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = (".ndjson", ".jsonl")
_CHARTS = (".yaml", ".yml", ".json")
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

    @property
    def where(self) -> str:
        """What errors name."""
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


def _lying_in(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.suffix.lower() in _CHARTS and path.name not in _NOT_CHARTS and not path.name.endswith(".cases.yaml"):
            yield path


def _lines(source: Path) -> Iterator[Item]:
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield Item(source, number, line)
