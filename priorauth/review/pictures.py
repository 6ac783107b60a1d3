"""Pages of exhibits as pictures, so that whoever looks needs no viewer and nothing in a file can run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]

from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.errors import UsageError
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from priorauth.chart.treatment import Exhibit
    from priorauth.review.desk import Open

_DOTS = 110 / 72
"""Pixels for each point: letters of a scanned page can be read, and a page comes at once."""


def exhibit(one: Open, number: int) -> Exhibit:
    """The exhibit of that number, counted as the letter counts them. No name of a file ever comes from outside.

    Raises:
        UsageError: there is none.
    """
    found = one.assessment.case.exhibits
    if not 1 <= number <= len(found):
        raise UsageError("There is no such exhibit.", fix="Choose one of the page.")
    return found[number - 1]


def exhibit_pdf(one: Open, number: int) -> bytes:
    """An exhibit's file as PDF. Raises BadInput where it cannot be read."""
    which = exhibit(one, number)
    path = one.chart_file.parent / which.file
    return ExhibitFile(which.id, read_bytes(path), str(path)).checked().as_pdf()


def pages(pdf: bytes) -> int:
    """How many pages it has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_png(pdf: bytes, page: int) -> bytes:
    """A page as PNG.

    Raises:
        UsageError: there is no such page.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= page <= len(document):
            raise UsageError("There is no such page.", fix="Choose one of the page.")
        out = io.BytesIO()
        document[page - 1].render(scale=_DOTS).to_pil().save(out, "PNG")
    return out.getvalue()
