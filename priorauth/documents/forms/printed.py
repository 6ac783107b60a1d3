"""What is printed on a form's pages, piece by piece, and what of it belongs to a field: its labels and its heading."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from priorauth.documents.forms.fields import Box

_APART = 0.9
"""Of the letters' size: a wider gap ends a piece."""
_SPACE = 0.08
"""Of the letters' size: a wider gap is a space, though the file may have none there."""
_BESIDE, _OVER, _UNDER = 130.0, 14.0, 9.0
"""Points between a field and a label that stands beside, above or below it, at most."""
_CLOSE = 15.0
"""Points within which a label beside a field is that field's beyond doubt."""
_SLACK = 3.0
"""Points by which a field's frame and a label may overlap."""
_LARGER = 1.15
"""A heading's letters beside the page's usual ones."""
_HEAVY = 600
"""From this weight on letters are bold."""
_SQUARES = "☐□❏❑❒\uf06f\uf071\uf0a8"
"""Boxes to be ticked that are printed as letters, some of them by their places in Wingdings."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on one line."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@lru_cache(maxsize=4)
def pieces(pdf: bytes) -> tuple[Piece, ...]:
    """Everything printed on the pages of ``pdf``; nothing of what stands in its fields."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(piece for number, page in enumerate(document, start=1) for piece in _on(page, number))


def labels(box: Box, printed: Sequence[Piece], boxes: Iterable[Box], *, mark: bool) -> list[str]:
    """What is printed for a field, the nearest first: beside a mark, or before, above or below a text.

    Args:
        box: the field's place.
        printed: the pieces of its page.
        boxes: the other fields of that page: a label does not reach across one of them.
        mark: whether it is ticked, and not written in.
    """
    others = [one for one in boxes if one.edges != box.edges]
    on_line = [one for one in printed if box.bottom - _SLACK <= one.middle <= box.top + _SLACK]
    after = [one for one in on_line if 0 <= one.left - box.right + _SLACK <= _CLOSE * 2]
    before = [one for one in on_line if 0 <= box.left - one.right + _SLACK <= _BESIDE]
    if mark:
        near = [min(after, key=lambda one: one.left)] if after else []
        near += [max(before, key=lambda one: one.right)] if before and not after else []
        return [one.text for one in near]
    beside = max(before, key=lambda one: one.right, default=None)
    if beside and any(_between(beside.right, box.left, one) and _level(one, box) for one in others):
        beside = None
    if beside and box.left - beside.right <= _CLOSE:
        return [beside.text]
    free = [one for one in printed if not any(_labels(one, other) for other in others)]
    found = [beside] if beside else []
    found += _stacked(box, free, others, above=True) or _stacked(box, free, others, above=False)
    return [one.text for one in found]


def headings(printed: Sequence[Piece], boxes: Sequence[Box]) -> list[Piece]:
    """The pieces of a page that stand over others: in larger or bold letters, or in capitals, and beside no field."""
    if not printed:
        return []
    usual, _ = Counter(round(one.size, 1) for one in printed for _ in one.text).most_common(1)[0]
    return [
        one
        for one in printed
        if not any(_labels(one, box) or _labels_mark(one, box) for box in boxes)
        and any(letter.isalpha() for letter in one.text)
        and (one.size >= usual * _LARGER or one.bold or (one.text.isupper() and len(one.text.split()) > 1))
    ]


def heading_of(box: Box, over: Sequence[Piece]) -> Piece | None:
    """The heading a field stands under: the nearest line above it, and of that line the one of its own column."""
    above = [one for one in over if one.bottom >= box.top - _SLACK]
    if not above:
        return None
    lowest = min(one.middle for one in above)
    line = [one for one in above if one.middle - lowest <= one.size / 2]
    begun = [one for one in line if one.left <= box.left + _SLACK] or line
    middle = (box.left + box.right) / 2
    return min(
        begun,
        key=lambda one: 0 if one.left <= middle <= one.right else min(abs(middle - one.left), abs(middle - one.right)),
    )


def chapter_of(heading: Piece, over: Sequence[Piece]) -> Piece | None:
    """The larger heading that a heading stands under."""
    larger = [one for one in over if one.size >= heading.size * _LARGER and one.bottom >= heading.top - _SLACK]
    return min(larger, key=lambda one: one.bottom, default=None)


def _stacked(box: Box, printed: Sequence[Piece], others: Sequence[Box], *, above: bool) -> list[Piece]:
    """The piece right above or below a field, if no other field stands between."""
    near = []
    for one in printed:
        gap = one.bottom - box.top if above else box.bottom - one.top
        if not -_SLACK <= gap <= (_OVER if above else _UNDER) or one.left >= box.right or one.right <= box.left:
            continue
        if not any(other.left < one.right and other.right > one.left and _covers(other, one) for other in others):
            near.append((round(gap), abs(one.left - box.left), one))
    return [min(near, key=lambda each: each[:2])[2]] if near else []


def _labels(one: Piece, box: Box) -> bool:
    """Whether a piece stands right before a field: it is that field's label and no other's."""
    return box.bottom - _SLACK <= one.middle <= box.top + _SLACK and 0 <= box.left - one.right + _SLACK <= _CLOSE


def _labels_mark(one: Piece, box: Box) -> bool:
    """Whether a piece stands right behind a box to be ticked."""
    return (
        box.state is not None and box.bottom <= one.middle <= box.top and 0 <= one.left - box.right + _SLACK <= _CLOSE
    )


def _covers(other: Box, one: Piece) -> bool:
    return other.bottom <= one.middle <= other.top


def _between(left: float, right: float, one: Box) -> bool:
    return one.left >= left - _SLACK and one.right <= right + _SLACK


def _level(one: Box, other: Box) -> bool:
    return one.bottom < other.top and one.top > other.bottom


@dataclass(slots=True)
class _Growing:
    """A piece to which letters are being added."""

    text: str
    edges: tuple[float, float, float, float]
    size: float
    bold: bool

    def add(self, letters: str, edges: tuple[float, float, float, float]) -> None:
        """Put letters at its end."""
        self.text += letters
        (left, bottom, right, top), (x1, y1, x2, y2) = self.edges, edges
        self.edges = min(left, x1), min(bottom, y1), max(right, x2), max(top, y2)

    def takes(self, edges: tuple[float, float, float, float], gap: str) -> bool:
        """Whether a letter goes on with it: on the same line, and not far off; after a colon, nearer still."""
        away = edges[0] - self.edges[2]
        level = abs(edges[1] - self.edges[1]) < self.size / 2
        ended = self.text.endswith(":") and gap and away > self.size / 2
        return "\n" not in gap and level and away <= self.size * _APART and not ended


def _on(page: pypdfium2.PdfPage, number: int) -> Iterator[Piece]:
    """The pieces of a page, letter by letter: rules, boxes to be ticked and the like between them are gaps."""
    text = page.get_textpage()
    piece: _Growing | None = None
    gap = ""
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if letter == "_" or letter.isspace() or is_symbol(letter):
            gap += " " if letter in " \xa0" else "\n"
            continue
        edges = text.get_charbox(index, loose=True)
        if piece and piece.takes(edges, gap):
            apart = gap or edges[0] - piece.edges[2] > piece.size * _SPACE
            piece.add((" " if apart else "") + letter, edges)
        else:
            if piece:
                yield Piece(piece.text, number, *piece.edges, piece.size, piece.bold)
            piece = _Growing(letter, edges, max(edges[3] - edges[1], 1.0), _is_bold(text, index))
        gap = ""
    if piece:
        yield Piece(piece.text, number, *piece.edges, piece.size, piece.bold)


def is_symbol(letter: str) -> bool:
    """Whether a letter is a box to be ticked, or a sign of which the file does not tell what it stands for."""
    return letter in _SQUARES or letter < " "


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """By the weight that the font states, or by its name, for many state none."""
    if pdfium.FPDFText_GetFontWeight(text, index) >= _HEAVY:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, ctypes.byref(flags))
    return b"bold" in name.value.lower()
