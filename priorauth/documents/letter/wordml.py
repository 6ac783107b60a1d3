"""A content's blocks as WordprocessingML, in the named styles of a template: who restyles the template restyles them.

Text is escaped for XML, and its braces too, so that nothing that reads the letter as a template finds a tag in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, assert_never

from priorauth.documents.content import (
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

if TYPE_CHECKING:
    from collections.abc import Callable

_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "{": "&#123;", "}": "&#125;", "\t": " "}
)
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TO_CONFIRM = '<w:b/><w:shd w:val="clear" w:color="auto" w:fill="FFE48A"/>'
_STAYS = "<w:keepNext/>"  # on the page of the next paragraph
_NOT_BY_WORD = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'  # the number is text, as in the PDF
# With Word's number goes the indent that belongs to it.
_HANGING = '<w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs>', '<w:ind w:left="400" w:hanging="300"/>'
_BETWEEN_TABLES = '<w:spacing w:before="140"/>'
_AWAY_FROM_NEXT = '<w:ind w:right="160"/>'  # the column to the right begins where this one ends
_WITH_ITS_UNIT = re.compile(r"(?<=[0-9]) (?=(?:mg|mmHg)\b)|(?<=[≥≤]) (?=[0-9])")
_NO_BREAK = "\u00a0"
_SPACE_ABOVE = '<w:spacing w:before="160"/>'
_TABLE, _FACTS = "Letter Table", "Letter Facts"
_HEADED, _UNHEADED = '<w:tblLook w:val="0620" w:firstRow="1"', '<w:tblLook w:val="0600" w:firstRow="0"'
_FIRST_PICTURE = 1001  # where docxtpl begins to count
_EMU_PER_TWIP = 635
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Place:
    """A picture of the letter's file, to be shown somewhere."""

    relationship: str
    height: float
    """As a share of its width."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a template decides."""

    style: Callable[[str], str]
    """A style's id by its name."""
    width: int
    """Of the text between the margins, in twentieths of a point."""
    numbered: Callable[[str], bool]
    """Whether Word puts bullets or numbers before paragraphs of the style of that name."""


def body(content: Content, look: Look, places: list[Place]) -> str:
    """All of ``content`` as the inside of ``w:body``; ``places`` are those of its figures, in order."""
    waiting = iter(enumerate(places, start=_FIRST_PICTURE))
    parts: list[str] = []
    before: Block | None = None
    signed = next((place for place, one in enumerate(content.blocks) if isinstance(one, Signature)), 0)
    for place, block in enumerate(content.blocks):
        below_table = isinstance(before, (Table, Signature))
        space = _SPACE_ABOVE if isinstance(before, (Table, BulletList, NumberedList)) else ""
        stays = _STAYS if 1 <= signed - place <= 3 else ""  # no page holds a signature and nothing else
        match block:
            case Heading():
                parts.append(_paragraph(look, f"heading {block.level}", _runs(block.spans), stays))
            case Paragraph():
                parts.append(_paragraph(look, "Body Text", _runs(block.spans), stays + space))
            case BulletList():
                mark = "" if look.numbered("List Bullet") else _mark("•")
                parts += [_paragraph(look, "List Bullet", mark + _runs(item), stays) for item in block.items]
            case NumberedList():
                tabs, indent = _HANGING if look.numbered("List Number") else ("", "")
                list_look = stays + (_NOT_BY_WORD if tabs else "") + tabs + indent
                parts += [
                    _paragraph(look, "List Number", _mark(f"{number}.") + _runs(item), list_look)
                    for number, item in enumerate(block.items, start=block.first)
                ]
            case Table():
                # Word makes one table of two that touch.
                parts.append(_paragraph(look, "Letter End", "", _BETWEEN_TABLES) if below_table else "")
                parts.append(_table(look, block))
            case Figure():
                parts.append(_figure(look, block, *next(waiting)))
            case Signature():
                parts.append(_paragraph(look, "Letter End", "", stays) if below_table else "")
                parts.append(_signature(look, block))
            case _:
                assert_never(block)
        before = block
    return "".join(parts)


def picture(place: Place, number: int, alt: str, width: int) -> str:
    """A run that shows a picture in the line, ``width`` twentieths of a point wide."""
    size = f'cx="{width * _EMU_PER_TWIP}" cy="{round(width * place.height) * _EMU_PER_TWIP}"'
    name = f"Picture {number}"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent {size}/><wp:docPr id="{number}" name="{name}" descr="{alt.translate(_ESCAPED)}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{_R}" r:embed="{place.relationship}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def _paragraph(look: Look, style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{look.style(style)}"/>{properties}</w:pPr>{runs}</w:p>'


def _runs(spans: Spans) -> str:
    # A number and its unit are often two spans, so the places where no line may end are found in all of them together.
    whole = _WITH_ITS_UNIT.sub(_NO_BREAK, "".join(span.text for span in spans))
    ends = list(accumulate(len(span.text) for span in spans))
    return "".join(_run(span, whole[end - len(span.text) : end]) for span, end in zip(spans, ends, strict=True))


def _run(span: Span, text: str) -> str:
    bold, italic = "<w:b/>" if span.strong else "", "<w:i/>" if span.emphasis else ""
    look = _TO_CONFIRM if span.to_confirm else bold + italic
    words = text.translate(_ESCAPED).replace("\n", _LINE_BREAK)
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _mark(mark: str) -> str:
    return f"<w:r><w:t>{mark}</w:t><w:tab/></w:r>"


def _figure(look: Look, figure: Figure, number: int, place: Place) -> str:
    caption = _paragraph(look, "caption", _runs(figure.caption)) if figure.caption else ""
    return _paragraph(look, "Figure", picture(place, number, figure.alt, look.width)) + caption


def _table(look: Look, table: Table) -> str:
    widths = _shared(look.width, table.widths)
    last = len(widths) - 1
    sides = [
        f'{_AWAY_FROM_NEXT if side == "right" and place < last else ""}<w:jc w:val="{side}"/>'
        for place, side in enumerate(table.alignment)
    ]

    def row(cells: tuple[Spans, ...], paragraphs: str, properties: str = "", stays: str = "") -> str:
        inside = "".join(
            _cell(width, _paragraph(look, paragraphs, _runs(spans), stays + side))
            for spans, side, width in zip(cells, sides, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{inside}</w:tr>"

    head = row(table.header, "Table Heading", "<w:tblHeader/>", _STAYS) if table.header else ""
    end = len(table.rows)
    # Of a table that is broken, neither the first row nor the last stands on a page alone.
    staying = range(1, end) if table.together else {1, end - 1} - {end}
    rows = "".join(
        row(cells, "Table Text", stays=_STAYS if number in staying else "")
        for number, cells in enumerate(table.rows, start=1)
    )
    return _grid(look, widths, head + rows, _TABLE if table.header else _FACTS)


def _grid(look: Look, widths: list[int], rows: str, style: str) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look.style(style)}"/><w:tblW w:w="{look.width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_HEADED if style == _TABLE else _UNHEADED} w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _cell(width: int, paragraph: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{paragraph}</w:tc>'


def _signature(look: Look, signature: Signature) -> str:
    widths = _shared(look.width, (62, 8, 30))
    line = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    room = "".join(
        _cell(width, _paragraph(look, "Signature", "", _STAYS), below)
        for width, below in zip(widths, (line, "", line), strict=True)
    )
    words = "".join(
        _cell(width, _paragraph(look, "Signature", _runs(spans)))
        for width, spans in zip(widths, (signature.spans, (), signature.date), strict=True)
    )
    rows = (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="680" w:hRule="exact"/></w:trPr>{room}</w:tr>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{words}</w:tr>"
    )
    return _grid(look, widths, rows, _FACTS)


def _shared(width: int, shares: tuple[int, ...]) -> list[int]:
    """``width`` in whole parts that are to each other as ``shares`` and make up the whole."""
    ends = [round(width * sum(shares[: place + 1]) / sum(shares)) for place in range(len(shares))]
    return [end - start for start, end in zip([0, *ends[:-1]], ends, strict=True)]
