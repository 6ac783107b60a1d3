"""How far a record of ink is believed: it lies beside the file, where whoever sends one can put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.kept import SIGNATURE as RECORD
from priorauth.errors import PriorauthError
from priorauth.files import read_bytes, sha256

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.signing.place import Place
    from priorauth.signing.record import Record

_IN_A_SIGNATURE = b"/ByteRange"
"""Stands in every digital signature of a PDF, and is never packed."""


def holds_remains(pdf: bytes) -> bool:
    """Whether something of a digital signature is in a file in which none can be found."""
    return _IN_A_SIGNATURE in pdf


def believed(record: Record, folder: Path, place: Place) -> tuple[bool, str]:
    """Whether the record in ``folder`` counts, and by what, in a sentence.

    Raises:
        BadInput: the worklist cannot be opened.
    """
    known = _in_trail(record, folder, place)
    if known:
        return True, "The worklist has an entry of this very record."
    if known is not None:
        return False, "The worklist has no entry of this record: anybody could have put it beside the file."
    if place.holds_the_file:
        return True, (
            "There is no worklist to hold the record against: it proves no more than that somebody could write into "
            "this folder."
        )
    return False, "The record came with the file: anybody could have put it there."


def _in_trail(record: Record, folder: Path, place: Place) -> bool | None:
    """Whether an entry of the case has the record's hash; ``None`` where there is no worklist."""
    from priorauth.worklist.events import Judged  # noqa: PLC0415  (a database's library is slow to load)
    from priorauth.worklist.store import Worklist  # noqa: PLC0415

    worklist = Worklist.of(place.workspace) if place.workspace.root else None
    if worklist is None:
        return None
    mark = sha256(read_bytes(folder / RECORD))
    try:
        events = worklist.find(f"{record.case}/{record.ask}").history.case.events
    except PriorauthError:
        return False  # it has no such case
    return any(mark in one.made.values() for one in events if isinstance(one, Judged))
