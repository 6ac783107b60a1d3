"""Fields of a form made empty before anything is written into them: nothing of what they held stays in the file."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import pikepdf

from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.nodes import remove

_MARKS = (Kind.TICK, Kind.CHOICE)


@lru_cache(maxsize=8)
def emptied(pdf: bytes, names: frozenset[str]) -> bytes:
    """A prepared form without what these fields hold.

    A value that is only written over stays in the file, as an earlier version of it: of a form that was filled for
    one patient and is used for the next, that would be the first one's.
    """
    if not names:
        return pdf
    fields = layout(pdf)
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        for name in names:
            for slot in fields[name].slots:
                holder: Any = document.get_object(slot.holder)
                widget: Any = document.get_object(slot.widget)
                remove(holder, "/V", "/RV", "/I")
                if fields[name].field.kind in _MARKS:
                    widget.AS = pikepdf.Name.Off
                else:
                    remove(widget, "/AP")
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()
