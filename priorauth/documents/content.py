"""What a document says, as plain data: blocks of spans, each span with the ids of the facts it rests on.

Renderers turn a :class:`Content` into Word or PDF and compute nothing; a test compares two of them without opening a
file. In a span's text a newline is a line break, and nothing else is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from priorauth.documents.traced import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.curve import Curve
    from priorauth.documents.timeline import Timeline

_FEW_ROWS, _FEW_LETTERS = 6, 1500
"""What is surely less than half a page."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one look and one origin."""

    text: str
    evidence: tuple[str, ...] = ()
    """Ids of the chart's items and the findings that this text rests on, in the order they were named."""
    strong: bool = False
    emphasis: bool = False
    to_confirm: bool = False
    """Whether someone still has to confirm it: such a span shows in a draft and may not stand in a final document."""
    own: bool = False
    """Whether somebody wrote it into the letter in Word: the clinician's own words, which rest on no fact here."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


Spans: TypeAlias = tuple[Span, ...]
LETTERS_ACROSS = 100
"""About how many letters of a table stand side by side between a page's margins."""
Alignment: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items with bullets."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items with numbers, from ``first`` up."""

    items: tuple[Spans, ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. Without a header it is a block of facts: labels on the left, values beside them."""

    header: tuple[Spans, ...]
    """Empty if the table has no header row."""
    rows: tuple[tuple[Spans, ...], ...]
    alignment: tuple[Alignment, ...]
    widths: tuple[int, ...]
    """The columns' shares of the width, relative to each other."""

    @property
    def together(self) -> bool:
        """Whether it is so small that it stands on one page; a larger one may go on to the next."""
        letters = sum(len(span.text) for row in self.rows for cell in row for span in cell)
        return len(self.rows) <= _FEW_ROWS and letters <= _FEW_LETTERS


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, with what it shows told in words for those who cannot see it."""

    data: Timeline | Curve
    alt: str
    caption: Spans = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on, with who signs under it and, beside it, a line for the date."""

    spans: Spans
    date: Spans = (Span("Date"),)


Block: TypeAlias = Heading | Paragraph | BulletList | NumberedList | Table | Figure | Signature


@dataclass(frozen=True, slots=True)
class Content:
    """A document's blocks in reading order."""

    blocks: tuple[Block, ...]


def lines_of(block: Block) -> Iterator[Spans]:
    """The block's runs of spans in reading order: a paragraph is one, a table is one for each cell."""
    match block:
        case Heading() | Paragraph():
            yield block.spans
        case BulletList() | NumberedList():
            yield from block.items
        case Table():
            for row in (block.header, *block.rows):
                yield from row
        case Figure():
            yield block.caption
        case Signature():
            yield block.spans
            yield block.date
        case _:
            assert_never(block)


def spans_of(content: Content) -> Iterator[Span]:
    """Every span in reading order."""
    for block in content.blocks:
        for spans in lines_of(block):
            yield from spans


def plain_text(content: Content) -> str:
    """The words alone: a line for each paragraph, list item and table cell."""
    return "\n".join(
        "".join(span.text for span in spans) for block in content.blocks for spans in lines_of(block) if spans
    )


def evidence_of(content: Content) -> tuple[str, ...]:
    """The ids of all that the document rests on, figures included, each once, in reading order."""
    found: dict[str, None] = {}
    for block in content.blocks:
        for spans in lines_of(block):
            found.update(dict.fromkeys(one for span in spans for one in span.evidence))
        if isinstance(block, Figure):
            found.update(dict.fromkeys(block.data.evidence))
    return tuple(found)


def to_confirm(content: Content) -> tuple[Span, ...]:
    """The spans that someone still has to confirm: a final document has none."""
    return tuple(span for span in spans_of(content) if span.to_confirm)
