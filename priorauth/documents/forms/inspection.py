"""What there is to know of a form before it is filled: its state, its fields, and its pages with the fields' names."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import ImageDraw, ImageFont

from priorauth.documents.forms.condition import Condition, condition_of, without_place
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.mending import mend
from priorauth.documents.forms.opening import opened, prepared
from priorauth.documents.forms.shown import shown_by_pdfium
from priorauth.errors import BadInput
from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL import Image

    from priorauth.documents.forms.fields import Field
    from priorauth.documents.forms.layout import Placed
    from priorauth.documents.forms.shown import Point, Shown

_PIXELS_TO_A_POINT = 2.0
_FRAME, _NAME, _BEHIND = (200, 30, 60), (160, 0, 40), (255, 255, 255)
_GRID, _EVERY = (120, 160, 220), 50
"""The grid's color, and how many points apart its lines are."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A form, looked at."""

    sha256: str
    condition: Condition
    refused: str
    """Why it cannot be filled; empty if it can."""
    notes: tuple[str, ...]
    """What will be changed in it when it is filled."""
    fields: Mapping[str, Placed]
    nowhere: tuple[str, ...]
    """Fields that stand on no page: what is written into them is never seen."""


def inspected(form: bytes, password: str = "") -> Inspection:
    """``form`` looked at, whether it can be filled or not.

    Raises:
        BadInput: it is no PDF, or needs another password.
    """
    with opened(form, password) as document:
        mend(document)
        condition, nowhere = condition_of(document), tuple(without_place(document))
    try:
        ready = prepared(form, password)
    except BadInput as error:
        return Inspection(sha256(form), condition, str(error), (), {}, nowhere)
    fields = layout(ready.pdf)
    return Inspection(
        sha256(form), condition, "", ready.notes, fields, tuple(name for name in nowhere if name not in fields)
    )


def as_data(one: Inspection) -> dict[str, Any]:
    """The same as plain data, for scripts."""
    state = one.condition
    return {
        "sha256": one.sha256,
        "pages": state.pages,
        "refused": one.refused or None,
        "notes": list(one.notes),
        "encrypted": state.encrypted,
        "may_be_filled": state.may_be_filled,
        "repaired": state.repaired,
        "xfa": state.xfa,
        "certified": state.certified,
        "usage_rights": state.extended,
        "signed": list(state.signed),
        "scripts": state.scripts,
        "flat": state.flat,
        "scanned": state.scanned,
        "fields": [_field(placed.field) for placed in one.fields.values()],
        "fields_on_no_page": list(one.nowhere),
    }


def _field(one: Field) -> dict[str, Any]:
    exports = one.options if one.kind is Kind.LIST else one.names
    labels = dict(zip(exports, one.labels, strict=False))
    return {
        "name": one.name,
        "kind": one.kind.value,
        "page": one.boxes[0].page,
        "rectangle": [round(edge, 2) for edge in one.boxes[0].edges],
        "places": [
            {"page": box.page, "rectangle": [round(edge, 2) for edge in box.edges], "value": _named(one, box.state)}
            for box in one.boxes
        ],
        "tooltip": one.tooltip,
        "export_values": list(exports),
        "labels": {export: label for export, label in labels.items() if label != export},
        "max_length": one.max_length,
        "comb": one.comb,
        "multiline": one.multiline,
        "read_only": one.read_only,
        "hidden": one.hidden,
        "holds": one.holds or None,
    }


def _named(one: Field, state: str | None) -> str | None:
    """How a mark is asked for."""
    return dict(zip(one.options, one.names, strict=False)).get(state or "", state)


def pictures(form: bytes, fields: Mapping[str, Placed], password: str = "", *, grid: bool = False) -> Iterator[bytes]:
    """Each page as a PNG, with each field's frame and name in its place, and with a grid of points if asked for."""
    with pypdfium2.PdfDocument(form, password=password or None) as document:
        document.init_forms()
        yield from _drawn(document, fields, grid=grid)


def _drawn(document: pypdfium2.PdfDocument, fields: Mapping[str, Placed], *, grid: bool) -> Iterator[bytes]:
    for number, page in enumerate(document, start=1):
        picture = page.render(scale=_PIXELS_TO_A_POINT, may_draw_forms=True).to_pil().convert("RGB")
        shown = shown_by_pdfium(page)
        if grid:
            _draw_grid(picture, shown)
        draw = ImageDraw.Draw(picture)
        for placed in fields.values():
            for box in placed.field.boxes:
                if box.page == number:
                    _draw_name(draw, [_pixel(shown.seen(x, y)) for x, y in box.corners], placed.field.name)
        out = io.BytesIO()
        picture.save(out, "PNG")
        yield out.getvalue()


def _draw_name(draw: ImageDraw.ImageDraw, corners: list[tuple[float, float]], name: str) -> None:
    (x1, y1), (x2, y2) = corners
    frame = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    draw.rectangle(frame, outline=_FRAME, width=1)
    font = ImageFont.load_default(size=min(16, max(9, (frame[3] - frame[1]) * 0.6)))
    within = draw.textbbox((frame[0] + 2, frame[1] + 1), name, font=font)
    draw.rectangle(within, fill=_BEHIND)
    draw.text((frame[0] + 2, frame[1] + 1), name, fill=_NAME, font=font)


def _draw_grid(picture: Image.Image, shown: Shown) -> None:
    """Lines every 50 points, with the distances that a map counts in: from the upper left corner."""
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=12)
    for across in range(0, int(shown.width) + 1, _EVERY):
        draw.line([_pixel((across, 0)), _pixel((across, shown.height))], fill=_GRID, width=1)
        draw.text(_pixel((across + 1, 0)), str(across), fill=_GRID, font=font)
    for down in range(_EVERY, int(shown.height) + 1, _EVERY):
        draw.line([_pixel((0, down)), _pixel((shown.width, down))], fill=_GRID, width=1)
        draw.text(_pixel((1, down)), str(down), fill=_GRID, font=font)


def _pixel(point: Point) -> Point:
    """Where a point of the page, as it is seen, stands in the picture."""
    across, down = point
    return across * _PIXELS_TO_A_POINT, down * _PIXELS_TO_A_POINT
