"""Makes ``form.pdf`` from ``form.typ``: Typst prints the pages and says where each field stands, pikepdf puts it there.

Run it after each change of ``form.typ``; it writes the form's new hash into ``map.yaml`` too.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
PAGE_HEIGHT = 792.0
"""US Letter, in points."""

PRINTED = 1 << 2
MULTILINE, RADIO, COMB = 1 << 12, 1 << 15, 1 << 24
"""Flags of ISO 32000-2, tables 167, 228 and 230."""

TYPED = "/Helv {size} Tf 0 g"
"""What a viewer writes with when somebody types into a field; size 0 is as large as fits."""


def build() -> bytes:
    """The form; the same bytes for the same ``form.typ``."""
    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(HERE / "form.typ", font_paths=fonts, ignore_system_fonts=True)
    printed = cast("bytes", compiler.compile(format="pdf"))
    places = [found["value"] for found in json.loads(compiler.query("<field>"))]
    with Pdf.open(io.BytesIO(printed)) as pdf:
        _Builder(pdf).add(places)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


class _Builder:
    """Adds fields in the order in which they are printed; the tab key follows it."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.fields: dict[str, Dictionary] = {}
        self.blank = self._drawing(0, "")

    def add(self, places: Iterable[dict[str, Any]]) -> None:
        """Put a field on each of the ``places``."""
        for page in self.pdf.pages:
            page.obj.Annots = Array()
            page.obj.Tabs = Name.S  # the order of the structure tree, which is ours
        for place in places:
            widget = self._widget(place)
            match place["kind"]:
                case "text":
                    self._text(widget, place)
                case "check":
                    self._button(widget, place, _cross(place["width"]))
                case "radio":
                    self._button(widget, place, _dot(place["width"]))
            page = self.pdf.pages[place["page"] - 1]
            page.obj.Annots.append(widget)
            self._tag(widget, page)
        self._form()

    def _widget(self, place: dict[str, Any]) -> Dictionary:
        left, top = place["x"], PAGE_HEIGHT - place["y"]
        box = [left, top - place["height"], left + place["width"], top]
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                F=PRINTED,
                Rect=Array([round(edge, 2) for edge in box]),
                P=self.pdf.pages[place["page"] - 1].obj,
            )
        )

    def _text(self, widget: Dictionary, place: dict[str, Any]) -> None:
        lines, comb = place["lines"], place.get("comb")
        if place["name"] in self.fields:
            raise ValueError(f"two fields are called {place['name']}")
        widget.update(Dictionary(FT=Name.Tx, T=String(place["name"]), TU=String(place["tip"])))
        widget.DA = String(TYPED.format(size=10 if lines > 1 else 0))
        widget.AP = Dictionary(N=self.blank)
        widget.Ff = (MULTILINE if lines > 1 else 0) | (COMB if comb else 0)
        if comb:
            widget.MaxLen = comb
        self.fields[place["name"]] = widget

    def _button(self, widget: Dictionary, place: dict[str, Any], drawing: str) -> None:
        """One mark of a check box or radio group; both are fields with widgets as kids."""
        field = self.fields.get(place["name"])
        if field is None:
            field = self.pdf.make_indirect(
                Dictionary(FT=Name.Btn, T=String(place["name"]), TU=String(place["tip"]), V=Name.Off, Kids=Array())
            )
            field.Ff = RADIO if place["kind"] == "radio" else 0
            self.fields[place["name"]] = field
        field.Kids.append(widget)
        marked = self._drawing(place["width"], drawing)
        states = Dictionary({f"/{place['value']}": marked, "/Off": self.blank})
        symbol = String("8" if place["kind"] == "check" else "l")  # what a viewer draws that ignores the drawings
        widget.update(Dictionary(Parent=field, AS=Name.Off, AP=Dictionary(N=states), MK=Dictionary(CA=symbol)))
        widget.DA = String("/ZaDb 0 Tf 0 g")

    def _drawing(self, side: float, operators: str) -> Stream:
        box = Array([0, 0, side, side])
        return self.pdf.make_indirect(
            Stream(self.pdf, operators.encode("ascii"), Type=Name.XObject, Subtype=Name.Form, BBox=box)
        )

    def _tag(self, widget: Dictionary, page: pikepdf.Page) -> None:
        """Tell a screen reader of the field: an element of the structure tree that Typst made for the printed side."""
        root = self.pdf.Root.StructTreeRoot
        document = root.K[0]
        key = int(root.ParentTreeNextKey)
        reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=document, K=reference))
        document.K.append(element)
        widget.StructParent = key
        root.ParentTree.Nums.append(key)
        root.ParentTree.Nums.append(element)
        root.ParentTreeNextKey = key + 1

    def _form(self) -> None:
        fonts = Dictionary(
            Helv=_standard_font("Helvetica", Encoding=Name.WinAnsiEncoding), ZaDb=_standard_font("ZapfDingbats")
        )
        self.pdf.Root.AcroForm = self.pdf.make_indirect(
            Dictionary(Fields=Array(self.fields.values()), DR=Dictionary(Font=fonts), DA=String(TYPED.format(size=0)))
        )
        self.pdf.Root.ViewerPreferences.DisplayDocTitle = True


def _standard_font(name: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"), **more)


def _cross(side: float) -> str:
    near, far = round(side * 0.2, 2), round(side * 0.8, 2)
    return f"q 1.3 w 1 J {near} {near} m {far} {far} l {near} {far} m {far} {near} l S Q"


def _dot(side: float) -> str:
    """A disk of half the width: four arcs, each drawn as a Bezier curve (0.5523 is the usual handle for a quarter)."""
    middle, radius = side / 2, side * 0.27
    handle = radius * 0.5523

    def at(x: float, y: float) -> str:
        return f"{middle + x:.2f} {middle + y:.2f}"

    arcs = [
        ((radius, handle), (handle, radius), (0, radius)),
        ((-handle, radius), (-radius, handle), (-radius, 0)),
        ((-radius, -handle), (-handle, -radius), (0, -radius)),
        ((handle, -radius), (radius, -handle), (radius, 0)),
    ]
    curves = " ".join(" ".join(at(*point) for point in arc) + " c" for arc in arcs)
    return f"{at(radius, 0)} m {curves} f"


def main() -> None:
    """Write ``form.pdf`` beside this file and its hash into the map."""
    form = build()
    (HERE / "form.pdf").write_bytes(form)
    field_map = HERE / "map.yaml"
    text = field_map.read_text(encoding="utf-8")
    field_map.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {sha256(form)}", text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
