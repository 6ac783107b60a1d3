"""Patients' names for the list: the worklist holds none, so that they are read from the charts as their files are now.

They stay in memory, and are shown to whoever was let in. Nothing but the name is read, so that a chart with a mistake
elsewhere has its place in the list too.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from priorauth.errors import BadInput
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

AT_ONCE = 40
"""So many charts are read while somebody waits for the list: about a millisecond each. The project's own choice."""


class Names:
    """Names by the chart's file; each is read once, and again when its file has changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], str]] = {}
        self._reading = threading.Lock()

    def of(self, charts: Iterable[Path], most: int | None = AT_ONCE) -> Mapping[Path, str]:
        """The names in ``charts``; of those that were not read yet, the first ``most``.

        A chart that is not there, cannot be read or has no name is left out.
        """
        found: dict[Path, str] = {}
        for path in charts:
            stamp = _stamp(path)
            known = self._known.get(path)
            if stamp is None:
                continue
            if (known is None or known[0] != stamp) and most != 0:
                most = most and most - 1
                known = self._known[path] = stamp, _name_in(path)
            if known and known[1]:
                found[path] = known[1]
        return found

    def lost(self, charts: Iterable[Path]) -> frozenset[Path]:
        """Charts that are not there, or hold nothing in which a name can be read; of what was not read yet, none."""
        charts = tuple(charts)
        found = self.of(charts)
        return frozenset(path for path in charts if path not in found and self._is_lost(path))

    def _is_lost(self, path: Path) -> bool:
        stamp, known = _stamp(path), self._known.get(path)
        return stamp is None or (known is not None and known == (stamp, ""))

    def read_all(self, charts: Iterable[Path]) -> None:
        """Read all of them, before anybody asks; once at a time."""
        with self._reading:
            self.of(charts, None)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_mtime_ns, there.st_size


def _name_in(path: Path) -> str:
    try:
        tree: Any = read(path).tree
        name = tree["patient"]["name"]
        return " ".join(str(name[part]) for part in ("first", "middle", "last") if name.get(part))
    except (BadInput, KeyError, TypeError, AttributeError):
        return ""
