"""A letter as what is compared whole: each heading, paragraph, item of a list, caption, table, drawing, signature.

A content's blocks become units and are made of them again without a loss. Units are also what is kept of a letter that
went out of the program's hands, so that what comes back is compared with what was written then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, assert_never, cast

from priorauth.documents.content import (
    Alignment,
    Block,
    BulletList,
    Content,
    Figure,
    Heading,
    NumberedList,
    Paragraph,
    Signature,
    Span,
    Spans,
    Table,
)
from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from priorauth.documents.curve import Curve
    from priorauth.documents.timeline import Timeline

Sort: TypeAlias = Literal[
    "heading 1", "heading 2", "heading 3", "paragraph", "bullet", "number", "caption", "table", "figure", "signature"
]
_IN_WORDS = frozenset({"heading 1", "heading 2", "heading 3", "paragraph", "bullet", "number", "caption"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One of them."""

    sort: Sort
    rows: tuple[tuple[Spans, ...], ...] = ()
    """Of a table its rows, the header first; of words one row of one cell; of a drawing none."""
    block: int | None = None
    """Which block of the letter it is of: items with the same are one list. What somebody added is of none."""
    headed: bool = False
    alignment: tuple[Alignment, ...] = ()
    widths: tuple[int, ...] = ()
    first: int = 1
    alt: str = ""
    data: Timeline | Curve | None = None
    """Of a drawing, where it is the program's own content of now."""

    @property
    def in_words(self) -> bool:
        """Whether it is a run of words, and neither table, drawing nor signature."""
        return self.sort in _IN_WORDS

    @property
    def spans(self) -> Spans:
        """All of its spans."""
        return tuple(span for row in self.rows for cell in row for span in cell)

    @property
    def text(self) -> str:
        """Its words; cells are parted by a line's end."""
        return "\n".join("".join(span.text for span in cell) for row in self.rows for cell in row)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of all that it rests on."""
        return tuple(dict.fromkeys(one for span in self.spans for one in span.evidence))


def units_of(content: Content) -> tuple[Unit, ...]:
    """The units of ``content`` in reading order."""
    return tuple(one for place, block in enumerate(content.blocks) for one in _units(block, place))


def _units(block: Block, place: int) -> Iterator[Unit]:
    match block:
        case Heading():
            yield Unit(cast("Sort", f"heading {block.level}"), ((block.spans,),), place)
        case Paragraph():
            yield Unit("paragraph", ((block.spans,),), place)
        case BulletList():
            yield from (Unit("bullet", ((item,),), place) for item in block.items)
        case NumberedList():
            yield from (Unit("number", ((item,),), place, first=block.first) for item in block.items)
        case Table():
            rows = (block.header, *block.rows) if block.header else block.rows
            yield Unit("table", rows, place, bool(block.header), block.alignment, block.widths)
        case Figure():
            yield Unit("figure", (), place, alt=block.alt, data=block.data)
            if block.caption:
                yield Unit("caption", ((block.caption,),), place)
        case Signature():
            yield Unit("signature", ((block.spans, (), block.date),), place)
        case _:
            assert_never(block)


def content_of(units: Iterable[Unit]) -> Content:
    """The content that these units make; what somebody added to a list is of the list before it."""
    blocks: list[Block] = []
    for _, run in groupby(
        _joined(list(units)), key=lambda one: (one.sort in ("bullet", "number"), one.sort, one.block)
    ):
        own = list(run)
        if own[0].sort == "bullet":
            blocks.append(BulletList(tuple(one.rows[0][0] for one in own)))
        elif own[0].sort == "number":
            blocks.append(NumberedList(tuple(one.rows[0][0] for one in own), own[0].first))
        else:
            for one in own:
                _add(blocks, one)
    return Content(tuple(blocks))


def _joined(units: list[Unit]) -> list[Unit]:
    """The same, what was added to a list being of its block; of an added list, all of one."""
    lists = ("bullet", "number")
    for step in (1, -1):  # of the list before it, or else of the one that follows
        places = range(len(units)) if step == 1 else range(len(units) - 1, -1, -1)
        for place in places:
            one, beside = units[place], place - step
            if one.sort in lists and one.block is None and 0 <= beside < len(units) and units[beside].sort == one.sort:
                units[place] = replace(one, block=units[beside].block, first=units[beside].first)
    return units


def _add(blocks: list[Block], unit: Unit) -> None:
    match unit.sort:
        case "heading 1" | "heading 2" | "heading 3":
            blocks.append(Heading(int(unit.sort[-1]), unit.rows[0][0]))
        case "table":
            header, rows = (unit.rows[0], unit.rows[1:]) if unit.headed else ((), unit.rows)
            blocks.append(Table(header, rows, unit.alignment, unit.widths))
        case "figure":
            if unit.data is not None:
                blocks.append(Figure(unit.data, unit.alt))
        case "caption" if blocks and isinstance(figure := blocks[-1], Figure) and not figure.caption:
            blocks[-1] = replace(figure, caption=unit.rows[0][0])
        case "signature":
            spans, _, day = unit.rows[0]
            blocks.append(Signature(spans, day))
        case _:
            blocks.append(Paragraph(unit.rows[0][0]))


def place_in(units: Sequence[Unit], place: int) -> str:
    """How people find it: the how many-eth paragraph it is, and under which heading."""
    above = next((one.text for one in reversed(units[:place]) if one.sort.startswith("heading")), "")
    what = {"table": "table", "figure": "drawing"}.get(units[place].sort, "paragraph")
    number = sum(1 for one in units[: place + 1] if (one.sort == "table") == (what == "table"))
    return f"{what} {number}" + (f", under “{above}”" if above else "")


def as_data(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """The units as JSON holds them; of a drawing only what it shows in words, for what is drawn is drawn anew."""
    return [
        {
            "sort": one.sort,
            "block": one.block,
            "rows": [[[_span_as_data(span) for span in cell] for cell in row] for row in one.rows],
            **({"headed": one.headed, "alignment": one.alignment, "widths": one.widths} if one.sort == "table" else {}),
            **({"first": one.first} if one.sort == "number" else {}),
            **({"alt": one.alt} if one.sort == "figure" else {}),
        }
        for one in units
    ]


def from_data(data: list[dict[str, Any]]) -> tuple[Unit, ...]:
    """The units that :func:`as_data` wrote.

    Raises:
        KeyError, TypeError, ValueError: it wrote something else.
    """
    return tuple(
        Unit(
            one["sort"],
            tuple(tuple(tuple(_span_of(span) for span in cell) for cell in row) for row in one["rows"]),
            one["block"],
            one.get("headed", False),
            tuple(one.get("alignment", ())),
            tuple(one.get("widths", ())),
            one.get("first", 1),
            one.get("alt", ""),
        )
        for one in data
    )


def key_of(units: Sequence[Unit]) -> str:
    """By what a letter's words are known, with what they rest on: the same for the same content."""
    return sha256(repr([(one.sort, one.block, one.rows, one.alt) for one in units]).encode())[:16]


def _span_as_data(span: Span) -> list[Any]:
    look = "".join(sign for sign, on in (("b", span.strong), ("i", span.emphasis), ("?", span.to_confirm)) if on)
    return [span.text, list(span.evidence), look]


def _span_of(data: list[Any]) -> Span:
    text, evidence, look = data
    return Span(text, tuple(evidence), "b" in look, "i" in look, "?" in look)
