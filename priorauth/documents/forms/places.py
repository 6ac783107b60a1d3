"""Fields made where a flat or scanned form has none: by coordinates that the form's map gives.

What is made is a field as any other, so that all that is done with fields (measuring, wrapping, continuing on the
addendum, checking a map) is done with these.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

import pikepdf
from pydantic import Field, model_validator

from priorauth.documents.forms.mending import mend
from priorauth.documents.forms.opening import opened, permitted
from priorauth.documents.forms.shown import shown_by_qpdf
from priorauth.errors import BadInput
from priorauth.model import Frozen
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from priorauth.documents.forms.shown import Shown

_MULTILINE, _COMB = 1 << 12, 1 << 24
_PRINT = 1 << 2
_ALIGNED = ("left", "center", "right")
"""As ``/Q`` counts them."""

Distance = Annotated[float, Field(ge=0, le=14400)]  # the largest page that PDF allows is 14,400 points wide
Edges = tuple[Distance, Distance, Distance, Distance]


class Place(Frozen):
    """Where a text or a mark stands on a page that has no field there.

    The edges are left, top, right and bottom, in points (72 to the inch) from the upper left corner of the page as
    people see it.
    """

    page: Annotated[int, Field(ge=1)]
    box: Edges | None = None
    """For a text."""
    mark: Edges | None = None
    """For a tick."""
    lines: bool = False
    """Whether a text may have several lines."""
    cells: Annotated[int, Field(ge=1, le=100)] | None = None
    """The number of boxes, where each character has one of its own."""
    size: Annotated[float, Field(gt=0, le=72)] | None = None
    """Of the letters, in points; as large as fits up to the usual, if none is given."""
    align: Literal["left", "center", "right"] = "left"

    @model_validator(mode="after")
    def _stands(self) -> Place:
        if (self.box is None) == (self.mark is None):
            raise Flaw("needs either box or mark.")
        left, top, right, bottom = self.edges
        if not (left < right and top < bottom):
            raise Flaw("must be left, top, right and bottom, each pair in its order.", "box" if self.box else "mark")
        if self.lines and self.cells:
            raise Flaw("cannot stand beside lines.", "cells")
        return self

    @property
    def edges(self) -> Edges:
        """Of the text's or the mark's place."""
        return self.box or self.mark or (0, 0, 0, 0)


@lru_cache(maxsize=8)
def with_fields(form: bytes, places: tuple[tuple[str, Place], ...]) -> bytes:
    """``form`` with a field at each of ``places``; the same bytes for the same input.

    Raises:
        BadInput: it is no PDF, or may not be filled; or a place is not on a page of it.
    """
    with opened(form) as document:
        mend(document)
        permitted(document)
        root = document.Root
        if "/AcroForm" not in root:
            root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
        fields = root.AcroForm.get("/Fields", pikepdf.Array())
        shown = [shown_by_qpdf(page) for page in document.pages]
        for name, place in places:
            if place.page > len(shown) or not _within(place.edges, shown[place.page - 1]):
                raise BadInput(
                    f"The place of {name} is not on a page of the form.",
                    fix="Measure it again: priorauth forms inspect FORM --pictures FOLDER --grid",
                )
            page = document.pages[place.page - 1]
            field = document.make_indirect(_field(name, place, shown[place.page - 1], page.obj))
            fields.append(field)
            page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", ()), field])
        root.AcroForm.Fields = fields
        out = io.BytesIO()
        document.save(out, encryption=False, deterministic_id=True)
    return out.getvalue()


def _within(edges: Sequence[float], shown: Shown) -> bool:
    _, _, right, bottom = edges
    return right <= shown.width and bottom <= shown.height


def _field(name: str, place: Place, shown: Shown, page: pikepdf.Object) -> pikepdf.Dictionary:
    left, top, right, bottom = place.edges
    corners = [shown.of_page(left, top), shown.of_page(right, bottom)]
    (x1, y1), (x2, y2) = corners
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        T=pikepdf.String(name),
        Rect=[round(edge, 3) for edge in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))],
        P=page,
        F=_PRINT,
        MK=pikepdf.Dictionary(R=shown.turn),
    )
    if place.mark:
        field.FT = pikepdf.Name.Btn
        return field
    field.FT = pikepdf.Name.Tx
    field.DA = pikepdf.String(f"/Helv {place.size or 0:g} Tf 0 g")
    field.Q = _ALIGNED.index(place.align)
    field.Ff = (_MULTILINE if place.lines else 0) | (_COMB if place.cells else 0)
    if place.cells:
        field.MaxLen = place.cells
    return field
