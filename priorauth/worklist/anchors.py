"""What the packets' manifests say of the audit trail: the last entry that there was when each was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.files import read_bytes, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Anchored:
    """One manifest that names an entry of the trail."""

    path: str
    sequence: int
    hash: str
    sha256: str
    """Of the manifest itself."""
    told: bool
    """Whether an entry of the trail must tell of it: it belongs to a case of the worklist."""


def anchored(folder: Path) -> Iterator[Anchored]:
    """Every manifest below ``folder`` that was made while there was a worklist, in the order of their paths.

    Raises:
        BadInput: one cannot be read.
    """
    for path in sorted(folder.rglob("manifest.json")):
        data = read_bytes(path)
        try:
            match json.loads(data):
                case {"trail": {"sequence": int() as sequence, "hash": str() as known, **more}}:
                    told = "case" in more
                    yield Anchored(path.relative_to(folder.parent).as_posix(), sequence, known, sha256(data), told)
                case _:
                    continue
        except ValueError:
            continue  # no manifest of ours, whatever its name
