"""A page drawn anew, dot by dot: of the file around it nothing goes on but what the page shows."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import img2pdf
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pypdfium2  # type: ignore[import-untyped]

_GRAY_ENOUGH = 8
"""By how much the colors of a dot may differ, of 255, that a page counts as gray."""


def drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    """What a page shows, ``dpi`` dots to the inch."""
    drawing: Image.Image = page.render(scale=dpi / 72).to_pil().convert("RGB")
    return drawing


def drawing_pdf(drawings: Iterable[Image.Image], dpi: int) -> bytes:
    """Drawings as a PDF, a page for each; the same bytes for the same dots."""
    made: bytes = img2pdf.convert([_encoded(one, dpi) for one in drawings], nodate=True)
    return made


def _encoded(drawing: Image.Image, dpi: int) -> bytes:
    """The smaller of the two ways: text is smaller without loss, a scan with little."""
    red, green, blue = (drawing.getchannel(color) for color in "RGB")
    gray = all(_alike(one, other) for one, other in ((red, green), (green, blue)))
    picture = drawing.convert("L") if gray else drawing
    files = []
    for kind, how in (("PNG", {}), ("JPEG", {"quality": 88, "subsampling": 0})):
        out = io.BytesIO()
        picture.save(out, kind, dpi=(dpi, dpi), **how)
        files.append(out.getvalue())
    return min(files, key=len)


def _alike(one: Image.Image, other: Image.Image) -> bool:
    apart = ImageChops.difference(one, other).histogram()
    return not any(apart[_GRAY_ENOUGH + 1 :])
