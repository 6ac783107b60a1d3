"""One patient's copy of a form: the form's own file as it is, and behind it what this patient changes in it.

PDF allows a file to be changed by appending the objects that are new (ISO 32000-2, 7.5.6). So a form is read and
written once, and not once for each patient: of its fields only those that get a value are written again.
"""

from __future__ import annotations

import hashlib
import io
import re
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, groupby
from typing import TYPE_CHECKING, Any

import pikepdf

from priorauth.documents.forms.nodes import lineage, widgets_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from priorauth.documents.forms.drawing import Drawing
    from priorauth.documents.forms.lettering import Lettering

Number = tuple[int, int]
"""Of an object in the file: its number and generation."""

_FONT = "/PriorauthLetters"
"""The name of our font among the form's resources."""
_WRITTEN_IN = re.compile(rb"/([^\s/]*)\s+[-\d.]+\s+Tf")
_OURS = ("/V", "/AP", "/AS", "/RV", "/I")
"""What is written anew: the value, its drawing, the mark shown; the value as rich text, and the places of options."""


@dataclass(frozen=True, slots=True)
class Base:
    """A form as every patient's copy begins."""

    pdf: bytes
    font: bytes
    """How the font is referred to."""
    trailer: bytes
    """What the end of a file says of the whole: root, information, identity's first half."""
    identity: bytes
    """Its first half."""
    begins: int
    """Where the file's table of objects stands."""
    size: int
    """The first number that no object has."""
    fixed: Mapping[Number, bytes]
    """Each field's and place's entries that no patient changes."""
    own: Mapping[Number, Mapping[str, bytes]]
    """Those that a value changes, as the form has them."""
    drawn: Mapping[Number, frozenset[str]]
    """The marks that the payer's file says how to draw."""


@lru_cache(maxsize=8)
def begun(pdf: bytes, letters: Lettering) -> Base:
    """A prepared form with the font of ``letters`` among its resources, read for :class:`Revision`."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        form: Any = document.Root.AcroForm
        if not isinstance(form.get("/DR"), pikepdf.Dictionary):
            form.DR = pikepdf.Dictionary()
        if not isinstance(form.DR.get("/Font"), pikepdf.Dictionary):
            form.DR.Font = pikepdf.Dictionary()
        form.DR.Font[_FONT] = letters.embed(document)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    written = out.getvalue()
    with pikepdf.Pdf.open(io.BytesIO(written)) as document:
        nodes = {node.objgen: node for _, _, widget in widgets_on(document) for node in lineage(widget)}
        trailer = document.trailer
        return Base(
            pdf=written,
            font=_reference(document.Root.AcroForm.DR.Font[_FONT].objgen),
            trailer=b" ".join(
                b"%s %s" % (key.encode(), _reference(trailer[key].objgen))
                for key in ("/Root", "/Info")
                if key in trailer
            ),
            identity=trailer.ID[0].unparse(),
            begins=int(re.findall(rb"startxref\s+(\d+)", written)[-1]),
            size=int(trailer.Size),
            fixed={number: _fixed(node) for number, node in nodes.items()},
            own={number: {key: _unparsed(node[key]) for key in _OURS if key in node} for number, node in nodes.items()},
            drawn={number: frozenset(_drawn(node)) for number, node in nodes.items()},
        )


@dataclass(slots=True)
class Revision:
    """What one patient changes in a form."""

    base: Base
    _changed: dict[Number, dict[str, bytes]] = field(default_factory=dict)
    _added: list[bytes] = field(default_factory=list)

    def store(self, holder: Number, value: pikepdf.Object) -> None:
        """Make ``value`` the value of the field that ``holder`` is."""
        entries = self._entries(holder)
        entries["/V"] = value.unparse()
        for stale in ("/RV", "/I"):
            entries.pop(stale, None)

    def show(self, widget: Number, drawing: Drawing) -> None:
        """Let a place show ``drawing``."""
        self._entries(widget)["/AP"] = b"<< /N %s >>" % self._add(drawing)

    def mark(self, widget: Number, state: str, drawings: Mapping[str, Drawing] | None = None) -> None:
        """Let a place show the mark ``state``, with drawings of its marks where the form has none."""
        entries = self._entries(widget)
        entries["/AS"] = pikepdf.Name(f"/{state}").unparse()
        if drawings:
            named = (b"%s %s" % (pikepdf.Name(f"/{one}").unparse(), self._add(each)) for one, each in drawings.items())
            entries["/AP"] = b"<< /N << %s >> >>" % b" ".join(named)

    def written(self) -> bytes:
        """The form's file with the changes behind it; the same bytes for the same changes."""
        first = self.base.size
        objects = [
            *((number, self._body(number, entries)) for number, entries in sorted(self._changed.items())),
            *(((first + place, 0), body) for place, body in enumerate(self._added)),
        ]
        if not objects:
            return self.base.pdf
        parts, offsets, at = [], [], len(self.base.pdf)
        for (number, generation), body in objects:
            offsets.append((number, generation, at))
            parts.append(b"%d %d obj\n%s\nendobj\n" % (number, generation, body))
            at += len(parts[-1])
        changes = b"".join(parts)
        return b"".join((self.base.pdf, changes, self._end(offsets, changes, at)))

    def _end(self, offsets: Sequence[tuple[int, int, int]], changes: bytes, at: int) -> bytes:
        """The table of the objects that are written again, and where the form's own table stands."""
        base, now = self.base, hashlib.md5(changes, usedforsecurity=False).hexdigest().encode()
        lines = b"".join(_table(offsets))
        trailer = b"<< /Size %d %s /ID [%s <%s>] /Prev %d >>" % (
            base.size + len(self._added), base.trailer, base.identity, now, base.begins,
        )  # fmt: skip
        return b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (lines, trailer, at)

    def _entries(self, number: Number) -> dict[str, bytes]:
        if number not in self._changed:
            self._changed[number] = dict(self.base.own[number])
        return self._changed[number]

    def _body(self, number: Number, entries: Mapping[str, bytes]) -> bytes:
        own = b" ".join(b"%s %s" % (key.encode(), value) for key, value in entries.items())
        return b"%s %s >>" % (self.base.fixed[number], own)

    def _add(self, drawing: Drawing) -> bytes:
        """Add an object for a drawing; how it is referred to."""
        self._added.append(drawing.as_object(self.base.font))
        return _reference((self.base.size + len(self._added) - 1, 0))


def _table(offsets: Sequence[tuple[int, int, int]]) -> Iterator[bytes]:
    """Runs of objects whose numbers follow each other, each under its first number and its length."""
    ordinal = count()
    for _, run in groupby(offsets, key=lambda one: one[0] - next(ordinal)):
        rows = list(run)
        yield b"%d %d\n" % (rows[0][0], len(rows))
        yield from (b"%010d %05d n \n" % (at, generation) for _, generation, at in rows)


def _fixed(node: Any) -> bytes:
    rest = copy(node)
    for key in _OURS:
        if key in rest:
            del rest[key]
    text: bytes = rest.unparse(resolved=True)
    return text.removesuffix(b">>").rstrip()


def _unparsed(value: Any) -> bytes:
    """As the file writes it; a number or a truth value, which are no objects here, too."""
    return pikepdf.Array([value]).unparse()[1:-1].strip()


def _drawn(node: Any) -> Iterator[str]:
    drawings = node.get("/AP", {}).get("/N", {})
    if isinstance(drawings, pikepdf.Dictionary):
        yield from (name[1:] for name, one in drawings.items() if isinstance(one, pikepdf.Stream) and _is_shown(one))


def _is_shown(drawing: Any) -> bool:
    """Whether viewers can show it: it has its box, and the fonts that it writes in are there."""
    try:
        named = _WRITTEN_IN.findall(drawing.read_bytes())
    except pikepdf.PdfError:
        return False  # a stream that is broken shows nothing
    fonts = drawing.get("/Resources", {}).get("/Font", {})
    return "/BBox" in drawing and all(f"/{name.decode('latin-1')}" in fonts for name in named)


def _reference(number: Number) -> bytes:
    return b"%d %d R" % number
