"""Where on a form the prescriber signs, as its map says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.forms.layout import fillable
from priorauth.documents.forms.opening import opened
from priorauth.documents.forms.shown import shown_by_qpdf
from priorauth.documents.space import Space

if TYPE_CHECKING:
    from priorauth.documents.forms.fields import Box
    from priorauth.documents.forms.mapping import FormMap
    from priorauth.documents.forms.shown import Shown

_CLEAR = 2.0
"""In points."""


def form_space(form_map: FormMap) -> Space | None:
    """The field that the map says is for the signature, and that of its day where it stands beside it.

    ``None`` where the map names none, or the page is turned: somebody then signs by hand.

    Raises:
        BadInput: the form cannot be read.
    """
    named = {entry.sign: name for name, entry, _ in form_map.file.entries() if entry.sign}
    if "here" not in named:
        return None
    form = fillable(form_map.form)
    here = form[named["here"]].boxes[0]
    with opened(form_map.form) as document:
        shown = shown_by_qpdf(pikepdf.Page(document.pages[here.page - 1]))
    if shown.turn:
        return None
    left, top, right, bottom = _seen(here, shown)
    day = form[named["date"]].boxes[0] if "date" in named else None
    if day is None or day.page != here.page or not (left < _seen(day, shown)[0] and day.bottom < here.top):
        return Space(here.page, (left, top, right, bottom), right - left)
    at, _, end, _ = _seen(day, shown)
    return Space(here.page, (left, top, end, bottom), right - left, at - left)


def _seen(box: Box, shown: Shown) -> tuple[float, float, float, float]:
    """Its edges, a little within: what is written keeps clear of the lines around it."""
    (left, bottom), (right, top) = shown.seen(box.left, box.bottom), shown.seen(box.right, box.top)
    return left + _CLEAR, top, right - _CLEAR, bottom - _CLEAR
