"""From a template's Markdown to content: headings, paragraphs, lists, tables, strong and emphasis, and nothing else.

Everything else that Markdown or HTML knows (links, images, code, quotes, rules) is plain text here, by not being known.
A table's columns are to each other as the dashes under their headings; where these are equal, as their words need.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from priorauth.documents.content import (
    LETTERS_ACROSS,
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
from priorauth.documents.traced import CONFIRM, FACT, FACT_END, FIGURE, SIGNATURE, VALUE, Packet, count_packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MARKDOWN = MarkdownIt("zero").enable(["heading", "table", "list", "emphasis", "newline", "escape", "entity"])
_ORDINARY_WORD = 16  # letters: "anticonvulsant" is whole, an address or a long code may be broken
_AROUND = 3  # letters' worth of room beside a cell's words
_DASHES = re.compile(r"-+")
_SPACES = re.compile(r"[ \t]+")


class MarkdownError(ValueError):
    """The Markdown asks for something that a document here cannot hold."""


def read(markdown: str, figures: Mapping[str, Figure]) -> Content:
    """``markdown``, with values packed in it, as content; ``figures`` by the name that the template calls them by.

    Raises:
        MarkdownError: it holds a list inside a list, a heading below level 3, a row longer than its header.
    """
    reader = _Reader(markdown, figures)
    blocks = tuple(reader.blocks())
    if reader.unpacked < count_packed(markdown):
        raise MarkdownError(
            "A row of a table has more cells than the table's header, and what stands in them would be lost."
        )
    return Content(blocks)


class _Reader:
    """Walks the Markdown's tree in reading order and remembers which facts the words stand under."""

    def __init__(self, markdown: str, figures: Mapping[str, Figure]) -> None:
        self._lines = markdown.split("\n")
        self._tree = SyntaxTreeNode(_MARKDOWN.parse(markdown))
        self._figures = figures
        self._facts: list[tuple[str, ...]] = []
        self.unpacked = 0

    def blocks(self) -> Iterator[Block]:
        for node in self._tree.children:
            block = self._block(node)
            if block is not None:
                yield block

    def _block(self, node: SyntaxTreeNode) -> Block | None:
        match node.type:
            case "heading":
                level = int(node.tag[1:])
                if level > 3:
                    raise MarkdownError("Headings go down to level 3 (###), and this text has one below it.")
                return Heading(level, self._spans(node))
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list":
                return BulletList(self._items(node))
            case "ordered_list":
                return NumberedList(self._items(node), first=int(node.attrs.get("start", 1)))
            case "table":
                return self._table(node)
        raise MarkdownError(f"A {node.type.replace('_', ' ')} cannot stand in a document.")

    def _paragraph(self, node: SyntaxTreeNode) -> Block | None:
        text = node.children[0].content
        named = [one for one in unpacked(text) if one.kind in (FIGURE, SIGNATURE)]
        spans = self._spans(node)
        match named:
            case []:
                return Paragraph(spans) if spans else None
            case [Packet(kind=kind, text=name)] if kind == FIGURE and not spans:
                if name not in self._figures:
                    known = ", ".join(sorted(self._figures)) or "none"
                    raise MarkdownError(f"There is no figure '{name}'. Known here: {known}.")
                return self._figures[name]
            case [Packet(kind=kind, text=date, evidence=evidence)] if kind == SIGNATURE:
                return Signature(spans, (Span(date, evidence),))
        raise MarkdownError(
            "A figure or a signature needs a paragraph of its own: leave an empty line before and after it."
        )

    def _items(self, node: SyntaxTreeNode) -> tuple[Spans, ...]:
        items: list[Spans] = []
        for item in node.children:
            if [child.type for child in item.children] not in ([], ["paragraph"]):
                raise MarkdownError(
                    "An item of a list is one paragraph; a list inside a list cannot stand in a document."
                )
            items.extend(self._spans(child) for child in item.children)
        return tuple(items)

    def _table(self, node: SyntaxTreeNode) -> Table:
        head, *bodies = node.children
        header = tuple(self._spans(cell) for cell in head.children[0].children)
        rows = tuple(tuple(self._spans(cell) for cell in row.children) for body in bodies for row in body.children)
        alignment = tuple(_alignment(cell) for cell in head.children[0].children)
        first_line = cast("tuple[int, int]", node.map)[0]
        dashes = tuple(len(column) for column in _DASHES.findall(self._lines[first_line + 1]))
        widths = _with_whole_words(dashes, rows) if len(set(dashes)) > 1 else _needed((header, *rows))
        return Table(header if any(header) else (), rows, alignment, widths)

    def _spans(self, node: SyntaxTreeNode) -> Spans:
        return settled(span for child in node.children for span in self._inline(child, strong=False, emphasis=False))

    def _inline(self, node: SyntaxTreeNode, *, strong: bool, emphasis: bool) -> Iterator[Span]:
        match node.type:
            case "text" | "text_special":
                yield from self._text(node.content, strong=strong, emphasis=emphasis)
            case "softbreak":
                yield Span(" ", strong=strong, emphasis=emphasis)
            case "hardbreak":
                yield Span("\n", strong=strong, emphasis=emphasis)
            case _:  # the inline root, strong, em
                for child in node.children:
                    yield from self._inline(
                        child, strong=strong or node.type == "strong", emphasis=emphasis or node.type == "em"
                    )

    def _text(self, text: str, *, strong: bool, emphasis: bool) -> Iterator[Span]:
        for packet in unpacked(text):
            self.unpacked += bool(packet.kind)
            match packet.kind:
                case "":
                    yield Span(_SPACES.sub(" ", packet.text), self._under(), strong, emphasis)
                case str(kind) if kind == FACT:
                    self._facts.append(packet.evidence)
                case str(kind) if kind == FACT_END and self._facts:
                    self._facts.pop()
                case str(kind) if kind in (VALUE, CONFIRM):
                    yield Span(packet.text, self._under(packet.evidence), strong, emphasis, to_confirm=kind == CONFIRM)
                case _:
                    pass  # a figure's or signature's place, which its paragraph has seen

    def _under(self, evidence: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*evidence, *(one for fact in self._facts for one in fact))))


def settled(spans: Iterable[Span]) -> Spans:
    """``spans`` without outer or doubled spaces, and with neighbours of one look and one origin joined."""
    kept: list[Span] = []
    for span in spans:
        text = span.text.lstrip(" ") if not kept or kept[-1].text[-1] in " \n" else span.text
        if text.startswith("\n"):
            _trim_end(kept, " ")
        if not text:
            continue
        if kept and _look(kept[-1]) == _look(span):
            kept[-1] = replace(span, text=kept[-1].text + text)
        else:
            kept.append(span if text == span.text else replace(span, text=text))
    _trim_end(kept, " \n")
    return tuple(kept)


def _look(span: Span) -> tuple[object, ...]:
    """All of a span but its text."""
    return span.evidence, span.strong, span.emphasis, span.to_confirm, span.own


def _trim_end(spans: list[Span], characters: str) -> None:
    while spans:
        last = spans.pop()
        text = last.text.rstrip(characters)
        if text:
            spans.append(last if text == last.text else replace(last, text=text))
            return


def _with_whole_words(shares: tuple[int, ...], rows: tuple[tuple[Spans, ...], ...]) -> tuple[int, ...]:
    """The shares as they were drawn, where no ordinary word is wider than its column; else the others make room."""
    drawn = [LETTERS_ACROSS * share / sum(shares) for share in shares]
    words = [
        [word for cell in column for word in "".join(span.text for span in cell).split() if len(word) <= _ORDINARY_WORD]
        for column in zip(*rows, strict=True)
    ]
    asked = [max(map(len, column), default=0) + _AROUND for column in words] or [0] * len(shares)
    wide = [need if need > room else 0 for need, room in zip(asked, drawn, strict=True)]
    if not any(wide):
        return shares
    left = LETTERS_ACROSS - sum(wide)
    others = sum(room for room, need in zip(drawn, wide, strict=True) if not need)
    return tuple(need or round(room * left / others) for room, need in zip(drawn, wide, strict=True))


def _needed(rows: tuple[tuple[Spans, ...], ...]) -> tuple[int, ...]:
    """Widths by the letters in the columns: as the longest line asks, but none so wide that the others starve."""
    most = 2 * LETTERS_ACROSS // len(rows[0])
    columns = ["\n".join("".join(span.text for span in cell) for cell in column) for column in zip(*rows, strict=True)]
    return tuple(min(max(map(len, column.split("\n"))), most) + 2 for column in columns)


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    return cast("Alignment", style.removeprefix("text-align:") or "left")
