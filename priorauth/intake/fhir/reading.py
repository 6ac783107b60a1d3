"""A source read to its end: each patient's chart, one at a time, and the account of what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from priorauth.errors import BadInput
from priorauth.intake.fhir.charted import Charted, Wanted, charted
from priorauth.intake.fhir.index import Index
from priorauth.intake.fhir.notes import Notes
from priorauth.intake.fhir.record import Record
from priorauth.intake.fhir.source import FHIR, Format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.intake.fhir.values import Json

Numbered: TypeAlias = "tuple[str, Charted | str, list[str]]"
"""A case number; its chart, or why there is none; what a person has to look at."""


@dataclass(slots=True)
class Account:
    """What was read of a source and what was not, in numbers. It names nobody."""

    files: int = 0
    charts: int = 0
    whole: int = 0
    """Charts that hold a request."""
    refused: list[str] = field(default_factory=list)
    """Patients without a chart, each by the case number it would have, with the reason."""
    read: Counter[str] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[BadInput] = field(default_factory=list)
    """Files and lines that could not be read."""

    @property
    def as_data(self) -> Json:
        """The same as a script reads it."""
        return {
            "files": self.files,
            "charts": self.charts,
            "with_request": self.whole,
            "refused": self.refused,
            "read": dict(sorted(self.read.items())),
            "left_out": [{"what": kind, "why": why, "count": n} for (kind, why), n in sorted(self.left.items())],
            "faults": [str(fault) for fault in self.faults],
        }


def patients(source: Path, wanted: Wanted, prefix: str, account: Account, form: Format = FHIR) -> Iterator[Numbered]:
    """Every patient of ``source`` in its order, numbered; no more than one is held at a time.

    Raises:
        BadInput: there is no patient in it, or nothing of it can be read.
    """
    index = Index(source, form)
    try:
        account.files = len(index.files)
        account.faults = index.faults
        account.left.update({(kind, why): n for (kind, why), n in index.again.items()})
        account.left.update({(kind, "a type that says nothing a chart holds"): n for kind, n in index.unread.items()})
        number = 0
        for number, (row, disputed, double) in enumerate(index.patients(), start=1):
            yield _numbered(index, row, wanted, f"{prefix}{number:04}", account, disputed=disputed, double=double)
        if not number:
            raise _none(source, index)
        for kind, count in index.without_patient().items():
            account.left[kind, "its patient is not in the source"] += count
    finally:
        index.close()


def _numbered(
    index: Index, row: int, wanted: Wanted, case: str, account: Account, *, disputed: bool, double: bool
) -> Numbered:
    notes = Notes()
    if double:
        notes.remark("Another patient of the source has the same name and birth date. Look whether it is one person.")
    found: Charted | str = "shares its id with another patient of the source"
    if not disputed:
        found = charted(Record(index, row, notes), notes, wanted, case)
    if isinstance(found, str):
        account.refused.append(f"{case}: the patient {found}.")
    else:
        account.charts += 1
        account.whole += found.whole
    account.read.update(notes.read)
    account.left.update(notes.left)
    return case, found, notes.remarks


def _none(source: Path, index: Index) -> BadInput:
    if index.faults:
        return index.faults[0]
    return BadInput(
        "There is no patient in this FHIR.",
        where=str(source),
        fix="Add the export's file of patients: whose the other resources are cannot be told without it.",
    )
