"""Who of the practice has read a payer's live policy, and when. Kept in the workspace, beside its own policies.

What was read is pinned by its content: a policy file that changes afterwards is unverified again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Text
from priorauth.files import write_private
from priorauth.model import Frozen
from priorauth.policy.envelope import Outdated, Verified
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

FILE_NAME = "verified.yaml"


class Reading(Frozen):
    """One reading of one live policy."""

    policy: Text
    """Payer and file name: ``cigna/psychiatry-spravato``."""
    sha256: Text
    """Of the policy file that was found to say what the payer says."""
    by: Text
    on: ExactDay


class Readings(Frozen):
    """Every reading of a workspace, the oldest first."""

    verified: tuple[Reading, ...] = ()


def readings(folders: Iterable[Path]) -> tuple[Reading, ...]:
    """The readings that are recorded in these folders of policies.

    Raises:
        BadInput: a record cannot be read.
    """
    files = [path for folder in folders if (path := folder / FILE_NAME).is_file()]
    return tuple(one for path in files for one in validated(Readings, read(path)).verified)


def verified(key: str, sha256: str, known: Iterable[Reading]) -> Verified | None:
    """The last reading of exactly this content; else the last of what the file said before; ``None`` without either."""
    own = [one for one in known if one.policy == key]
    last = max(own, key=lambda one: (one.sha256 == sha256, one.on), default=None)
    if last is None:
        return None
    return (Verified if last.sha256 == sha256 else Outdated)(verified_by=last.by, on=last.on)


def record(folder: Path, key: str, sha256: str, by: str, on: date) -> Path:
    """Add a reading to the record in ``folder``; returns the record's file.

    Raises:
        BadInput: the record cannot be read or written.
    """
    known = (*readings([folder]), Reading(policy=key, sha256=sha256, by=by, on=on))
    lines = [
        "# Who has read which payer's live policy, and when. Written by: priorauth payers verify",
        "verified:",
        *(
            f"  - {{policy: {_quoted(one.policy)}, sha256: {one.sha256}, by: {_quoted(one.by)}, on: {one.on}}}"
            for one in known
        ),
    ]
    path = folder / FILE_NAME
    write_private(path, ("\n".join(lines) + "\n").encode("utf-8"))
    return path


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
