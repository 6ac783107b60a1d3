"""Which unit of one letter is which of another: the fewest and smallest changes that make one of the other."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from priorauth.documents.edited.normal import compared, normal, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.documents.content import Spans
    from priorauth.documents.edited.units import Unit

Pairs: TypeAlias = list[tuple[int | None, int | None]]
"""Places in the one and in the other, in reading order; ``None`` where the other has none, or the one had none."""

_MISSING = 1.0  # what it costs that a unit has no counterpart
_OTHER_WORDS = 1.2  # what it costs that all words of it are others: less than one gone and one come
_OTHER_SORT = 0.05  # what it costs besides that a paragraph has become, say, an item
_NEVER = 1e9


class _Side:
    """A unit or a table's row, with what is asked of it again and again."""

    def __init__(self, sort: str, text: str) -> None:
        self.sort, self.text = sort, text

    @cached_property
    def normal(self) -> str:
        return normal(self.text)

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(compared(one) for one in tokens(self.text) if not one.isspace())

    @cached_property
    def many(self) -> int:
        return self.words.total()


def units_paired(one: Sequence[Unit], other: Sequence[Unit]) -> Pairs:
    """The units of ``one`` beside those of ``other``."""
    return _paired([_side(unit) for unit in one], [_side(unit) for unit in other])


def rows_paired(one: Sequence[tuple[Spans, ...]], other: Sequence[tuple[Spans, ...]]) -> Pairs:
    """The rows of one table beside those of the other."""
    return _paired([_row(cells) for cells in one], [_row(cells) for cells in other])


def _side(unit: Unit) -> _Side:
    if unit.sort == "figure":
        return _Side("figure", unit.alt)
    return _Side(unit.sort if unit.in_words else "table", unit.text)


def _row(cells: tuple[Spans, ...]) -> _Side:
    return _Side("row", "\n".join("".join(span.text for span in cell) for cell in cells))


def _cost(one: _Side, other: _Side) -> float:
    """Of taking the one for the other: nothing where they read alike."""
    apart = ("figure", "table")
    if one.sort != other.sort and (one.sort in apart or other.sort in apart):
        return _NEVER
    sort = 0.0 if one.sort == other.sort else _OTHER_SORT
    if one.normal == other.normal:
        return sort
    if one.sort == "figure":
        return _NEVER
    shared = (one.words & other.words).total() if one.many and other.many else 0
    alike = 2 * shared / (one.many + other.many) if shared else 0.0
    return _OTHER_WORDS - alike + sort


def _paired(one: list[_Side], other: list[_Side]) -> Pairs:
    """What is alike at the beginning and at the end is paired first: edits are few, and the rest costs its square."""

    def alike(here: _Side, there: _Side) -> bool:
        return here.sort == there.sort and here.normal == there.normal

    begin = 0
    while begin < min(len(one), len(other)) and alike(one[begin], other[begin]):
        begin += 1
    end = 0
    while end < min(len(one), len(other)) - begin and alike(one[-1 - end], other[-1 - end]):
        end += 1
    inner = _cheapest(one[begin : len(one) - end], other[begin : len(other) - end])
    return [
        *((place, place) for place in range(begin)),
        *((_moved(first, begin), _moved(second, begin)) for first, second in inner),
        *((len(one) - place, len(other) - place) for place in range(end, 0, -1)),
    ]


def _moved(place: int | None, by: int) -> int | None:
    return None if place is None else place + by


def _cheapest(one: list[_Side], other: list[_Side]) -> Pairs:
    """The cheapest pairing of two runs, by the usual table of costs."""
    costs = [[_MISSING * column for column in range(len(other) + 1)]]
    for here in one:
        above = costs[-1]
        row = [above[0] + _MISSING]
        for column, there in enumerate(other, start=1):
            row.append(min(above[column - 1] + _cost(here, there), above[column] + _MISSING, row[-1] + _MISSING))
        costs.append(row)
    pairs: Pairs = []
    line, column = len(one), len(other)
    while line or column:
        paired = costs[line - 1][column - 1] + _cost(one[line - 1], other[column - 1]) if line and column else _NEVER
        if line and column and costs[line][column] == paired:
            line, column = line - 1, column - 1
            pairs.append((line, column))
        elif line and costs[line][column] == costs[line - 1][column] + _MISSING:
            line -= 1
            pairs.append((line, None))
        else:
            column -= 1
            pairs.append((None, column))
    return pairs[::-1]
