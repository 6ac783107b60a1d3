"""``signature.json``, beside what was signed: who, when, which files, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from priorauth.chart.item import Text
from priorauth.documents.kept import SIGNATURE
from priorauth.files import is_file, sha256
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.signing.pins import Hash, Pins
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path


FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""Of a file in the same folder, and no path to elsewhere."""


class Certificate(Frozen):
    """By which certificate it was signed."""

    fingerprint: Hash
    subject: Text
    issuer: Text
    valid_until: Text


class Record(Frozen):
    """What was signed, and by whom. No patient's name is in it."""

    how: Literal["digital", "ink"]
    case: Text
    ask: Text
    kind: Text
    """Of the letter."""
    chart: Text
    """The chart's file, relative to the workspace where it lies below it."""
    by: Text
    """The prescriber."""
    npi: Text
    at: Text
    """The moment of a digital signature, with its zone; the day of one in ink."""
    recorded_by: Text | None = None
    """Of a signature in ink: who took the scan in."""
    certificate: Certificate | None = None
    timestamp_authority: Text | None = None
    """Who confirmed the moment, if anybody did."""
    scans: dict[FileName, Hash] = {}
    """Of a signature in ink: the scans as they were brought, by the document that they are of."""
    files: dict[FileName, Hash]
    """What was signed, by name."""
    pins: Pins

    def written(self) -> bytes:
        """As it stands in its file."""
        return (self.model_dump_json(indent=2, exclude_none=True) + "\n").encode()

    def intact(self, folder: Path) -> dict[str, bytes]:
        """The files that are there as they were signed."""
        there = {name: (folder / name).read_bytes() for name in self.files if is_file(folder / name)}
        return {name: data for name, data in there.items() if sha256(data) == self.files[name]}


def signed_folders(folder: Path) -> list[Path]:
    """Where something is signed of the request whose documents lie in ``folder``: its own first, then other letters.

    What other documents have taken the place of is left out.
    """
    below = sorted(path.parent for path in folder.glob(f"*/{SIGNATURE}") if not path.parent.name.startswith("signed-"))
    return [one for one in (folder, *below) if is_file(one / SIGNATURE)]


def record_in(folder: Path) -> Record | None:
    """What was signed in ``folder``, if anything was.

    Raises:
        BadInput: the record is not as the program writes it.
    """
    path = folder / SIGNATURE
    return validated(Record, read(path)) if is_file(path) else None
