"""Opens a payer's form to be filled."""

from __future__ import annotations

import io
import threading
from functools import lru_cache

from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError

from priorauth.errors import BadInput


class _Kept(threading.local):
    """Files as pypdf read them, for each thread its own: reading a form takes longer than filling it."""

    def __init__(self) -> None:
        self.read = lru_cache(maxsize=8)(_read)


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


_kept = _Kept()


def kept(pdf: bytes) -> PdfReader:
    """``pdf`` as pypdf read it the first time. It must not be changed: copy from it."""
    return _kept.read(pdf)


def opened(form: bytes) -> PdfWriter:
    """A copy of ``form`` to write in.

    Raises:
        BadInput: it is no PDF, is protected by a password or has no fields.
    """
    locked = BadInput("The form is protected by a password.", fix="Ask the payer for a form without one.")
    try:
        reader = kept(form)
        if reader.is_encrypted:
            raise locked
        writer = PdfWriter(clone_from=reader)
    except DependencyError:  # pypdf cannot even ask for the password of a modern cipher
        raise locked from None
    except (PyPdfError, OSError, ValueError, KeyError, TypeError):
        raise BadInput(
            "The form cannot be read as a PDF.", fix="Open it in a PDF viewer; if it opens, print it to a new PDF file."
        ) from None
    acroform = writer.root_object.get("/AcroForm")
    if acroform is None:
        raise BadInput("The PDF has no fields to fill.", fix="Use the payer's fillable form.")
    writer.pdf_header = reader.pdf_header
    acroform.get_object().pop("/NeedAppearances", None)  # the drawings are complete: no viewer has to make its own
    return writer
