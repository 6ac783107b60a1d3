"""What the pages show and change: the worklist's cases, their charts, and what is made of them right now."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.generate import Studio
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.made import folder_of
from priorauth.errors import BadInput, UsageError
from priorauth.files import read_bytes, sha256
from priorauth.review.names import Names
from priorauth.review.queue import Queue, queue
from priorauth.review.standings import Standings
from priorauth.signing.standing import judged, standing
from priorauth.worklist.of_a_chart import assessed
from priorauth.worklist.trail import Writer
from priorauth.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from priorauth.documents.edited.desk import Taken
    from priorauth.documents.letter.compose import Letter
    from priorauth.request.assessment import Assessment
    from priorauth.review.door import Person
    from priorauth.worklist.case import Case
    from priorauth.worklist.events import AnyEvent
    from priorauth.worklist.store import Kept, Worklist


_FEW = 20
"""So many cases are read one by one; of more, it is quicker to read all."""


@dataclass(frozen=True, slots=True)
class Open:
    """A case on the desk, with its chart as the file is now."""

    kept: Kept
    chart_file: Path
    chart: str
    """The hash of the chart's file: whoever changes it must have seen this."""
    data: bytes
    """What it says."""
    assessment: Assessment

    @property
    def case(self) -> Case:
        """The case over time."""
        return self.kept.case


class Desk:
    """One practice's work."""

    def __init__(self, root: Path, worklist: Worklist, today: Callable[[], date], now: Callable[[], datetime]) -> None:
        """``root``: the workspace; ``today`` and ``now``: the only clocks."""
        self.root, self.worklist, self.today, self.now = root, worklist, today, now
        self.writing = threading.Lock()
        """Held by whoever changes something, from the look at what is there until it is written: else two forms that
        are sent at once would both find the chart as it was, and the later would undo the earlier."""
        self._lock = threading.Lock()
        self._queue: tuple[object, Queue] | None = None
        self._cases: dict[str, tuple[int, Case]] = {}
        self._names = Names()
        self._set_up: tuple[object, Workspace, Studio] | None = None
        self._standings = Standings(self)

    @property
    def workspace(self) -> Workspace:
        """The workspace as its files are now."""
        return self._current()[0]

    @property
    def out(self) -> Path:
        """Where documents are written."""
        return self.root / "out"

    @property
    def studio(self) -> Studio:
        """Templates and forms as they are now."""
        return self._current()[1]

    def queue(self) -> Queue:
        """All cases that somebody has to look at; made anew only when the worklist or the day has changed.

        What is signed is held against the charts as they are now.
        """
        with self._lock:
            state = (self.worklist.head(), self.today())
            if self._queue is None or self._queue[0] != state:
                self._queue = state, queue(self._all_cases(), self.today())
            listed = self._queue[1]
            signed = [self._cases[row.case][1] for row in listed.signed]
        charts = {row.case: self._chart_of(row.case) for row in listed.ready}
        lost = self._names.lost(dict.fromkeys(charts.values()))
        listed = listed.without_charts([case for case, chart in charts.items() if chart in lost])
        return listed.held_against_charts(self._standings.of(signed))

    def names(self, cases: Iterable[str]) -> Mapping[str, str]:
        """The patients' names for those of the list, by case; where many were not read yet, some of them."""
        charts = {one: self._chart_of(one) for one in cases}
        found = self._names.of(dict.fromkeys(charts.values()))
        return {one: found[path] for one, path in charts.items() if path in found}

    def read_names(self) -> None:
        """Read the names for the list, before anybody asks for it; what goes wrong is told to whoever asks."""
        with suppress(Exception):
            self.queue()
            self._names.read_all(map(self._chart_of, tuple(self._cases)))

    def open(self, case: str) -> Open:
        """A case with its chart, judged today.

        Raises:
            UsageError: there is no such case.
            BadInput: its chart cannot be read, or does not ask for that any more.
        """
        kept = self.worklist.find(case)
        if kept.case.id != case:
            raise UsageError(f"The worklist has no case {case}.", fix="Choose one of the list.")
        path = self.chart_file(kept.case)
        data = read_bytes(path)
        return Open(kept, path, sha256(data), data, assessed(kept.case.opened, self.workspace, self.today()))

    def chart_file(self, case: Case) -> Path:
        """Where the chart of a case lies."""
        return self.root / case.opened.chart

    def folder(self, one: Open) -> Path:
        """Where the documents of its request lie."""
        return folder_of(one.assessment, self.out)

    def as_judged(self, one: Open) -> Assessment:
        """Its assessment, which wants a signature anew where what was signed has changed."""
        return judged(one.assessment, standing(self.studio, one.assessment, one.chart_file, self.out))

    def letter(self, one: Open) -> Letter:
        """The request's own letter, as it would go out now. Raises UsageError as :meth:`taken`."""
        return self.taken(one).letter

    def taken(self, one: Open) -> Taken:
        """The request's own letter as it would go out now: as somebody edited it in its folder, if anybody did.

        Raises:
            UsageError: no letter may be written, because it would argue that criteria are met that are not.
        """
        kind = kind_for(one.assessment.ask.phase)
        if why_not := kind.refusal(one.assessment):
            raise UsageError(why_not)
        return self.studio.taken(self.as_judged(one), kind, self.folder(one))

    def write_down(self, case: str, event: AnyEvent, person: Person, *, seen: int | None = None) -> None:
        """Put an event into the worklist, in that person's name. Raises UsageError where it cannot happen."""
        self.worklist.append(case, event, Writer(person.name, self.now()), seen=seen)

    def is_prescriber(self, person: Person, one: Open) -> bool:
        """Whether that person is the one who prescribes in this case: by name, and by NPI where both have one."""
        practice = self.workspace.practice
        own = practice.prescribers.get(person.prescriber) if practice and person.prescriber else None
        theirs = one.assessment.case.prescriber
        if own is None or theirs is None:
            return False
        same_number = own.npi == theirs.npi if own.npi and theirs.npi else True
        return same_number and own.signs_as(theirs.name)

    def _chart_of(self, case: str) -> Path:
        return self.chart_file(self._cases[case][1])

    def _all_cases(self) -> list[Case]:
        """Every case; read anew only where it has changed."""
        listed = {one.id: one.version for one in self.worklist.listed()}
        changed = [name for name, version in listed.items() if self._cases.get(name, (0,))[0] != version]
        found = self.worklist.cases() if len(changed) > _FEW else map(self.worklist.find, changed)
        self._cases |= {kept.case.id: (kept.version, kept.case) for kept in found}
        return [self._cases[name][1] for name in listed]

    def _current(self) -> tuple[Workspace, Studio]:
        stamp = tuple(
            sorted(
                (str(path), path.stat().st_mtime_ns)
                for top in ("practice.yaml", "templates", "payers")
                for path in ([self.root / top] if (self.root / top).is_file() else (self.root / top).rglob("*"))
                if path.is_file()
            )
        )
        with self._lock:
            if self._set_up is None or self._set_up[0] != stamp:
                workspace = Workspace.around(self.root)
                if workspace.root is None:
                    raise BadInput(
                        "There is no workspace here any more.", where=str(self.root), fix="Start the page in one."
                    )
                self._set_up = stamp, workspace, Studio(workspace, self.worklist.head)
            return self._set_up[1], self._set_up[2]
