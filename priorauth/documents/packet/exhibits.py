"""Files that show facts, as parts of a packet: PDFs and pictures, only the pages that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.front import ranges
from priorauth.documents.packet.paper import on_letter
from priorauth.documents.packet.parts import Part, PartKind
from priorauth.documents.packet.redaction import NotFound, NotOnPage, redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.chart.treatment import ExhibitKind, Redaction


def exhibit_part(
    exhibit: str,
    title: str,
    data: bytes,
    pages: Sequence[int] = (),
    *,
    sort: ExhibitKind = "other",
    redact: Sequence[Redaction] = (),
    where: str = "",
) -> Part:
    """An exhibit on Letter pages.

    Args:
        exhibit: its id in the chart.
        title: as the index names it; to that is added which pages are redacted.
        data: the file.
        pages: the pages to enclose, counted from 1; all if none are named.
        sort: of which kind it is.
        redact: what is blackened for good.
        where: the file's path, for errors.

    Raises:
        BadInput: it is of another kind, protected by a password or broken, or does not have one of the pages.
    """
    file = ExhibitFile(exhibit, data, where).checked()
    pdf = file.as_pdf()
    try:
        if redact:
            pdf, blackened = redacted(pdf, redact, pages)
            title = f"{title} (page{'s' if len(blackened) > 1 else ''} {ranges(blackened)} redacted)"
        sheets = on_letter(pdf, pages)
    except pikepdf.PasswordError:
        raise file.locked() from None
    except (pikepdf.PdfError, RuntimeError):
        raise file.no_pdf() from None
    except NotFound:
        raise file.has_no_such_words() from None
    except NotOnPage:
        raise file.has_no_such_place() from None
    except IndexError:
        raise file.lacks_pages() from None
    return Part(PartKind.EXHIBIT, title, sheets, exhibit=exhibit, pages=tuple(pages), sort=sort, foot_free=True)
