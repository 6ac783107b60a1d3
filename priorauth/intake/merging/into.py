"""A merge written: what was added, on top what is to be decided, and beside it the chart as it was."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.files import is_file, read_bytes, renew
from priorauth.intake.chart_file import holding
from priorauth.intake.merging.merge import Merge, merge
from priorauth.yamledit.edited import edited
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.intake.merging.facts import Side
    from priorauth.yamltree import Document, KeyPath

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Source:
    """The second source: one patient's chart of it, and how its places and files are found."""

    name: str
    """As it is called on top of the chart."""
    document: Document
    place: Callable[[KeyPath], str]
    """Where a fact stands in it."""
    file: Callable[[str], bytes]
    """An exhibit's content."""
    remarks: tuple[str, ...] = ()
    """What was told when it was read, for the chart's own file."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of one chart."""

    path: Path
    merge: Merge
    source: Source
    now: Document
    """The chart as it is now."""
    kept: str = ""
    """What the chart as it was is called now; empty where nothing was written."""

    @property
    def undecided(self) -> int:
        """How much a person has to decide or to look at."""
        return len(self.merge.undecided) + len(self.merge.to_look_at)

    def differing(self) -> Iterator[str]:
        """Each fact to be decided with both values, as a terminal may show it."""
        for one in self.merge.undecided:
            there = self.source.place(one.second_at)
            yield one.told(f"{self.path}, line {self.now.line(one.first_at)}", there, values=not one.private)
        yield from self.merge.to_look_at

    @property
    def added(self) -> str:
        """ "3 fills, 1 facts added"."""
        counts = [f"{name.replace('_', ' ')}: {number}" for name, number in self.merge.added.items()]
        return f"added {', '.join(counts)}" if counts else "nothing added"


def merged_into(path: Path, source: Source, today: date, decisions: Mapping[str, Side] | None = None) -> Merged:
    """Merge ``source`` into the chart at ``path``.

    Raises:
        BadInput: one of the two cannot be read, they are not of one patient, or no chart can hold both. Nothing is
            changed then.
    """
    if path.suffix.lower() == ".json":
        raise BadInput(
            "A chart in JSON can hold no comments, so that nothing could be told in it.",
            where=str(path),
            fix="Save it as YAML (the same text under the ending .yaml is), and merge into that.",
        )
    data = read_bytes(path)
    before = parse(data, path)
    found = merge(before, source.document, _same_file(path, source), decisions or {})
    comment = list(_news(found, source, today, data.decode("utf-8-sig")))
    if not found.edits and not comment:
        return Merged(path, found, source, before)
    made = edited(data, path, found.edits, [line for text in comment for line in _wrapped(text)])
    now = parse(made, path)
    try:
        holding(now)
    except BadInput as error:
        raise BadInput(
            f"No chart can hold both sources: {error.what}",
            where=f"{path} with {source.name}",
            fix="Correct the one that is wrong; nothing was changed.",
        ) from None
    kept = next(name for n in count(1) if not (path.parent / (name := f"{path.name}.earlier-{n}")).exists())
    files = {name: source.file(there) for there, name in found.files.items()}
    renew(path.parent, {kept: data, **files, path.name: made})
    return Merged(path, found, source, now, kept)


def beside(folder: Path) -> Callable[[str], bytes]:
    """How exhibits are read that lie below ``folder``."""

    def content(name: str) -> bytes:
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise BadInput(
                "An exhibit lies outside the folder of the file.",
                where=str(folder),
                fix="Put it beside the file, and name it from there, as exhibits/note.pdf.",
            )
        return read_bytes(folder / name)

    return content


def _same_file(path: Path, source: Source) -> Callable[[str, str], bool]:
    def same(first: str, second: str) -> bool:
        return is_file(path.parent / first) and read_bytes(path.parent / first) == source.file(second)

    return same


def _news(found: Merge, source: Source, today: date, text: str) -> Iterator[str]:
    """What is to be told on top of the chart, but for what is told there already."""
    told = _bare(" ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#")))
    parts: list[tuple[str, list[str]]] = [
        (
            "To be decided. This chart keeps what it says; change it here, or decide by priorauth intake merge --take:",
            [one.told("here", f"{source.name}, {source.place(one.second_at)}") for one in found.undecided],
        ),
        ("To be looked at:", found.to_look_at),
        ("Decided:", [f"{one.told('here before', source.name)}: the {side} holds" for one, side in found.decided]),
        ("To be known:", [*found.asides, *source.remarks]),
    ]
    news = [(head, [one for one in lines if _bare(one) not in told]) for head, lines in parts]
    if not found.edits and not any(lines for _, lines in news[:-1]):
        return
    counts = [f"{name.replace('_', ' ')} {number}" for name, number in found.added.items()]
    yield f"Merged on {today} from {source.name}. Added: {', '.join(counts) or 'nothing'}. Here already: {found.same}."
    for head, lines in news:
        if lines:
            yield head
            yield from (f"- {one}" for one in lines)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, subsequent_indent="  " if text.startswith("- ") else "")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
