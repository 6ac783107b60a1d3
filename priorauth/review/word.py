"""The letter goes to Word and comes back: downloaded with its mark, taken back edited, put back as the program has it.

What was edited before is never lost: it is kept in a folder of its own beside the letter.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from priorauth.documents.edited.mark import WordDocument, mark_of, must_have_mark
from priorauth.documents.edited.units import key_of, units_of
from priorauth.documents.generate import mark_for
from priorauth.documents.letter.kinds import kind_for
from priorauth.errors import BadInput, UsageError
from priorauth.files import cannot_write, is_file, private_folder, read_bytes, sha256
from priorauth.review.actions import Meanwhile
from priorauth.review.papers import signed
from priorauth.signing.standing import superseded
from priorauth.worklist.events import Reviewed
from priorauth.worklist.of_a_chart import events_of
from priorauth.worklist.recorder import Recorder
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.documents.edited.desk import Taken
    from priorauth.documents.made import Generated
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person

NAME = "letter.docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES = 5_000_000
"""Of a Word file that comes back. The program's own has 60 kB; a logo and Word's own fonts and pictures make it some
hundreds. The project's own choice."""


def word_file(desk: Desk, one: Open, person: Person) -> bytes:
    """The letter to be edited: as somebody edited it already, or the program's own.

    The words of the program's own are kept in the folder first, so that edits can be told from them whatever the chart
    learns until the letter comes back: where the folder does not have them, its documents are made.

    Raises:
        UsageError: no letter may be written.
        BadInput: something that it is made from cannot be read, or the folder cannot be written.
    """
    taken = desk.taken(one)
    if taken.by_hand:
        return taken.by_hand
    there = desk.folder(one) / NAME
    mark = mark_of(read_bytes(there), str(there)) if is_file(there) else None
    known = mark is not None and (signed(desk, one) or mark.written == key_of(units_of(taken.letter.content)))
    if not known:
        _note(desk, one, person, _made(desk, one))
    return read_bytes(there)


def take_back(desk: Desk, one: Open, person: Person, data: bytes, seen: str, lies: str) -> bool:
    """Lay an edited letter into the folder, and make the documents of it; whether it is another than lies there.

    Args:
        desk: the practice's work.
        one: the case.
        person: who brings it; it must be the prescriber of the case.
        data: the Word file.
        seen: the hash of the chart that the page showed.
        lies: the hash of the edited file that the page showed; empty where there was none.

    Raises:
        UsageError: somebody else brings it, the request has gone out, it is no letter of this request, or chart or
            letter were changed since the page was shown. Nothing is changed then.
        BadInput: a file cannot be read or written; nothing is changed then either.
    """
    taken = _as_seen(desk, one, person, seen, lies)
    _must_be_this_letter(one, data)
    if data == taken.by_hand:
        return False
    with _aside(desk, one, taken):
        made = _made(desk, one, WordDocument(data, NAME))
    _note(desk, one, person, made)
    keys = (each.letter.key for each in made.edits if each.letter)
    about = next(keys, "") or None  # a file of which no word was changed, or that cannot be read, has none
    event = Reviewed(on=desk.today(), did="took_letter_back", about=about, chart=one.chart)
    desk.write_down(one.case.id, event, person)
    return True


def put_back(desk: Desk, one: Open, person: Person, seen: str, lies: str) -> None:
    """Make the program's own letter the one that goes out again; the edited one is kept beside it.

    Raises:
        UsageError, BadInput: as :func:`take_back`; or nobody edited it.
    """
    taken = _as_seen(desk, one, person, seen, lies)
    if not taken.by_hand:
        raise UsageError("Nobody edited this letter.", fix="It is the program's own already.")
    with _aside(desk, one, taken):
        made = _made(desk, one)
    _note(desk, one, person, made)
    desk.write_down(one.case.id, Reviewed(on=desk.today(), did="put_letter_back", chart=one.chart), person)


def _as_seen(desk: Desk, one: Open, person: Person, seen: str, lies: str) -> Taken:
    """The letter, if that person may edit it and it is still the one that the page showed."""
    if person.role != "clinician" or not desk.is_prescriber(person, one):
        raise UsageError("Only the prescriber of this case edits its letter here.", fix="Ask the prescriber.")
    if not one.case.at_home:
        raise UsageError("The request has gone out, and its letter stays as it is.", fix="Look at what was sent.")
    taken = desk.taken(one)
    if one.chart != seen or lies != (sha256(taken.by_hand) if taken.by_hand else ""):
        what = "chart" if one.chart != seen else "letter"
        raise Meanwhile(
            f"The {what} was changed since this page was shown; it stays as it is.",
            fix="Look at the case again: what is there now is shown.",
        )
    return taken


def _must_be_this_letter(one: Open, data: bytes) -> None:
    if not data:
        raise UsageError("No Word file was chosen.", fix="Choose the letter that you edited and saved (.docx).")
    if len(data) > MOST_BYTES:
        raise UsageError(
            f"This file has more than {MOST_BYTES // 1_000_000} million bytes, which no letter has.",
            fix="Take the pictures out of it in Word, and save it again: they are not taken anyway.",
        )
    try:
        mark = must_have_mark(data, NAME)
    except BadInput as error:
        raise UsageError(error.what, fix=error.fix) from None
    if replace(mark, written="") != mark_for(one.assessment, kind_for(one.assessment.ask.phase)):
        raise UsageError(
            "This Word document is the letter of another request, or another letter of this one.",
            fix=f"It is of {mark.case}/{mark.request} ({mark.kind}): bring it there.",
        )


@contextmanager
def _aside(desk: Desk, one: Open, taken: Taken) -> Iterator[None]:
    """As long as something is made in its place, and afterwards, the edited file lies elsewhere; if that fails, not."""
    if not taken.by_hand:
        yield
        return
    there = desk.folder(one) / NAME
    kept = _free(desk, one) / NAME
    private_folder(kept.parent)
    try:
        there.replace(kept)
    except OSError as error:
        kept.parent.rmdir()
        raise cannot_write(there, error) from None
    try:
        yield
    except BaseException:
        kept.replace(there)
        kept.parent.rmdir()
        raise


def _free(desk: Desk, one: Open) -> Path:
    """A folder for what was edited until now."""
    begin = f"edited-{desk.now():%Y%m%d-%H%M%S}"
    names = (begin if number == 1 else f"{begin}-{number}" for number in count(1))
    return next(path for path in (desk.folder(one) / name for name in names) if not path.exists())


def _made(desk: Desk, one: Open, brought: WordDocument | None = None) -> Generated:
    """The documents of the request, as ``generate`` makes them."""
    beside = superseded(desk.folder(one))
    return desk.studio.generate(desk.as_judged(one), one.chart_file, desk.out, brought=brought, beside=beside)


def _note(desk: Desk, one: Open, person: Person, made: Generated) -> None:
    """Write down in the worklist what was made, as ``generate`` does."""
    recorder = Recorder(desk.worklist, lambda: Writer(person.name, desk.now()))
    recorder.noted(events_of(one.assessment, made, one.chart_file, desk.workspace, desk.today()))
