"""The documents of a case: those that are signed, or else those that would be signed as it is now.

What the page shows and what signing writes are made by the same: nothing here composes a letter or fills a form itself.
"""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.forms.flatten import flatten
from priorauth.documents.kept import edited
from priorauth.documents.letter.kinds import kind_for
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.sheet import DRAFT_NOTICE
from priorauth.documents.made import DOCUMENTS
from priorauth.documents.packet.of_a_case import is_packet
from priorauth.documents.packet.stamp import stamp
from priorauth.errors import UsageError
from priorauth.files import is_folder, read_bytes
from priorauth.signing.standing import as_signed, judged, standing

if TYPE_CHECKING:
    from priorauth.documents.edited.desk import Taken
    from priorauth.documents.made import Generated
    from priorauth.review.desk import Desk, Open

_CALLED = {"letter.pdf": "Letter", "form.pdf": "Form", "form-addendum.pdf": "Addendum to the form"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A document that can be looked at beside the case."""

    name: str
    """Of the file, as its address ends."""
    label: str


def tabs(desk: Desk, one: Open, taken: Taken | None, done: Generated | None) -> tuple[Tab, ...]:
    """What can be looked at, without making any of it.

    Args:
        desk: the practice's work.
        one: the case.
        taken: the letter, where one may be written.
        done: what is signed and stays.
    """
    if done:
        return tuple(Tab(name, _label(name, done)) for name in _lying(desk, one))
    if taken is None:
        return ()
    kind = kind_for(one.assessment.ask.phase)
    draft = " (draft)" if taken.letter.sheet.draft else ""
    names = ["letter.pdf", *(["form.pdf"] if kind.with_form else []), "packet.pdf"]
    return tuple(Tab(name, f"{_called(name)}{draft}") for name in names)


def paper(desk: Desk, one: Open, name: str) -> bytes:
    """One of them, as PDF.

    Raises:
        UsageError: there is none of that name, or no letter may be written.
        BadInput: something that it is made from cannot be read.
    """
    if signed(desk, one):
        if name not in _lying(desk, one):
            raise _no_such()
        return read_bytes(desk.folder(one) / name)
    match name:
        case "letter.pdf":
            letter = desk.letter(one)
            return letter_pdf(letter.content, letter.sheet, template=desk.studio.letter_pdf)
        case "form.pdf" if kind_for(one.assessment.ask.phase).with_form:
            return _form(desk, one, draft=desk.letter(one).sheet.draft)
        case "packet.pdf":
            if parts := _packet(desk, one):
                return _joined(*parts)
    raise _no_such()


def by_hand(desk: Desk, one: Open) -> tuple[str, ...]:
    """Documents beside the letter that somebody edited in the folder: they are not what would be signed."""
    folder = desk.folder(one)
    there = edited(folder) if is_folder(folder) else ()
    return tuple(sorted(name for name in there if not (name.startswith("letter") and name.endswith(".docx"))))


def only_the_signature(desk: Desk, one: Open, taken: Taken | None, done: Generated | None) -> bool:
    """Whether the prescriber may sign: nothing else is wanted of request and letter, and no document is another's.

    Args as in :func:`tabs`.
    """
    if done or taken is None or (taken.edits and taken.edits.letter is None):
        return False
    kind = kind_for(one.assessment.ask.phase)
    wanted = kind.wanted(replace(one.assessment, signing=kind.name))
    return not (wanted or taken.letter.open_points or taken.letter.absent or by_hand(desk, one))


def signed(desk: Desk, one: Open) -> Generated | None:
    """What is signed and stays, if nothing has changed since."""
    found = standing(desk.studio, one.assessment, one.chart_file, desk.out)
    return as_signed(judged(one.assessment, found), found, desk.out)


def _lying(desk: Desk, one: Open) -> tuple[str, ...]:
    """The documents in the folder of a request that is signed: those that are as they were written."""
    folder = desk.folder(one)
    names = {path.name for path in folder.iterdir()} - edited(folder)
    packets = sorted(name for name in names if is_packet(name))
    return (*(name for name in _CALLED if name in names & {"letter.pdf", *DOCUMENTS}), *packets)


def _form(desk: Desk, one: Open, *, draft: bool) -> bytes:
    """The form's pages as the packet has them, and what continues it; nothing can be typed into them."""
    form = desk.studio.filled(one.assessment)[-1]
    more = (form.addendum,) if form.addendum else ()
    return _joined(flatten(form.pdf), *more, stamped=DRAFT_NOTICE if draft else "")


def _packet(desk: Desk, one: Open) -> tuple[bytes, ...]:
    """Its parts, where it is split."""
    kind = kind_for(one.assessment.ask.phase)
    chart = read_bytes(one.chart_file)
    made = desk.studio.documents(desk.as_judged(one), one.chart_file, chart, kind, desk.folder(one))
    return tuple(data for name, data in made.files.items() if is_packet(name))


def _joined(*pdfs: bytes, stamped: str = "") -> bytes:
    """One after the other, to be read; ``stamped``: what stands at the foot of each page."""
    if len(pdfs) == 1 and not stamped:
        return pdfs[0]
    out = io.BytesIO()
    with ExitStack() as files:
        whole, *others = (files.enter_context(pikepdf.Pdf.open(io.BytesIO(one))) for one in pdfs)
        for one in others:
            whole.pages.extend(one.pages)
        if stamped:
            stamp(whole, stamped)
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _label(name: str, done: Generated) -> str:
    return f"{_called(name)} (signed)" if name in done.files else _called(name)


def _called(name: str) -> str:
    return _CALLED.get(name) or name.removesuffix(".pdf").replace("-", " ").capitalize()


def _no_such() -> UsageError:
    return UsageError("There is no such document.", fix="Choose one of the page.")
