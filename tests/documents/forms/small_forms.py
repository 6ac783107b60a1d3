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


def flat_form(content: str, *, turn: int = 0, size: tuple[int, int] = (300, 200)) -> bytes:
    """A page without fields: ``content`` drawn on it, in Helvetica called /F."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = pikepdf.Stream(pdf, content.encode())
        page.Rotate = turn
        return saved(pdf)


def printed_at(x: float, y: float, text: str) -> str:
    """Content that prints a text there, in points from the lower left corner."""
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n"
