"""Whether two letters differ only in passages that are traced to the fact that differs.

A letter is read as lines (a paragraph, an item of a list, a cell of a table, a bar or mark of a figure), a line as
passages of one evidence each. Words without evidence are the template's own: they join facts and state none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from priorauth.documents.content import Figure, Table, lines_of
from priorauth.documents.curve import Curve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.documents.content import Content, Spans
    from priorauth.documents.timeline import Timeline

_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One line's passages (of words without evidence, each word), and what each of them rests on."""

    texts: tuple[str, ...]
    evidence: tuple[frozenset[str], ...]

    def __str__(self) -> str:
        return " ".join(self.texts)

    def rests_on(self, items: frozenset[str]) -> bool:
        """Whether all that it states is traced to one of ``items``, and it states something. A number always states."""
        stated = [ids for text, ids in zip(self.texts, self.evidence, strict=True) if ids or _NUMBER.search(text)]
        return bool(stated) and all(ids & items for ids in stated)

    def part(self, start: int, end: int) -> Line:
        """Some of its passages."""
        return Line(self.texts[start:end], self.evidence[start:end])


@dataclass(frozen=True, slots=True)
class Stray:
    """A line that was there before (``-``) or is there after (``+``) without the fact that differs."""

    sign: str
    line: Line

    def __str__(self) -> str:
        return f"{self.sign} {self.line}"


def lines(content: Content) -> list[Line]:
    """The letter's lines in reading order."""
    return [line for line in _lines(content) if line.texts]


def untraced(before: Sequence[Line], after: Sequence[Line], *named: str) -> list[Stray]:
    """The lines that differ although none of the items ``named`` is what they rest on, before or after."""
    items = frozenset(named)
    fixed_before = [place for place, line in enumerate(before) if not line.rests_on(items)]
    fixed_after = [place for place, line in enumerate(after) if not line.rests_on(items)]
    same = SequenceMatcher(
        None, [str(before[place]) for place in fixed_before], [str(after[place]) for place in fixed_after], False
    )
    found: list[Stray] = []
    start = (0, 0)
    for first, second, size in same.get_matching_blocks():
        anchors = [(fixed_before[first + step], fixed_after[second + step]) for step in range(size)]
        for one, other in [*anchors, *([] if size else [(len(before), len(after))])]:
            found += _strays(tuple(before[start[0] : one]), tuple(after[start[1] : other]), items)
            start = one + 1, other + 1
    return found


def _strays(before: tuple[Line, ...], after: tuple[Line, ...], items: frozenset[str]) -> list[Stray]:
    """The fewest lines that cannot be read as traced ones that were changed, added or taken out."""

    @cache
    def fewest(one: int, other: int) -> tuple[Stray, ...]:
        ways = []
        if one < len(before):
            line = before[one]
            ways.append((() if line.rests_on(items) else (Stray("-", line),)) + fewest(one + 1, other))
        if other < len(after):
            line = after[other]
            ways.append((() if line.rests_on(items) else (Stray("+", line),)) + fewest(one, other + 1))
        if one < len(before) and other < len(after) and _explained(before[one], after[other], items):
            ways.append(fewest(one + 1, other + 1))
        return min(ways, key=len, default=())

    return list(fewest(0, 0))


def _explained(before: Line, after: Line, items: frozenset[str]) -> bool:
    """Whether each stretch of passages that differs rests on ``items``, before or after."""
    if before.rests_on(items) or after.rests_on(items):
        return True
    return all(
        before.part(*here).rests_on(items) or after.part(*there).rests_on(items)
        for here, there in _stretches(before.texts, after.texts)
    )


def _stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for kind, *places in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            yield (places[0], places[1]), (places[2], places[3])


def _lines(content: Content) -> Iterator[Line]:
    for block in content.blocks:
        if isinstance(block, Figure):
            yield from _points(block.data) if isinstance(block.data, Curve) else _drawn(block.data)
            yield _line(block.caption, block.data.evidence)
            yield Line((block.alt,), (frozenset(block.data.evidence),))
        elif isinstance(block, Table) and block.header:
            rows = [frozenset(one for spans in row for span in spans for one in span.evidence) for row in block.rows]
            yield from (_line(cell, frozenset.intersection(*rows)) for cell in block.header)  # it stands for its rows
            yield from (_line(cell) for row in block.rows for cell in row)
        else:
            yield from (_line(spans) for spans in lines_of(block))


def _drawn(timeline: Timeline) -> Iterator[Line]:
    for bar in timeline.bars:
        yield Line((repr(replace(bar, evidence=())),), (frozenset(bar.evidence),))
    for mark in timeline.marks:
        yield Line((f"{mark.day} {mark.label}",), (frozenset(mark.evidence),))


def _points(curve: Curve) -> Iterator[Line]:
    for point in curve.points:
        yield Line((f"{point.day} {point.total}",), (frozenset(point.evidence),))
    for day, session in zip(curve.sessions, curve.sessions_evidence, strict=True):
        yield Line((f"{day} {curve.sessions_label}",), (frozenset((session,)),))


def _line(spans: Spans, besides: frozenset[str] | tuple[str, ...] = ()) -> Line:
    passages = []
    for span in spans:
        rests_on = frozenset((*span.evidence, *besides))
        words = span.text.split()
        passages += [(text, rests_on) for text in ([" ".join(words)] if span.evidence and words else words)]
    return Line(tuple(text for text, _ in passages), tuple(rests_on for _, rests_on in passages))
