"""What is printed to be signed in ink: by anybody, for it is empty where the signature goes.

A letter that was edited in Word is printed by the prescriber alone, who accepts by it what was edited.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from priorauth.documents.made import folder_of
from priorauth.errors import UsageError
from priorauth.review.signer import must_be_as_shown, must_be_the_signer, of_the_page
from priorauth.signing.printed import print_out, printed_in
from priorauth.signing.record import record_in
from priorauth.worklist.events import Reviewed

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person
    from priorauth.signing.printed import Printed

_TITLES = {"letter.pdf": "Letter", "form.pdf": "Form", "form-addendum.pdf": "Addendum to the form"}


@dataclass(frozen=True, slots=True)
class ForInk:
    """What was printed and waits for its scan."""

    on: str
    files: tuple[tuple[int, str], ...]
    """Their numbers, from 1, and titles."""
    by_hand: tuple[str, ...]
    changed: tuple[str, ...]
    """What is not as it was then: none of it may be signed any more."""
    with_form: bool


def for_ink(desk: Desk, one: Open) -> ForInk | None:
    """What was printed of a case; ``None`` where nothing was, or the scan of it was taken in.

    Raises:
        BadInput: the note of it is not as the program writes it, or something that it rests on cannot be read.
    """
    printed = _printed(desk, one)
    if printed is None:
        return None
    record = record_in(printed.folder.parent)
    if record and record.how == "ink" and record.pins == printed.note.pins:
        return None
    return ForInk(
        printed.note.on.isoformat(),
        tuple((number, _TITLES[name]) for number, name in enumerate(printed.files, start=1)),
        printed.note.by_hand,
        printed.changed(of_the_page(desk, one)),
        "form.pdf" in printed.files,
    )


def file_for_ink(desk: Desk, one: Open, number: int) -> tuple[str, bytes]:
    """A file to be printed, with its name.

    Raises:
        UsageError: there is no such file.
        NotReady: it is not as it was written.
    """
    printed = _printed(desk, one)
    if printed is None or not 1 <= number <= len(printed.files):
        raise UsageError("There is no such file to be printed.", fix="Go back to the case.")
    name = printed.files[number - 1]
    return name, printed.file(name)


def print_it(desk: Desk, one: Open, person: Person, seen: str, accepts: str | None = None) -> None:
    """Write letter and form as they are to be signed by hand, and write down who did.

    Args:
        desk: the practice's work.
        one: the case.
        person: who prints.
        seen: the pins that the page was made with, as JSON.
        accepts: what was edited in the letter's Word file and is signed for, by its key.

    Raises:
        UsageError: the chart was changed since the page was shown, or somebody else than the prescriber prints a letter
            that was edited.
        PriorauthError: as :func:`priorauth.signing.printed.print_out`.
    """
    if accepts is not None:
        must_be_the_signer(desk, one, person)
    must_be_as_shown(desk, one, seen)
    print_out(replace(of_the_page(desk, one), accepts=accepts), desk.today())
    desk.write_down(one.case.id, Reviewed(on=desk.today(), did="printed", chart=one.chart), person)


def _printed(desk: Desk, one: Open) -> Printed | None:
    return printed_in(folder_of(one.assessment, desk.out))
