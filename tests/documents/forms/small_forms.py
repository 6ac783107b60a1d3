"""Small forms made for a test."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pikepdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """The file, without pikepdf's word of what a test broke on purpose."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(out, **how)
    return out.getvalue()


def small_form(*fields: dict[str, Any]) -> bytes:
    """A page of 200 points with these fields; ``at`` holds the places of each."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Annots = pikepdf.Array()
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), DA=pikepdf.String("/Helv 0 Tf 0 g"))
        for given in fields:
            entries = {f"/{key}": value for key, value in given.items() if key != "at"}
            field = pdf.make_indirect(pikepdf.Dictionary(entries | {"/Kids": []}))
            pdf.Root.AcroForm.Fields.append(field)
            for rect in given["at"]:
                widget = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, Rect=rect, F=4, Parent=field)
                field.Kids.append(pdf.make_indirect(widget))
                page.Annots.append(field.Kids[-1])
        return saved(pdf)
