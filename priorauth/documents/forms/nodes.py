"""A form's objects as pikepdf has them: what is on the pages, what each has from those above it, what is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 64
"""Fields below fields, pages below pages: more than this is a circle."""


def widgets_on(document: pikepdf.Pdf) -> Iterator[tuple[Any, int, Any]]:
    """Each widget on a page, with the list it stands in and its place there."""
    for page in document.pages:
        annotations: Any = page.obj.get("/Annots")
        for place in range(len(annotations)) if isinstance(annotations, pikepdf.Array) else ():
            widget = annotations[place]
            if isinstance(widget, pikepdf.Dictionary) and widget.get("/Subtype") == "/Widget":
                yield annotations, place, widget


def lineage(node: Any) -> Iterator[Any]:
    """The widget or page, its parent, its parent's parent, up to the root."""
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")


def inherited(node: Any, key: str) -> Any:
    """What a field or page says, or else the nearest one above it that says it; ``None`` where none does."""
    return next((one[key] for one in lineage(node) if key in one), None)


def remove(dictionary: Any, *keys: str) -> None:
    """Take these entries out, where they are."""
    for key in keys:
        if key in dictionary:
            del dictionary[key]
