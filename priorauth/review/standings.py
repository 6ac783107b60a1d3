"""Whether what was signed is still what the charts say: on a case's page, and in the list without reading each chart.

To hold a signature against its chart takes some 20 milliseconds. For the list it is done once, and again when one of
the files that it rests on is another one, or the day is. What the list has no time for is done behind it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from priorauth.documents.kept import SIGNATURE, request_folder
from priorauth.errors import PriorauthError
from priorauth.signing.record import record_in
from priorauth.signing.standing import judged, signed_letters, standing
from priorauth.worklist.of_a_chart import assessed, signature_anew

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from priorauth.documents.generate import Studio
    from priorauth.review.desk import Desk, Open
    from priorauth.worklist.case import Case
    from priorauth.worklist.events import Opened

SECONDS = 0.02
"""For so long a list is kept waiting. The project's own choice: a page takes a tenth of a second."""
_PAUSE_SECONDS = 0.05
"""Between two cases that are looked at behind the list: pages that are asked for meanwhile go first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How one signature stands, in a line."""

    line: str
    stale: bool


def signatures(desk: Desk, one: Open) -> Iterator[Shown]:
    """How each signature of a case stands, the request's own first."""
    assessment, out = one.assessment, desk.out
    letters = [*signed_letters(assessment, out)]
    for letter in letters:
        try:
            found = standing(desk.studio, assessment, one.chart_file, out, letter)
        except PriorauthError as error:
            yield Shown(f"It could not be held against the chart. {error}", stale=True)
            continue
        if found:
            yield Shown(found.line, stale=bool(found.changed or found.missing))
    given = assessment.ask.signed_for(assessment.ask.phase)
    anew = [*signature_anew(assessment)]
    for wanted in anew:
        yield Shown(f"Stale: wanted is {wanted}.", stale=True)
    if given and not anew and not letters:
        last = max(given, key=lambda each: each.on)
        told = f"Signed by {last.by} on {last.on}, as the chart says."
        seen = "It was recorded by hand: that the chart changed is seen by facts of a later day alone."
        yield Shown(f"{told} {seen}", stale=False)


@dataclass(frozen=True, slots=True)
class _Held:
    """What was found, and for which files on which day."""

    opened: Opened
    studio: Studio
    day: date
    files: tuple[Path, ...]
    stamps: tuple[object, ...]
    why: str

    def holds(self, case: Case, studio: Studio, day: date) -> bool:
        """Whether it would be found again."""
        same = self.studio is studio and (self.opened, self.day) == (case.opened, day)
        return same and self.stamps == _stamps(self.files)


class Standings:
    """Of all that is signed and not sent yet, for one desk."""

    def __init__(self, desk: Desk, seconds: float = SECONDS) -> None:
        self._desk, self._seconds = desk, seconds
        self._held: dict[str, _Held] = {}
        self._behind: threading.Thread | None = None

    def of(self, cases: Iterable[Case]) -> dict[str, str | None]:
        """By case: why its signature is stale; empty if it is not; ``None`` if there was no time to see."""
        began, found = perf_counter(), dict[str, str | None]()
        left: list[Case] = []
        studio, day = self._desk.studio, self._desk.today()
        for case in cases:
            held = self._held.get(case.id)
            if held and held.holds(case, studio, day):
                found[case.id] = held.why
            elif perf_counter() - began <= self._seconds:
                found[case.id] = self._look(case, studio, day)
            else:
                found[case.id] = None
                left.append(case)
        if left and (self._behind is None or not self._behind.is_alive()):
            self._behind = threading.Thread(target=self._look_at_all, args=(left, studio, day), daemon=True)
            self._behind.start()
        return found

    def _look_at_all(self, cases: list[Case], studio: Studio, day: date) -> None:
        for one in cases:
            self._look(one, studio, day)
            sleep(_PAUSE_SECONDS)

    def _look(self, case: Case, studio: Studio, day: date) -> str:
        workspace, out = studio.workspace, self._desk.out
        chart_file = self._desk.chart_file(case)
        folder = request_folder(out, case.opened.case, case.opened.ask)
        files, why = [chart_file], ""
        stamps = _stamps(files)  # before they are read: what changes meanwhile is seen the next time
        try:
            assessment = assessed(case.opened, workspace, day)
            files += [chart_file.parent / one.file for one in assessment.case.exhibits]
            record = record_in(folder)
            if record:
                files += [folder / name for name in (*record.files, SIGNATURE)]
            stamps = (*stamps, *_stamps(files[1:]))
            found = standing(studio, assessment, chart_file, out)
            why = "; ".join(f"wanted is {one}" for one in signature_anew(judged(assessment, found)))
            if found and found.missing and not why:
                why = f"not there as signed: {', '.join(found.missing)}"
        except PriorauthError as error:
            why = f"it could not be held against the chart: {error.what}"
        self._held[case.id] = _Held(case.opened, studio, day, tuple(files), stamps, why)
        return why


def _stamps(files: Iterable[Path]) -> tuple[object, ...]:
    return tuple(map(_stamp, files))


def _stamp(path: Path) -> object:
    """Another one whenever the file may be another; its change cannot be dated back as its modification can."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
