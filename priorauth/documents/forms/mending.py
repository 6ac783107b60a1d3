"""What in a form's fields is not as PDF has it (ISO 32000-2, 12.7), put right or taken out before anything reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf

from priorauth.documents.forms.nodes import inherited, lineage, widgets_on

if TYPE_CHECKING:
    from collections.abc import Callable

_CORNERS = 4


def mend(document: pikepdf.Pdf) -> int:
    """Mend the fields of ``document``; how many places were taken out because nobody can say where they are.

    An entry that makes no sense is left out, so that it has the value that PDF gives to one that is missing.
    """
    for key in ("/AcroForm", "/Perms", "/Names"):
        if key in document.Root and not isinstance(document.Root[key], pikepdf.Dictionary):
            del document.Root[key]
    lost = 0
    for held, place, widget in reversed(list(widgets_on(document))):
        if not _is_rectangle(inherited(widget, "/Rect")):
            del held[place]
            lost += 1
            continue
        for node in lineage(widget):
            _mend(node)
            parent = node.get("/Parent")
            if isinstance(parent, pikepdf.Dictionary) and not parent.is_indirect:
                node.Parent = document.make_indirect(parent)
    return lost


def _mend(node: Any) -> None:
    for key, is_right in _RIGHT.items():
        if key in node and not is_right(node[key]):
            del node[key]
    looks = node.get("/MK")
    for key in ("/BG", "/BC") if looks is not None else ():
        if key in looks and not _is_color(looks[key]):
            del looks[key]
    if looks is not None and "/R" in looks and not _is_number(looks.R):
        del looks["/R"]
    style = node.get("/BS")
    if style is not None and "/W" in style and not _is_number(style.W):
        del style["/W"]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_array(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary)


def _is_rectangle(value: Any) -> bool:
    return _is_array(value) and len(value) == _CORNERS and all(_is_number(edge) for edge in value)


def _is_color(value: Any) -> bool:
    return _is_array(value) and all(_is_number(part) for part in value)


_RIGHT: dict[str, Callable[[Any], bool]] = {
    "/F": _is_whole,
    "/Ff": _is_whole,
    "/MaxLen": _is_whole,
    "/Q": lambda value: _is_whole(value) and value in range(3),
    "/MK": _is_dictionary,
    "/BS": _is_dictionary,
    "/AP": _is_dictionary,
    "/Opt": _is_array,
    "/I": _is_array,
    "/DA": lambda value: isinstance(value, pikepdf.String),
}
