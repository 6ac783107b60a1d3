"""The files of a session: the chart, written after each answer, and beside it what the chart cannot hold yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from priorauth.errors import BadInput
from priorauth.files import is_file, read_bytes, renew
from priorauth.guided.draft import Draft, joined, ordered, parted
from priorauth.guided.rewritten import rewritten
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamledit.written import dumped
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.guided.draft import Group

CHART, BESIDE = "chart.yaml", "asked.txt"
_HEAD = "# Written by priorauth new, which goes on where it was left. Change it by hand wherever that is quicker.\n\n"
_BESIDE_HEAD = """\
# What priorauth new asked and the chart cannot hold. passed: nobody knew the answer; take a line out to be asked it
# again. waiting: what has to be whole before the chart can hold it, such as a score without its day.
"""


class Beside(Frozen):
    """What stands beside the chart."""

    passed: tuple[str, ...] = ()
    taken_up: tuple[str, ...] = ()
    waiting: dict[str, Any] = {}


@dataclass(slots=True)
class Kept:
    """A folder with a chart in the making."""

    folder: Path
    _there: dict[str, bytes | None] = field(default_factory=dict)
    """Both files as this session last saw them."""
    _made_here: bool = False
    """Whether there was no chart when this session began."""

    @property
    def chart(self) -> Path:
        """The chart's file."""
        return self.folder / CHART

    def read(self) -> Draft:
        """What was answered before, and what was changed by hand since.

        Raises:
            BadInput: a file cannot be read.
        """
        self._there = {name: self._now(name) for name in (CHART, BESIDE)}
        chart, beside = self._there[CHART], self._there[BESIDE]
        self._made_here = chart is None
        tree = parse(chart, self.chart).tree if chart is not None else {}
        if not isinstance(tree, dict):
            raise BadInput("This is no chart.", where=str(self.chart), fix="Name the folder of a chart, or a new one.")
        left = validated(Beside, parse(beside, self.folder / BESIDE)) if beside is not None else Beside()
        return Draft(joined(tree, left.waiting), frozenset(left.passed), frozenset(left.taken_up))

    def write(self, draft: Draft) -> None:
        """Keep the draft.

        Raises:
            BadInput: a file was changed by somebody else meanwhile, or cannot be written.
        """
        if any(self._now(name) != there for name, there in self._there.items()):
            raise BadInput(
                "The chart was changed by somebody else meanwhile.",
                where=str(self.chart),
                fix="The last answer was not written. Run the command again: it goes on from the chart as it is now.",
            )
        ready, waiting = parted(draft.facts)
        new: dict[str, bytes] = {}
        if waiting or draft.passed or draft.taken_up or self._there[BESIDE] is not None:
            new[BESIDE] = _beside(draft, waiting)
        if ready:
            new[CHART] = self._chart(ready)
        new = {name: data for name, data in new.items() if data != self._there[name]}
        # Who goes back to before there was a chart has none again; one that somebody else made is never taken away.
        gone = [CHART] if not ready and self._made_here and self._there[CHART] is not None else []
        renew(self.folder, new, gone)
        self._there |= new | dict.fromkeys(gone)

    def _chart(self, ready: Group) -> bytes:
        there, ready = self._there[CHART], ordered(ready)
        return (_HEAD + dumped(ready)).encode() if there is None else rewritten(there, self.chart, ready)

    def _now(self, name: str) -> bytes | None:
        path = self.folder / name
        return read_bytes(path) if is_file(path) else None


def _beside(draft: Draft, waiting: Group) -> bytes:
    data = {"passed": sorted(draft.passed), "taken_up": sorted(draft.taken_up), "waiting": ordered(waiting)}
    return (_BESIDE_HEAD + dumped(data)).encode()
