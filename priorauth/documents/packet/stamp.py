"""The line at the foot of each page of a packet: whose it is, and page n of N."""

from __future__ import annotations

import io

import pikepdf

from priorauth.documents.forms.lettering import lettering_for

_SIZE, _BASELINE = 9.0, 17.0
"""In points; the baseline counted from the lower edge, above what printers and fax machines cut off."""


def stamp_text(text: str, page: int, pages: int) -> str:
    """What a page is stamped with."""
    return f"{text} · page {page} of {pages}"


def stamp(document: pikepdf.Pdf, text: str, *, first: int = 1, pages: int | None = None) -> None:
    """Print ``text`` and the page's number at the foot of each page, a Letter sheet that is free there.

    It is marked as an artifact: a screen reader passes over it.

    Args:
        document: the packet, or a volume of it.
        text: whose it is.
        first: the number of its first page.
        pages: how many pages the packet has; as many as the document, if nothing is said.
    """
    letters = lettering_for([text])
    with pikepdf.Pdf.open(io.BytesIO(letters.specimen)) as specimen:
        (original,) = specimen.pages[0].Resources.Font.as_dict().values()
        font = document.copy_foreign(original)
    for number, page in enumerate(document.pages, start=first):
        line = stamp_text(text, number, pages or len(document.pages))
        left = (float(page.cropbox[2]) - letters.width(line, _SIZE)) / 2
        name = page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.PacketStamp)
        drawing = (
            "/Artifact <</Type /Pagination /Subtype /Footer>> BDC "
            f"q 0 g BT {name} {_SIZE:g} Tf {left:.2f} {_BASELINE:g} Td {letters.encoded(line)} Tj ET Q EMC"
        )
        # What a page draws may leave the coordinates changed; the stamp counts from the sheet's own corner.
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + drawing.encode("ascii"))
