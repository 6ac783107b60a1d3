"""Pages of any size on US Letter, whole and upright, with the foot left free for the packet's stamp."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from priorauth.documents.forms.flatten import flatten_in_place, saved_for_packet

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT, LONG = 612.0, 792.0
"""US Letter, in points."""
FOOT = 32.0
"""The strip at the foot that no part may print in, in points; the stamp stands in it."""
_EDGE = 10.0


def on_letter(pdf: bytes, pages: Sequence[int] = ()) -> bytes:
    """The pages of ``pdf`` scaled onto Letter sheets, those wider than high lying across.

    What a page shows in a viewer is what it shows here: its rotation, its crop, its notes and form fields.

    Args:
        pdf: any PDF.
        pages: which pages, counted from 1; all if none are named.

    Raises:
        pikepdf.PdfError: ``pdf`` cannot be read; ``pikepdf.PasswordError`` where a password is needed.
        IndexError: a page that it does not have.
    """
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as source, pikepdf.Pdf.new() as sheets:
        if not len(source.pages):
            raise pikepdf.PdfError("it has no pages")
        flatten_in_place(source)
        for number in pages or range(1, len(source.pages) + 1):
            _put(source.pages.p(number), sheets)
        return saved_for_packet(sheets)


def is_sheet(page: pikepdf.Page) -> bool:
    """Whether a page is an upright Letter sheet, counted from its own lower left corner, with its own resources."""
    box = [round(float(edge)) for edge in page.cropbox]
    upright = not int(page.obj.get("/Rotate", 0)) % 360 and float(page.obj.get("/UserUnit", 1)) == 1
    return upright and box in ([0, 0, SHORT, LONG], [0, 0, LONG, SHORT]) and "/Resources" in page.obj


def _put(page: pikepdf.Page, sheets: pikepdf.Pdf) -> None:
    """Add a sheet to ``sheets`` that shows ``page``, as large as the sheet allows."""
    page.trimbox = page.cropbox  # the box that is copied: what a viewer shows
    right, top = (LONG, SHORT) if _lies_across(page) else (SHORT, LONG)
    sheet = sheets.add_blank_page(page_size=(right, top))
    shown = sheets.copy_foreign(page.as_form_xobject())
    sheet.resources.XObject = pikepdf.Dictionary(Shown=shown)
    frame = pikepdf.Rectangle(_EDGE, FOOT, right - _EDGE, top - _EDGE)
    placement = sheet.calc_form_xobject_placement(
        shown, pikepdf.Name.Shown, frame, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    sheet.contents_add(placement)


def _lies_across(page: pikepdf.Page) -> bool:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (abs(right - left) > abs(top - bottom)) != turned
