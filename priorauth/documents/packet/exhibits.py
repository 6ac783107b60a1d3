"""Files that show facts, as parts of a packet: PDF, JPEG and PNG, only the pages that are asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import img2pdf
import pikepdf

from priorauth.documents.packet.paper import on_letter
from priorauth.documents.packet.parts import Part, PartKind
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

# It tells of each transparent picture that it is transparent, which nobody has to know.
logging.getLogger("img2pdf").addHandler(logging.NullHandler())

_PDF, _PICTURES = b"%PDF-", (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_HEADER_WITHIN = 1024
"""Some programs write a few bytes before a PDF's first line; viewers look this far."""


def exhibit_part(exhibit: str, title: str, data: bytes, pages: Sequence[int] = (), *, where: str = "") -> Part:
    """An exhibit on Letter pages.

    Args:
        exhibit: its id in the chart.
        title: as the index names it.
        data: the file.
        pages: the pages to enclose, counted from 1; all if none are named.
        where: the file's path, for errors.

    Raises:
        BadInput: it is of another kind, protected by a password or broken, or does not have one of the pages.
    """
    return _Reading(exhibit, where).part(title, data, tuple(pages))


class _Reading:
    """One exhibit being read; knows what to call it when it cannot be."""

    def __init__(self, exhibit: str, where: str) -> None:
        self.exhibit = exhibit
        self.where = where

    def part(self, title: str, data: bytes, pages: tuple[int, ...]) -> Part:
        pdf = data if _PDF in data[:_HEADER_WITHIN] else self._picture(data)
        if _is_cut_off(pdf):
            raise self._error("is damaged: its end is missing.", "Export, scan or download it again.")
        try:
            sheets = on_letter(pdf, pages)
        except pikepdf.PasswordError:
            raise self._error(
                "is protected by a password.", "Open it in a PDF viewer and print it to a new PDF file."
            ) from None
        except (pikepdf.PdfError, RuntimeError):
            raise self._error("is damaged: it cannot be read as a PDF.", "Export or scan it again.") from None
        except IndexError:
            raise self._error(
                "does not have all the pages that are to be enclosed.", "Correct the list of its pages in the chart."
            ) from None
        return Part(PartKind.EXHIBIT, title, sheets, exhibit=self.exhibit, pages=pages, foot_free=True)

    def _picture(self, data: bytes) -> bytes:
        if not data.startswith(_PICTURES):
            raise self._error("is neither a PDF nor a JPEG or PNG picture.", "Print it to a PDF file or scan it again.")
        try:
            converted: bytes = img2pdf.convert(data, nodate=True, rotation=img2pdf.Rotation.ifvalid)
        except (img2pdf.ImageOpenError, OSError, SyntaxError, ValueError):
            raise self._error("is damaged: it cannot be read as a picture.", "Scan it again.") from None
        return converted

    def _error(self, what: str, fix: str) -> BadInput:
        return BadInput(f"The exhibit {self.exhibit} {what}", where=self.where, fix=fix)


def _is_cut_off(pdf: bytes) -> bool:
    """Whether the file stops before its end, as after a broken download: its last pages would be blank."""
    return pdf.rfind(b"%%EOF") < pdf.rfind(b"endobj")
