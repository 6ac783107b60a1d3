"""A letter as PDF: typeset by Typst, tagged for screen readers, fit for archives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, assert_never

from priorauth.documents.content import (
    LETTERS_ACROSS,
    Block,
    BulletList,
    Content,
    Figure,
    Heading,
    NumberedList,
    Paragraph,
    Signature,
    Spans,
    Table,
)
from priorauth.documents.letter.figure import drawn
from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.documents.letter.sheet import Sheet

_LETTERS_OF_LINE = 70  # that stand side by side in a paragraph, even if all of them are wide
_MAY_BREAK = "\u200b"


def letter_pdf(content: Content, sheet: Sheet, *, template: Path | None = None) -> bytes:
    """``content`` on ``sheet`` as PDF; the same bytes for the same input.

    Args:
        content: the letter's words and figures.
        sheet: letterhead, footer and the rest of the page.
        template: a practice's own ``letter.typ``; otherwise the shipped one.

    Raises:
        BadInput: the template cannot be set, a character is in no font, or a final letter holds points to confirm.
    """
    sheet.must_suit(content)
    logo = sheet.letterhead.logo if sheet.letterhead.logo_kind else None
    data = sheet.words() | {"logo": logo is not None, "blocks": [_block(block) for block in content.blocks]}
    files = {"logo": logo} if logo else {}
    template = template or shipped("templates") / "letters" / "letter.typ"
    return typeset(template, data, dated=sheet.dated, files=files)


def _block(block: Block) -> dict[str, Any]:
    """What the template sets, under the name of the kind by which it does."""
    match block:
        case Heading():
            kind, words = "heading", {"level": block.level, "spans": _spans(block.spans)}
        case Paragraph():
            kind, words = "paragraph", {"spans": _spans(block.spans)}
        case BulletList():
            kind, words = "bullets", {"items": [_spans(item) for item in block.items]}
        case NumberedList():
            kind, words = "numbers", {"items": [_spans(item) for item in block.items], "first": block.first}
        case Table():
            kind, words = "table", _table(block)
        case Figure():
            caption = _spans(block.caption)
            kind, words = "figure", {"drawing": drawn(block.data), "alt": block.alt, "caption": caption}
        case Signature():
            kind, words = "signature", {"spans": _spans(block.spans), "date": _spans(block.date)}
        case _:
            assert_never(block)
    return {"kind": kind} | words


def _table(table: Table) -> dict[str, Any]:
    rooms = [round(LETTERS_ACROSS * share / sum(table.widths)) - 2 for share in table.widths]

    def row(cells: tuple[Spans, ...]) -> list[list[dict[str, Any]]]:
        return [_spans(cell, room) for cell, room in zip(cells, rooms, strict=True)]

    return {
        "header": row(table.header) if table.header else [],
        "rows": [row(cells) for cells in table.rows],
        "alignment": table.alignment,
        "widths": table.widths,
        "together": table.together,
    }


def _spans(spans: Spans, room: int = _LETTERS_OF_LINE) -> list[dict[str, Any]]:
    """Spans as data; a word that ``room`` letters may not hold can be broken anywhere, or it would run off the page."""
    too_long = re.compile(rf"\S{{{max(room, 1) + 1},}}")
    return [
        {
            "text": too_long.sub(lambda word: _MAY_BREAK.join(word[0]), span.text),
            "strong": span.strong,
            "emphasis": span.emphasis,
            "to_confirm": span.to_confirm,
        }
        for span in spans
    ]
