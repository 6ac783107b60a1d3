"""Each field of a form with its places, as they have to be drawn: worked out once, the same for every patient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms.fields import described, inherited, owner, widgets_of
from priorauth.documents.forms.opening import kept, prepared
from priorauth.documents.forms.setting import Align, Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pypdf.generic import DictionaryObject

    from priorauth.documents.forms.fields import Box, Field
    from priorauth.documents.forms.revision import Number

_SIZE = re.compile(r"([\d.]+)\s+Tf\b")
_COLOR = re.compile(r"((?:[\d.]+\s+){1,4})(g|rg|k)\b")
_BLACK = "0 g"
_FILL = {1: "g", 3: "rg", 4: "k"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a field, and how it looks."""

    widget: Number
    holder: Number
    """The object that holds the field's value."""
    box: Box
    frame: Frame
    color: str
    """Of its letters, as an operator of a content stream."""
    turn: int
    """By how many degrees its content is turned, counterclockwise: 0, 90, 180 or 270."""
    ground: str = ""
    """The color behind it, as an operator; empty if there is none."""
    edge: str = ""
    """The color of its border; empty if there is none."""
    edge_width: float = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A field and its places."""

    field: Field
    slots: tuple[Slot, ...]


@lru_cache(maxsize=8)
def layout(pdf: bytes) -> Mapping[str, Placed]:
    """The fields of a prepared form by name, in the order of their first place."""
    reader = kept(pdf)
    root: Any = reader.trailer["/Root"]
    form = root["/AcroForm"].get_object()
    found = {}
    for name, widgets in widgets_of(reader.pages).items():
        field = described(name, widgets)
        slots = tuple(_slot(field, box, widget, form) for box, (_, widget) in zip(field.boxes, widgets, strict=True))
        found[name] = Placed(field, slots)
    return found


def fillable(form: bytes) -> dict[str, Field]:
    """The fields of a form as they can be filled, by name.

    Raises:
        BadInput: it cannot be filled at all.
    """
    return {name: placed.field for name, placed in layout(prepared(form).pdf).items()}


def _slot(field: Field, box: Box, widget: DictionaryObject, form: DictionaryObject) -> Slot:
    asked = inherited(widget, "/DA")
    appearance = str(form.get("/DA", "") if asked is None else asked)
    looks: Any = inherited(widget, "/MK") or {}
    turn = int(looks.get("/R", 0)) % 360
    color, size = _COLOR.search(appearance), _SIZE.search(appearance)
    alignment = inherited(widget, "/Q")
    style: Any = inherited(widget, "/BS") or {}
    lies = turn in (90, 270)
    return Slot(
        widget=_number(widget),
        holder=_number(owner(widget)),
        box=box,
        frame=Frame(
            width=box.height if lies else box.width,
            height=box.width if lies else box.height,
            size=float(size[1]) if size else 0,
            align=Align(int(form.get("/Q", 0) if alignment is None else alignment)),
            multiline=field.multiline,
            cells=field.max_length if field.comb else None,
        ),
        color=color[0] if color else _BLACK,
        turn=turn,
        ground=_operator(looks.get("/BG")),
        edge=_operator(looks.get("/BC")).upper(),
        edge_width=float(style.get("/W", 1)),
    )


def _operator(color: Any) -> str:
    parts = [float(part) for part in color or ()]
    return f"{' '.join(f'{part:g}' for part in parts)} {_FILL[len(parts)]}" if len(parts) in _FILL else ""


def _number(node: DictionaryObject) -> Number:
    reference: Any = node.indirect_reference  # a prepared form has none that is no object of its own
    return reference.idnum, reference.generation
