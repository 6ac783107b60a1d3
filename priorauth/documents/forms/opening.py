"""Opens a payer's form, whatever it is: repaired, unlocked and rid of what would contradict a filled field; or refused.

The work is done once for each form and kept: reading a form takes longer than filling it. The prepared file is what
pypdf reads the fields from and what each patient's copy is made of.
"""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pikepdf
from pypdf import PdfReader

from priorauth.documents.forms.condition import Condition, condition_of
from priorauth.documents.forms.mending import mend
from priorauth.documents.forms.nodes import lineage, widgets_on
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCKED = "The form opens only with a password."
_BLANK = "Use a form that nobody has signed."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form that can be filled."""

    pdf: bytes
    """The file as it is filled: not encrypted, each widget an object of its own."""
    condition: Condition
    notes: tuple[str, ...]
    """What was changed in the payer's file, a sentence each."""


@lru_cache(maxsize=8)
def kept(pdf: bytes) -> PdfReader:
    """``pdf`` as pypdf read it the first time. It must not be changed."""
    return PdfReader(io.BytesIO(pdf))


@lru_cache(maxsize=8)
def prepared(form: bytes, password: str = "") -> Prepared:
    """``form`` ready to be filled.

    Args:
        form: the payer's file.
        password: what opens it, where it does not open without.

    Raises:
        BadInput: it is no PDF, needs a password, may not be filled, is signed, is of Adobe's XFA kind alone, or has no
            fields.
    """
    with opened(form, password) as document:
        lost = mend(document)
        condition = permitted(document)
        if condition.flat:
            raise BadInput(
                "The PDF has no fields to fill.",
                fix="Ask the payer for a fillable form, or tell in a map where what stands: priorauth forms draft FORM",
            )
        told = [f"Places of fields without their measures were left out: {lost}."] if lost else []
        notes = (*told, *_freed(document, condition))
        out = io.BytesIO()
        document.save(out, encryption=False, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return Prepared(out.getvalue(), condition, notes)


def opened(form: bytes, password: str = "") -> pikepdf.Pdf:
    """``form`` as qpdf reads it, which mends what it can.

    Raises:
        BadInput: it is no PDF, or needs another password.
    """
    try:
        return pikepdf.Pdf.open(io.BytesIO(form), password=password, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise BadInput(
            "The password is not the form's." if password else LOCKED,
            fix="Ask the payer for the password, or for a form without one.",
        ) from None
    except (pikepdf.PdfError, OSError, ValueError):
        raise BadInput(
            "The form cannot be read as a PDF.", fix="Open it in a PDF viewer; if it opens, print it to a new PDF file."
        ) from None


def permitted(document: pikepdf.Pdf) -> Condition:
    """The state of a form into which something may be written, whether or not it has fields.

    Raises:
        BadInput: it may not be filled, is signed, or is of Adobe's XFA kind alone.
    """
    condition = condition_of(document)
    if not condition.may_be_filled:
        raise BadInput(
            "The form is protected, and its owner does not allow it to be filled.",
            fix="Print it and fill it by hand, or ask the payer for a form that may be filled.",
        )
    if condition.signed:
        raise BadInput("The form is signed, and what is written into it would break the signature.", fix=_BLANK)
    if condition.xfa == "alone":
        raise BadInput(
            "The form is of Adobe's XFA kind: Adobe Reader makes its pages, and there is nothing else in it to fill.",
            fix="Fill it in Adobe Reader, or ask the payer for another form.",
        )
    return condition


def _freed(document: pikepdf.Pdf, condition: Condition) -> Iterator[str]:
    """Take away what a filled form must not have; tell what was taken."""
    root: Any = document.Root
    if "/AcroForm" not in root:
        root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
        yield "The file had no list of its fields; they were found on the pages."
    form = root.AcroForm
    if condition.repaired:
        document.trailer.Size = 0  # qpdf writes the true number, but only where the damaged file had one
        yield "The file was damaged and has been repaired."
    if condition.encrypted:
        yield "The file was protected against other changes; the filled copy is not."
    if condition.xfa:
        del form["/XFA"]
        yield "The file held the form a second time, as Adobe's XFA; that was removed, for it would not be filled."
    if condition.certified or condition.extended:
        del root["/Perms"]
        yield (
            "The payer's certificate on the blank form was removed: it does not hold for a filled one."
            if condition.certified
            else "The right to save it in Adobe Reader was removed: it does not hold for a filled form."
        )
    for key in ("/NeedAppearances", "/SigFlags"):  # the drawings are complete: no viewer has to make its own
        if key in form:
            del form[key]
    for held, place, widget in widgets_on(document):
        if not widget.is_indirect:
            held[place] = document.make_indirect(widget)
        if any(node.get("/FT") == "/Btn" for node in lineage(widget)):
            _draw_directly(widget)
    form.Fields = pikepdf.Array(_listed(document, form))


def _draw_directly(widget: Any) -> None:
    """Let a button hold the list of its marks' drawings itself: Poppler shows no mark whose list is an object apart."""
    drawings = widget.get("/AP")
    if isinstance(drawings, pikepdf.Dictionary):
        widget.AP = copy(drawings)
        for key in list(drawings.keys()):
            if isinstance(drawings[key], pikepdf.Dictionary) and not isinstance(drawings[key], pikepdf.Stream):
                widget.AP[key] = copy(drawings[key])


def _listed(document: pikepdf.Pdf, form: Any) -> Iterator[Any]:
    """The form's own list of its fields, made whole: what it leaves out though it stands on a page comes last."""
    seen = set()
    tops = (list(lineage(widget))[-1] for _, _, widget in widgets_on(document))
    for one in (*form.get("/Fields", ()), *tops):
        if isinstance(one, pikepdf.Dictionary) and one.objgen not in seen:
            seen.add(one.objgen)
            yield one
