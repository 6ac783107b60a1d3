"""A page as people see it: upright, whatever its file says of turning it, and measured from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms.nodes import inherited

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a page that is shown, in the page's own coordinates, and how it is turned.

    Lengths are points. The page's own coordinates count from a lower left corner, before it is turned; what is shown
    is counted from the upper left, rightward and downward.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """By how many degrees the page is shown turned, clockwise: 0, 90, 180 or 270."""

    @property
    def width(self) -> float:
        """Of the page as it is seen."""
        return self.top - self.bottom if self.turn in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as it is seen."""
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom

    def seen(self, x: float, y: float) -> Point:
        """Where a point of the page is seen: how far from the left, and how far down."""
        match self.turn:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def of_page(self, across: float, down: float) -> Point:
        """The page's own point that is seen there; the way back from :meth:`seen`."""
        match self.turn:
            case 90:
                return self.left + down, self.bottom + across
            case 180:
                return self.right - across, self.bottom + down
            case 270:
                return self.right - down, self.top - across
            case _:
                return self.left + across, self.top - down


def shown_by_pdfium(page: pypdfium2.PdfPage) -> Shown:
    """``page`` as PDFium shows it."""
    left, bottom, right, top = page.get_cropbox()
    return Shown(left, bottom, right, top, turn=page.get_rotation())


def shown_by_qpdf(page: Any) -> Shown:
    """The same of a page that pikepdf has opened."""
    x1, y1, x2, y2 = (float(edge) for edge in page.cropbox)
    turn = int(inherited(page.obj, "/Rotate") or 0) % 360
    return Shown(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), turn)
