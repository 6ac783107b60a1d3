"""What a viewer shows of a field: its drawing, made of pypdf's objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

from priorauth.documents.forms.fields import inherited
from priorauth.documents.forms.setting import Align, Frame

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject

    from priorauth.documents.forms.fields import Box, Field
    from priorauth.documents.forms.lettering import Lettering
    from priorauth.documents.forms.setting import Setting

_APPEARANCE = re.compile(r"([\d.]+)\s+Tf\b(.*)", re.DOTALL)
_COLOR = re.compile(r"((?:[\d.]+\s+){1,4})(g|rg|k)\b")
_BLACK = "0 g"


def frame_of(field: Field, box: Box, widget: DictionaryObject, form: DictionaryObject) -> Frame:
    """The box of a widget with what the form asks of a text in it."""
    asked = _APPEARANCE.search(_default_appearance(widget, form))
    alignment = inherited(widget, "/Q")
    return Frame(
        width=box.width,
        height=box.height,
        size=float(asked[1]) if asked else 0,
        align=Align(int(form.get("/Q", 0) if alignment is None else alignment)),
        multiline=field.multiline,
        cells=field.max_length if field.comb else None,
    )


def draw(
    widget: DictionaryObject,
    box: Box,
    setting: Setting,
    letters: Lettering,
    *,
    font: IndirectObject,
    writer: PdfWriter,
    form: DictionaryObject,
) -> None:
    """Let ``widget`` show a text in the color that its form asks for."""
    color = _COLOR.search(_default_appearance(widget, form))
    shown = "\n".join(f"1 0 0 1 {run.x:.2f} {run.y:.2f} Tm {letters.encoded(run.text)} Tj" for run in setting.runs)
    drawing = StreamObject()
    drawing.set_data(
        f"/Tx BMC q 0 0 {box.width:.2f} {box.height:.2f} re W n BT /Letters {setting.size:g} Tf "
        f"{color[0] if color else _BLACK}\n{shown}\nET Q EMC".encode("ascii")
    )
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, box.width, box.height))),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/Letters"): font})}
            ),
        }
    )
    # A stream has to be an object of its own, and pypdf has no public name for adding one.
    reference = writer._add_object(drawing)  # noqa: SLF001
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): reference})


def _default_appearance(widget: DictionaryObject, form: DictionaryObject) -> str:
    own = inherited(widget, "/DA")
    return str(form.get("/DA", "") if own is None else own)
