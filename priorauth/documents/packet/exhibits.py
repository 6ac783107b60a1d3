"""Files that show facts, as parts of a packet: PDFs and pictures, only the pages that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.paper import on_letter
from priorauth.documents.packet.parts import Part, PartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.treatment import ExhibitKind


def exhibit_part(
    exhibit: str, title: str, data: bytes, pages: Sequence[int] = (), *, sort: ExhibitKind = "other", where: str = ""
) -> Part:
    """An exhibit on Letter pages.

    Args:
        exhibit: its id in the chart.
        title: as the index names it.
        data: the file.
        pages: the pages to enclose, counted from 1; all if none are named.
        sort: of which kind it is.
        where: the file's path, for errors.

    Raises:
        BadInput: it is of another kind, protected by a password or broken, or does not have one of the pages.
    """
    file = ExhibitFile(exhibit, data, where).checked()
    pdf = file.as_pdf()
    try:
        sheets = on_letter(pdf, pages)
    except pikepdf.PasswordError:
        raise file.locked() from None
    except (pikepdf.PdfError, RuntimeError):
        raise file.no_pdf() from None
    except IndexError:
        raise file.lacks_pages() from None
    return Part(PartKind.EXHIBIT, title, sheets, exhibit=exhibit, pages=tuple(pages), sort=sort, foot_free=True)
