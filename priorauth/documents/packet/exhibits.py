"""Files that show facts, as parts of a packet: PDF, JPEG and PNG, only the pages that are asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import img2pdf
import pikepdf

from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.paper import on_letter
from priorauth.documents.packet.parts import Part, PartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

# It tells of each transparent picture that it is transparent, which nobody has to know.
logging.getLogger("img2pdf").addHandler(logging.NullHandler())


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
    file = ExhibitFile(exhibit, data, where).checked()
    pdf = data if file.is_pdf else _picture(file)
    try:
        sheets = on_letter(pdf, pages)
    except pikepdf.PasswordError:
        raise file.locked() from None
    except (pikepdf.PdfError, RuntimeError):
        raise file.no_pdf() from None
    except IndexError:
        raise file.lacks_pages() from None
    return Part(PartKind.EXHIBIT, title, sheets, exhibit=exhibit, pages=tuple(pages), foot_free=True)


def _picture(file: ExhibitFile) -> bytes:
    try:
        converted: bytes = img2pdf.convert(file.data, nodate=True, rotation=img2pdf.Rotation.ifvalid)
    except (img2pdf.ImageOpenError, OSError, SyntaxError, ValueError):
        raise file.no_picture() from None
    return converted
