"""What somebody reads on a document's pages, through a viewer's own eyes."""

from __future__ import annotations

import pypdfium2


def texts_of(pdf: bytes) -> list[str]:
    """The text of each page, as pdfium (the viewer in Chrome and Edge) sees it."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
