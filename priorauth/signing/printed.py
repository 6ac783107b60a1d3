"""Documents printed to be signed by hand, and what is kept of that until the scan of them comes back.

What is printed says DRAFT no more, for nothing but the signature is wanted. Its line is empty: no picture of a
signature is ever put there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from priorauth.chart.item import Text
from priorauth.errors import NotReady
from priorauth.files import is_file, read_bytes, renew, sha256
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.signing.opened import Opened
from priorauth.signing.person import must_be_named_so, prescriber_of
from priorauth.signing.pins import Hash, Pins
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.signing.opened import Request

FOLDER, PRINTED = "to-sign", "printed.json"
_TO_PRINT = ("letter.pdf", "form.pdf", "form-addendum.pdf")


class Print(Frozen):
    """What was printed to be signed by hand."""

    on: date
    """The day that the documents name, and up to which facts were looked at."""
    kind: Text
    accepts: Text | None = None
    """What was edited in the letter's Word file and stands in it: it is accepted with the signature."""
    by_hand: tuple[Text, ...] = ()
    """What else somebody has to write on the form."""
    files: dict[Text, Hash]
    pins: Pins


@dataclass(frozen=True, slots=True)
class Printed:
    """What is to be printed, and lies in a folder for that."""

    folder: Path
    note: Print

    @property
    def files(self) -> tuple[str, ...]:
        """Their names, in the order in which they are read."""
        return tuple(name for name in _TO_PRINT if name in self.note.files)

    def file(self, name: str) -> bytes:
        """One of them.

        Raises:
            NotReady: it is not as it was written.
        """
        data = read_bytes(self.folder / name) if is_file(self.folder / name) else b""
        if sha256(data) != self.note.files[name]:
            raise NotReady(
                "What is there to be printed was changed by somebody, or taken away.",
                where=str(self.folder / name),
                fix="Print it again, and have that signed.",
            )
        return data

    def changed(self, request: Request) -> tuple[str, ...]:
        """What the documents were made from and is not as it was: "the chart"."""
        return self.note.pins.changed(Opened.of(request, self.note.on).pinned("").pins)


def print_out(request: Request, today: date) -> Printed:
    """Write the letter and the form as they are to be signed by hand, into a folder of their own.

    Raises:
        NotReady: something else than the signature is wanted, or a document was edited by hand.
        BadInput: the chart or another file cannot be used or written, or gives the prescriber another name than the
            profile.
        UsageError: the chart asks for no such thing.
    """
    case = Opened.of(request, today)
    who = prescriber_of(case.assessment.case)
    must_be_named_so(who, request.studio.workspace.practice)
    case.must_want_nothing_else()
    pinned = case.pinned(who.npi or "")
    if request.accepts is not None:
        case = case.with_sign_off(who.signature_name, today, pinned.pins)  # as the chart will say it, once it is signed
    made = request.studio.documents(
        case.as_if_signed(), request.chart_file, case.data, case.kind, case.folder, request.sending
    )
    case.must_be_final(made)
    files = {name: made.files[name] for name in _TO_PRINT if name in made.files}
    note = Print(
        on=today,
        kind=case.kind.name,
        accepts=request.accepts,
        by_hand=made.by_hand,
        files={name: sha256(data) for name, data in files.items()},
        pins=pinned.pins,
    )
    folder = case.folder / FOLDER
    written = files | {PRINTED: (note.model_dump_json(indent=2) + "\n").encode()}
    renew(folder, written, gone=[name for name in _TO_PRINT if name not in files])
    return Printed(folder, note)


def printed_in(folder: Path) -> Printed | None:
    """What was printed of the documents in ``folder``, if anything was.

    Raises:
        BadInput: the note of it is not as the program writes it.
    """
    there = folder / FOLDER
    return Printed(there, validated(Print, read(there / PRINTED))) if is_file(there / PRINTED) else None
