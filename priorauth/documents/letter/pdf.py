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
from priorauth.documents.space import Space
from priorauth.documents.typeset import told, typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.documents.letter.sheet import Sheet

_LETTERS_OF_LINE = 70  # that stand side by side in a paragraph, even if all of them are wide
_ENDS = ("the line to sign on begins", "and ends", "the line of the date begins", "and ends")
_ROOM, _CLEAR = 29.0, 3.0
"""In points: how far above the line there is room to sign (less than the 30 of the template), and what stays free."""
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
    data, files = _data(content, sheet)
    return typeset(template or _shipped(), data, dated=sheet.dated, files=files)


def signature_space(content: Content, sheet: Sheet, *, template: Path | None = None) -> Space | None:
    """Where a signature is shown in the PDF of the same arguments: above the line to sign on, and that of the date.

    The template tells the ends of both lines (``<signature-line>``). ``None`` where it tells none, or the letter has no
    line to sign on.

    Raises:
        BadInput: as for :func:`letter_pdf`.
    """
    data, files = _data(content, sheet)
    ends = told(template or _shipped(), data, "signature-line", files=files)
    if len(ends) != len(_ENDS) or len({one["page"] for one in ends}) != 1:
        return None
    begin, end, date, last = (float(one["x"]) for one in ends)
    foot = float(ends[0]["y"])
    return Space(int(ends[0]["page"]), (begin, foot - _ROOM, last, foot - _CLEAR), end - begin, date - begin)


def _data(content: Content, sheet: Sheet) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the template sets, and the pictures it asks for."""
    logo = sheet.letterhead.logo if sheet.letterhead.logo_kind else None
    data = sheet.words() | {"logo": logo is not None, "blocks": [_block(block) for block in content.blocks]}
    return data, {"logo": logo} if logo else {}


def _shipped() -> Path:
    return shipped("templates") / "letters" / "letter.typ"


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
