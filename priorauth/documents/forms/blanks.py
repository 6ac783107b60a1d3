"""Where something can be written on a form that has no fields: squares, underscores, and the room at printed labels.

It only proposes: rules and letters tell where room is, not what a payer meant by it. Somebody has to look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from priorauth.documents.forms.places import Place
from priorauth.documents.forms.printed import is_symbol, pieces
from priorauth.documents.forms.shown import shown_by_pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from priorauth.documents.forms.printed import Piece
    from priorauth.documents.forms.shown import Shown

Edges = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own points."""

_THIN = 2.5
"""A rule is no thicker."""
_SQUARE = (6.0, 18.0)
"""The sides of a box to be ticked."""
_LINE, _LEAST = 13.0, 40.0
"""How high a line of writing is, and how wide the least room for one."""
_UNDER = 6.0
"""A label under a rule is no farther from it."""
_LABEL = re.compile(r"[:#]\s*(\(.*\))?\d?$")
"""How a label ends that has its room beside or below it; behind it may be a footnote's number."""
_SHORT = 60
"""Letters of a label."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Room that a form leaves."""

    place: Place
    label: str
    """The words that it is left for; empty if none are printed."""


@dataclass(slots=True)
class _Page:
    """What is drawn on a page."""

    shown: Shown
    rules: list[Edges] = field(default_factory=list)
    uprights: list[Edges] = field(default_factory=list)
    squares: list[Edges] = field(default_factory=list)
    underscores: list[Edges] = field(default_factory=list)


def blanks(pdf: bytes) -> Mapping[str, Blank]:
    """Where something can be written on a form, under names made of the words printed for it."""
    printed = pieces(pdf)
    found: dict[str, Blank] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            drawn = _drawn(page)
            words = [one for one in printed if one.page == number]
            for room in sorted(_on(drawn, words), key=lambda one: (-round(one.edges[3], -1), one.edges[0])):
                place = _place(room.edges, number, drawn.shown, mark=room.mark)
                name = _name(room.label, "box" if room.mark else "line")
                found[_unlike(name, found)] = Blank(place, room.label.text if room.label else "")
    return found


@dataclass(frozen=True, slots=True)
class _Room:
    """The same as it is measured on its page."""

    edges: Edges
    label: Piece | None
    mark: bool = False


def _on(drawn: _Page, words: Sequence[Piece]) -> Iterator[_Room]:
    for square in drawn.squares:
        after = [one for one in words if _level(one, square) and 0 <= one.left - square[2] + 2 < _LEAST]
        yield _Room(square, min(after, key=lambda one: one.left, default=None), mark=True)
    for line in drawn.underscores:
        before = [one for one in words if _level(one, line) and one.right <= line[0] + 2]
        label = max(before, key=lambda one: one.right, default=None)
        yield _Room((line[0], line[1], line[2], line[1] + _LINE), label)
    for one in words:
        if len(one.text) <= _SHORT and (edges := _room(one, drawn, words)):
            yield _Room(edges, one)


def _room(label: Piece, drawn: _Page, words: Sequence[Piece]) -> Edges | None:
    """The free room that a label is printed for: below it in its cell, beside it, or over the rule above it."""
    if _LABEL.search(label.text):
        room = _below(label, drawn, words) or _beside(label, drawn, words)
        taken = room and any(_overlap(room, line) for line in (*drawn.underscores, *drawn.squares))
        return None if taken else room
    return None if label.bold else _above(label, drawn, words)


def _below(label: Piece, drawn: _Page, words: Sequence[Piece]) -> Edges | None:
    left = max(
        (x for x, low, _, high in drawn.uprights if x <= label.left + 2 and low <= label.middle <= high), default=0
    )
    right = min(
        (x for x, low, _, high in drawn.uprights if x >= label.right and low <= label.middle <= high), default=0
    )
    floor = max((low for x1, low, x2, _ in drawn.rules if low < label.bottom and x1 <= label.left + 4 < x2), default=0)
    room = (left + 2, floor + 1, right - 2, label.bottom)
    free = not any(one is not label and _overlap(room, _edges(one)) for one in words)
    return room if left and right and floor and label.bottom - floor >= _LINE - 3 and free else None


def _beside(label: Piece, drawn: _Page, words: Sequence[Piece]) -> Edges | None:
    ends = [x for x, low, _, high in drawn.uprights if x > label.right and low <= label.middle <= high]
    ends += [one.left for one in words if one.left > label.right and _level(one, _edges(label))]
    ends += [one[0] for one in (*drawn.squares, *drawn.underscores) if one[0] > label.right - 2 and _level(label, one)]
    right = min(ends, default=drawn.shown.right - 36)
    room = (label.right + 3, label.middle - _LINE / 2, right - 3, label.middle + _LINE / 2)
    return room if right - label.right >= _LEAST else None


def _above(label: Piece, drawn: _Page, words: Sequence[Piece]) -> Edges | None:
    over = [
        rule
        for rule in drawn.rules
        if -2 <= rule[1] - label.top <= _UNDER and rule[0] - 4 <= label.left and label.right <= rule[2] + 4
    ]
    if not over:
        return None
    rule = min(over, key=lambda one: one[1])
    next_left = [one.left for one in words if one.left > label.right and abs(one.top - label.top) < 3]
    right = min([rule[2], *(one - 4 for one in next_left)])
    room = (max(rule[0], label.left), rule[3], right, rule[3] + _LINE)
    free = not any(_overlap(room, _edges(one)) for one in words)
    return room if free and right - room[0] >= _LEAST / 2 else None


def _drawn(page: pypdfium2.PdfPage) -> _Page:
    found = _Page(shown_by_pdfium(page))
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = one.get_bounds()
        wide, high = right - left, top - bottom
        if _is_square((left, bottom, right, top)):
            found.squares.append((left, bottom, right, top))
        elif high <= _THIN < wide:
            found.rules.append((left, bottom, right, top))
        elif wide <= _THIN < high:
            found.uprights.append((left, bottom, right, top))
        elif wide > _THIN and high > _THIN:
            found.rules += [(left, bottom, right, bottom), (left, top, right, top)]
            found.uprights += [(left, bottom, left, top), (right, bottom, right, top)]
    found.squares = _apart(found.squares)
    found.rules = _joined(found.rules)
    _add_letters(page, found)
    return found


def _add_letters(page: pypdfium2.PdfPage, found: _Page) -> None:
    """Squares and underscores that are printed as letters."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if is_symbol(letter):
            if _is_square(text.get_charbox(index)):
                found.squares.append(text.get_charbox(index))
        elif letter == "_":
            left, bottom, right, top = text.get_charbox(index)
            last = found.underscores[-1] if found.underscores else None
            if last and abs(last[1] - bottom) < _THIN and -_THIN <= left - last[2] < _THIN:
                found.underscores[-1] = (last[0], bottom, right, top)
            else:
                found.underscores.append((left, bottom, right, top))


def _is_square(edges: Edges) -> bool:
    wide, high = edges[2] - edges[0], edges[3] - edges[1]
    return all(_SQUARE[0] <= side <= _SQUARE[1] for side in (wide, high)) and abs(wide - high) < _THIN


def _joined(rules: Sequence[Edges]) -> list[Edges]:
    """Rules that are drawn in pieces, as one."""
    whole: list[Edges] = []
    for left, bottom, right, top in sorted(rules, key=lambda one: (round(one[1]), one[0])):
        last = whole[-1] if whole else None
        if last and abs(last[1] - bottom) < _THIN / 2 and left - last[2] < _THIN:
            whole[-1] = (last[0], last[1], max(last[2], right), max(last[3], top))
        else:
            whole.append((left, bottom, right, top))
    return whole


def _apart(squares: Sequence[Edges]) -> list[Edges]:
    """Each square once: many are drawn twice, as ground and as border."""
    kept: list[Edges] = []
    for one in squares:
        if not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return kept


def _place(edges: Edges, page: int, shown: Shown, *, mark: bool) -> Place:
    left, bottom, right, top = edges
    (x1, y1), (x2, y2) = shown.seen(left, bottom), shown.seen(right, top)
    seen = tuple(round(max(0.0, one), 1) for one in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
    high = seen[3] - seen[1] >= 2 * _LINE
    return Place.model_validate({"page": page, "mark": seen} if mark else {"page": page, "box": seen, "lines": high})


def _name(label: Piece | None, otherwise: str) -> str:
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", label.text)) if label else []
    return " ".join(words[:6]) or otherwise


def _unlike(name: str, others: Mapping[str, object]) -> str:
    """The name, with a number where there is one like it."""
    number, tried = 1, name
    while tried in others:
        number += 1
        tried = f"{name} ({number})"
    return tried


def _edges(one: Piece) -> Edges:
    return one.left, one.bottom, one.right, one.top


def _level(one: Piece, edges: Edges) -> bool:
    """Whether a piece stands on the line of something else."""
    return one.bottom < edges[3] and edges[1] < one.top


def _overlap(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1
