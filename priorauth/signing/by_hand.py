"""Whether a scan can show a hand at all: not the file that was printed, not a copy of its pages, not blank paper.

Whose hand it is, and whether it signed, no program can tell.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
from PIL import ImageChops

from priorauth.documents.packet.drawing import drawn

if TYPE_CHECKING:
    from PIL import Image

_DPI, _TO_ONE = 150, 6
"""Drawn with so many dots to the inch, and so many in each direction taken for one, a millimeter: how each program
draws the edges of letters counts little then, and a line of a pen still shows."""
_ALIKE = 64
"""By how much, of 255, such dots differ at most between a page and a picture of it that was made on a computer.

Tried: such pictures with 96 to 300 dots to the inch differ by up to 62, those with a line of 0.4 mm by 80 and more. On
paper that was scanned, letters lie a millimeter off, and the dots differ by 100 and more.
"""
_BLANK = 40
"""How far apart the lightest and the darkest dot of blank paper are at most."""


def is_copy(sheets: bytes, printed: bytes) -> bool:
    """Whether each page shows what the printed one does, and nothing that was not there.

    Args:
        sheets: the pages of the scan, as PDF.
        printed: those that were printed, put onto sheets in the same way.
    """
    pairs = zip_longest(_pages(sheets), _pages(printed))
    return all(one and other and _alike(one, other) for one, other in pairs)


def blank_pages(sheets: bytes) -> list[int]:
    """The pages on which there is nothing, counted from 1."""
    shades = (page.tobytes() for page in _pages(sheets))  # of gray: a byte for each dot
    return [number for number, dots in enumerate(shades, 1) if max(dots) - min(dots) <= _BLANK]


def _pages(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [drawn(page, _DPI).convert("L").reduce(_TO_ONE) for page in document]


def _alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    return max(ImageChops.difference(one, other).tobytes()) <= _ALIKE
