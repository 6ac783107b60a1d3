"""What a viewer shows of a field: its drawing, as content of the file. No viewer has to make one of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.documents.forms.layout import Slot
    from priorauth.documents.forms.lettering import Lettering
    from priorauth.documents.forms.setting import Setting

_TURNED = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
_TICK = "0.18 0.52 m 0.40 0.24 l 0.84 0.82 l"
"""A check mark in a square of one by one."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The content of a drawing, and the box it stands in."""

    content: str
    width: float
    height: float
    matrix: tuple[float, ...] = ()
    """How it is turned; empty if it is not."""
    lettered: bool = False
    """Whether it writes in our font, as /Letters."""

    def as_object(self, font: bytes) -> bytes:
        """As an object of a PDF; ``font`` is the reference to our font."""
        content = self.content.encode("ascii")
        resources = b"<< /Font << /Letters %s >> >>" % font if self.lettered else b"<< >>"
        matrix = f" /Matrix [{_numbers(self.matrix)}]" if self.matrix else ""
        head = (
            f"<< /Type /XObject /Subtype /Form /BBox [{_numbers((0, 0, self.width, self.height))}]{matrix} /Resources "
        )
        return b"%s%s /Length %d >>\nstream\n%s\nendstream" % (head.encode(), resources, len(content), content)


def text_drawing(slot: Slot, setting: Setting, letters: Lettering) -> Drawing:
    """``slot`` with a text in it, in the color that its form asks for."""
    width, height = slot.frame.width, slot.frame.height
    shown = "\n".join(f"1 0 0 1 {run.x:.2f} {run.y:.2f} Tm {letters.encoded(run.text)} Tj" for run in setting.runs)
    content = (
        f"{_behind(slot)}/Tx BMC q 0 0 {width:.2f} {height:.2f} re W n BT /Letters {setting.size:g} Tf "
        f"{slot.color}\n{shown}\nET Q EMC"
    )
    return _drawing(slot, content, lettered=True)


def mark_drawing(slot: Slot) -> Drawing:
    """``slot`` with a check mark in it, for where the payer's file has no drawing of that."""
    width, height = slot.frame.width, slot.frame.height
    side = min(width, height)
    at = f"q {side:.2f} 0 0 {side:.2f} {(width - side) / 2:.2f} {(height - side) / 2:.2f} cm"
    return _drawing(slot, f"{_behind(slot)}{at} 0 G 0.12 w 1 J 1 j {_TICK} S Q")


def empty_drawing(slot: Slot) -> Drawing:
    """``slot`` with nothing in it but its ground and border."""
    return _drawing(slot, _behind(slot))


def _behind(slot: Slot) -> str:
    """The ground, the border, and the lines between boxes of single characters."""
    width, height, edge = slot.frame.width, slot.frame.height, slot.edge_width
    ground = f"q {slot.ground} 0 0 {width:.2f} {height:.2f} re f Q\n" if slot.ground else ""
    if not slot.edge or not edge:
        return ground
    cells = slot.frame.cells or 1
    strokes = [f"{edge / 2:.2f} {edge / 2:.2f} {width - edge:.2f} {height - edge:.2f} re S"]
    strokes += [f"{width * k / cells:.2f} 0 m {width * k / cells:.2f} {height:.2f} l S" for k in range(1, cells)]
    return f"{ground}q {slot.edge} {edge:g} w {' '.join(strokes)} Q\n"


def _drawing(slot: Slot, content: str, *, lettered: bool = False) -> Drawing:
    matrix: tuple[float, ...] = ()
    if slot.turn in _TURNED:
        right = slot.box.width if slot.turn in (90, 180) else 0
        up = slot.box.height if slot.turn in (180, 270) else 0
        matrix = (*_TURNED[slot.turn], right, up)
    return Drawing(content, slot.frame.width, slot.frame.height, matrix, lettered)


def _numbers(numbers: Iterable[float]) -> str:
    return " ".join(f"{number:.3f}".rstrip("0").rstrip(".") for number in numbers)
