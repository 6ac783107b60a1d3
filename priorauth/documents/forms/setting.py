"""Sets a text into a box: at which size, in which lines, where; or not at all, if it does not fit.

Lengths are points, counted from the lower left corner of the box.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.forms.lettering import Lettering

SMALLEST = 9.0
"""No value is written smaller: a packet has to be legible after a fax."""
USUAL = 10.0
"""Where a form leaves the size open."""
_STEP = 0.25
_SIDE, _EDGE = 2.0, 1.5
"""Room left free at the sides, and above and below."""
_ABOVE, _BELOW, _LEADING = 0.75, 0.25, 1.15
"""Parts of the size: from the baseline up and down, and from one baseline to the next."""


class Align(IntEnum):
    """How a line stands in its box, as ``/Q`` counts it."""

    LEFT = 0
    CENTER = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """The box to fill and what its form asks for."""

    width: float
    height: float
    size: float = 0
    """The form's own size; 0 if it leaves it open."""
    align: Align = Align.LEFT
    multiline: bool = False
    cells: int | None = None
    """The number of boxes, where each character has one of its own."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and where its baseline begins."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as it stands in its box."""

    size: float
    runs: tuple[Run, ...]


def set_text(text: str, frame: Frame, letters: Lettering) -> Setting | None:
    """``text`` in ``frame``, as large as fits; ``None`` if it does not fit at the smallest size that is legible.

    A form that asks for less than the smallest size gets what it asks for, and no less. A line break stays one where
    the frame has lines, and is a space where it has one line only.
    """
    if not frame.multiline:
        text = " ".join(text.split())
    for size in _sizes(frame.size or USUAL):
        if frame.cells:
            runs = _in_cells(text, frame, size, letters)
        elif frame.multiline:
            runs = _in_lines(text, frame, size, letters)
        else:
            runs = _in_one_line(text, frame, size, letters)
        if runs:
            return Setting(size, runs)
    return None


def _sizes(wanted: float) -> Iterator[float]:
    size = wanted
    while size > SMALLEST:
        yield size
        size -= _STEP
    yield min(wanted, SMALLEST)


def _in_one_line(text: str, frame: Frame, size: float, letters: Lettering) -> tuple[Run, ...]:
    width = letters.width(text, size)
    if width > frame.width - 2 * _SIDE or size * (letters.cap_height + _BELOW) > frame.height:
        return ()
    return (Run(_start(width, frame), _centered(frame, size, letters), text),)


def _in_cells(text: str, frame: Frame, size: float, letters: Lettering) -> tuple[Run, ...]:
    cells = frame.cells or 1
    cell = frame.width / cells
    widest = max((letters.width(letter, size) for letter in text), default=0)
    if len(text) > cells or widest > cell or size * (letters.cap_height + _BELOW) > frame.height:
        return ()
    y = _centered(frame, size, letters)
    return tuple(Run((k + 0.5) * cell - letters.width(letter, size) / 2, y, letter) for k, letter in enumerate(text))


def _in_lines(text: str, frame: Frame, size: float, letters: Lettering) -> tuple[Run, ...]:
    lines = [line for part in text.split("\n") for line in _wrapped(part, frame.width - 2 * _SIDE, size, letters)]
    needed = size * (_ABOVE + _BELOW + (len(lines) - 1) * _LEADING)
    if needed > frame.height - 2 * _EDGE:
        return ()
    top = frame.height - _EDGE - size * _ABOVE
    return tuple(
        Run(_start(letters.width(line, size), frame), top - k * size * _LEADING, line) for k, line in enumerate(lines)
    )


def _wrapped(text: str, width: float, size: float, letters: Lettering) -> Iterator[str]:
    """The lines of one paragraph. A word wider than the box is broken where it reaches the edge."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if letters.width(longer, size) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while letters.width(line, size) > width and len(line) > 1:
            kept = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or letters.width(line[:n], size) <= width)
            yield line[:kept]
            line = line[kept:]
    yield line


def _start(width: float, frame: Frame) -> float:
    match frame.align:
        case Align.LEFT:
            return _SIDE
        case Align.CENTER:
            return (frame.width - width) / 2
        case Align.RIGHT:
            return frame.width - _SIDE - width


def _centered(frame: Frame, size: float, letters: Lettering) -> float:
    """The baseline of one line whose capitals stand in the middle of the box."""
    return (frame.height - letters.cap_height * size) / 2
