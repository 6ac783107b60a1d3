"""What a patient's documents were made from, kept beside them: where nothing of it changed, nothing is made again.

The day is no part of it. A chart whose documents are of an earlier day is judged again, for time alone can change a
verdict; only if the judgement is another one are the documents written anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from priorauth import __version__
from priorauth.batch.outcome import Outcome
from priorauth.files import sha256
from priorauth.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from priorauth.documents.generate import Studio
    from priorauth.documents.packet.parts import Sending

FILE = "batch.json"


class Record(Frozen):
    """One patient's, as it lies in the patient's folder."""

    chart: str
    """Its hash."""
    ground: str
    """Of all that is the same for every patient: program, templates, practice, how packets are wanted."""
    payers: dict[str, str]
    """The hash of the policies of each payer that the chart names."""
    exhibits: dict[str, str]
    """The hash of each exhibit's file, by its path in the chart."""
    as_of: str
    """The day for which it was last judged."""
    judged: str
    """The hash of that judgement, without its day."""
    outcome: Outcome


def ground_of(studio: Studio, sending: Sending) -> str:
    """What is the same for every patient, as one hash."""
    parts = [
        __version__.encode(),
        repr(sending).encode(),
        studio.workspace.profile or b"",
        studio.workspace.logo or b"",
    ]
    parts += [piece for name, data in studio.templates.items() for piece in (name.encode(), data)]
    return _hash(parts)


def payer_of(payer: str, folders: Iterable[Path]) -> str:
    """The policies of one payer, and of the label that stands in for them, as one hash."""
    named = [path for folder in folders for name in (payer, "label") for path in sorted((folder / name).glob("*.yaml"))]
    files = [path for path in named if not path.name.endswith(".cases.yaml")]
    return _hash(piece for path in files for piece in (path.name.encode(), path.read_bytes()))


def judgement(reports: Iterable[Mapping[str, object]], more: Iterable[object], as_of: date) -> str:
    """What was found, as one hash: whatever names the day on which it was looked at is as if it named no day."""
    told = json.dumps([list(reports), [repr(one) for one in more]], sort_keys=True)
    return sha256(told.replace(as_of.isoformat(), "that day").replace(repr(as_of), "that day").encode())


def read(folder: Path) -> Record | None:
    """The record in a patient's folder; none, if it is not there or is of another version of the program."""
    try:
        return Record.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def dated(record: Record, as_of: date) -> Record:
    """The same, judged for another day."""
    return record.model_copy(update={"as_of": as_of.isoformat()})


def hashed(path: Path) -> str:
    """A file's hash; empty, if it cannot be read."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def _hash(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
