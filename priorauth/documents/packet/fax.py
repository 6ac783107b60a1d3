"""A packet as a fax machine sends it: black and white, 204 by 196 dots to the inch, each line of 1728 dots.

Made here and not by the machine, so that the practice sees before it sends what the payer will read. A dot is black
where it is clearly darker than what lies around it: gray text and colored stamps stay, shades behind text go.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import img2pdf
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

ACROSS, DOWN = 204, 196
"""Dots to the inch, of a fax in fine resolution (ITU-T T.4)."""
DOTS = 1728
"""In a line, by T.4: six fewer than a Letter sheet has, which are taken from its margins so that nothing is scaled."""
SMALLEST = 6.0
"""The smallest text, in points, whose letters and digits can still be told from each other after the fax, as the spec
test of this module measures it."""
_WIDTH, _HEIGHT = 612, 792
_AROUND = 24
"""How far the surroundings of a dot reach, in dots: some letters of usual text."""
_DARKER, _BLACK = 80, 128
"""How much darker than its surroundings a dot must be, of 255; and what is black whatever lies around it. More makes
thin strokes break, less fills what letters enclose: this is what told most letters apart in the measurement."""


@dataclass(frozen=True, slots=True)
class Faxed:
    """A packet as a fax, and what of it will be hard to read."""

    pdf: bytes
    small: dict[int, float]
    """Pages, counted from 1, with text below the size that survives: the smallest size on each, in points. What is
    only a picture, such as a scan, has no size that could be told."""


def faxed(pdf: bytes) -> Faxed:
    """``pdf``, whose pages are Letter sheets, as black dots; the same bytes for the same input.

    A sheet that lies across is stood up: a fax has one width.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        dots = [_packed(_black_and_white(_gray(page))) for page in document]
        sizes = {number: min(_sizes(page), default=SMALLEST) for number, page in enumerate(document, 1)}
    pages: bytes = img2pdf.convert(dots, nodate=True)
    small = {number: size for number, size in sizes.items() if size < SMALLEST}
    return Faxed(_described(pages, pdf), small)


def _gray(page: pypdfium2.PdfPage) -> Image.Image:
    """The sheet, upright, at the fax's own resolution, which is not the same across and down."""
    across = page.get_width() > page.get_height()
    full = round(_WIDTH / 72 * ACROSS)
    height = round(_HEIGHT / 72 * DOWN)
    bitmap = pypdfium2.PdfBitmap.new_native(DOTS, height, pdfium.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, DOTS, height)
    pdfium.FPDF_RenderPageBitmap(
        bitmap, page, (DOTS - full) // 2, 0, full, height, int(across), pdfium.FPDF_ANNOT | pdfium.FPDF_PRINTING
    )
    gray: Image.Image = bitmap.to_pil().convert("L")
    return gray


def _black_and_white(gray: Image.Image) -> Image.Image:
    around = gray.filter(ImageFilter.BoxBlur(_AROUND))
    darker = ImageChops.subtract(around, gray).point(lambda by: 255 if by > _DARKER else 0)
    black = gray.point(lambda shade: 255 if shade < _BLACK else 0)
    return ImageChops.invert(ImageChops.lighter(darker, black)).convert("1", dither=Image.Dither.NONE)


def _packed(dots: Image.Image) -> bytes:
    out = io.BytesIO()
    dots.save(out, "TIFF", compression="group4", dpi=(ACROSS, DOWN))
    return out.getvalue()


def _sizes(page: pypdfium2.PdfPage) -> Iterator[float]:
    """The sizes of the letters on a page as they stand there, in points."""
    text = page.get_textpage()
    for place in range(text.count_chars()):
        letter, matrix = pdfium.FPDFText_GetUnicode(text, place), pdfium.FS_MATRIX()
        if chr(letter).isalnum() and pdfium.FPDFText_GetMatrix(text, place, matrix):
            yield pdfium.FPDFText_GetFontSize(text, place) * (matrix.c**2 + matrix.d**2) ** 0.5


def _described(pages: bytes, original: bytes) -> bytes:
    """With title, language and page labels of the original, on sheets of its size."""
    with pikepdf.Pdf.open(io.BytesIO(pages)) as document, pikepdf.Pdf.open(io.BytesIO(original)) as source:
        first = int(source.Root.PageLabels.Nums[1].St) if "/PageLabels" in source.Root else 1
        document.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D, St=first)])
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if "/Lang" in source.Root:
            document.Root.Lang = pikepdf.String(str(source.Root.Lang))
        for key in ("/Info", "/ID"):  # img2pdf's own, of which the second is another each time
            if key in document.trailer:
                del document.trailer[key]
        document.docinfo.Title = str(source.docinfo.get("/Title", ""))
        for page in document.pages:
            margin = (_WIDTH - float(page.mediabox[2])) / 2
            page.mediabox = pikepdf.Rectangle(-margin, 0, _WIDTH - margin, _HEIGHT)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
