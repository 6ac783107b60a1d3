"""Names of others taken out of an exhibit for good: a page with anything to hide becomes a picture with black boxes.

A box drawn over text hides nothing from a program that reads the file. So such a page is drawn anew, dot by dot, the
boxes among the dots, and only the drawing goes on; of the file around it nothing does but the other pages.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import ImageDraw

from priorauth.documents.forms.flatten import flatten_in_place, saved_for_packet
from priorauth.documents.forms.shown import shown_by_pdfium
from priorauth.documents.packet.drawing import drawing_pdf, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.chart.treatment import Redaction

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: points from the upper left corner of a page as it is shown."""
_DPI = 200
"""As offices scan; a fax sends no more."""
_AROUND = 2.0
"""How far a box reaches beyond the words, in points: letters lean over their own measure."""


class NotOnPage(Exception):
    """A place to be redacted that lies beside its page."""


class NotFound(Exception):
    """Words to be redacted that are on no page that can be read: in a scan they are dots."""


def redacted(pdf: bytes, redactions: Sequence[Redaction], pages: Sequence[int] = ()) -> tuple[bytes, tuple[int, ...]]:
    """``pdf`` without what is to be redacted on the pages that are enclosed, and on which that was.

    Raises:
        NotFound: words are nowhere on the page that is named, or on none.
        NotOnPage: a box lies beside its page.
        IndexError: a page that the file does not have.
        pikepdf.PdfError: ``pdf`` cannot be read.
    """
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as source:
        flatten_in_place(source)
        # Pages may share one list of pictures and texts: each is to take along only what it shows itself.
        source.remove_unreferenced_resources()
        boxes = _boxes(saved_for_packet(source), redactions, pages or range(1, len(source.pages) + 1))
        with pikepdf.Pdf.new() as clean:
            for number, page in enumerate(source.pages, 1):
                if number not in boxes:
                    clean.pages.append(page)
                    continue
                with pikepdf.Pdf.open(io.BytesIO(boxes[number])) as drawn:
                    clean.pages.append(drawn.pages[0])
            return saved_for_packet(clean), tuple(sorted(boxes))


def _boxes(pdf: bytes, redactions: Sequence[Redaction], pages: Sequence[int]) -> dict[int, bytes]:
    """Each page with something to hide, by its number: drawn with its boxes, as a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        found: dict[int, list[Box]] = {}
        for one in redactions:
            asked = [one.page] if one.page else pages
            if max(asked, default=1) > len(document):
                raise IndexError
            places = [(number, box) for number in asked for box in _places(document[number - 1], one)]
            if not places:
                raise NotFound
            for number, box in places:
                found.setdefault(number, []).append(box)
        return {number: _drawn(document[number - 1], each) for number, each in found.items() if number in pages}


def _places(page: pypdfium2.PdfPage, one: Redaction) -> Iterator[Box]:
    if one.box:
        left, top, right, bottom = map(float, one.box)
        if left >= page.get_width() or top >= page.get_height():
            raise NotOnPage
        yield left, top, right, bottom
    if not one.phrase:
        return
    text = page.get_textpage()
    letters = "".join(chr(pdfium.FPDFText_GetUnicode(text, place)) for place in range(text.count_chars()))
    words = r"[\s\u00ad-]*".join(re.escape(letter) for letter in one.phrase if not letter.isspace())
    for match in re.finditer(words, letters, re.IGNORECASE):
        for place in range(text.count_rects(match.start(), match.end() - match.start())):
            yield _as_shown(page, text.get_rect(place))


def _as_shown(page: pypdfium2.PdfPage, rectangle: tuple[float, float, float, float]) -> Box:
    """A rectangle of the page's own coordinates, which may be turned, with some room around it."""
    left, bottom, right, top = rectangle
    shown = shown_by_pdfium(page)
    corners = [shown.seen(x, y) for x, y in ((left, bottom), (right, top))]
    (one, two), (other, four) = corners
    return min(one, other) - _AROUND, min(two, four) - _AROUND, max(one, other) + _AROUND, max(two, four) + _AROUND


def _drawn(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> bytes:
    drawing = drawn(page, _DPI)
    pen = ImageDraw.Draw(drawing)
    for box in boxes:
        pen.rectangle([edge * _DPI / 72 for edge in box], fill="black")
    return drawing_pdf([drawing], _DPI)
