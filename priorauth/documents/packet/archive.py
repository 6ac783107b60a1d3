"""A packet to be kept for years, as PDF/A-2b (ISO 19005-2): nothing in it depends on what a viewer brings along.

What was typeset here goes in as it is, for Typst refuses to write a document that violates the standard. For the fonts
and colors of other files nobody here can vouch, so each of their pages goes in as a picture of what it shows.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from priorauth.documents.forms.flatten import saved_for_packet
from priorauth.documents.packet.drawing import drawing_pdf, drawn
from priorauth.documents.packet.parts import PartKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.documents.packet.parts import Part

VERSION = "1.7"
"""Of PDF, the newest that the standard knows."""
_PART, _CONFORMANCE = "2", "B"
_TYPESET_HERE = {PartKind.COVER, PartKind.INDEX, PartKind.ADDENDUM, PartKind.LETTER}
"""Others may say of themselves that they are PDF/A; they were filled in, or put on other sheets, since."""
_DPI = 300
"""Finer than the scans of an office, so that drawing them once more takes no letter."""
_KEPT = {
    "/Lang", "/MarkInfo", "/Metadata", "/Outlines", "/PageLabels", "/PageMode", "/Pages", "/StructTreeRoot", "/Type",
    "/ViewerPreferences",
}  # fmt: skip
"""What the document has beside its pages; the rest, such as files, layers and actions, is not for keeping."""


def vouched(part: Part) -> bool:
    """Whether a part is PDF/A-2 as it is: typeset here, and says so."""
    if part.kind not in _TYPESET_HERE:
        return False
    with pikepdf.Pdf.open(io.BytesIO(part.pdf)) as document, document.open_metadata() as told:
        return bool(told.get("pdfaid:part") == _PART)


def to_keep(part: Part) -> Part:
    """The part as it can be kept: itself, or a picture of each of its pages, which are Letter sheets."""
    if vouched(part):
        return part
    with pypdfium2.PdfDocument(part.pdf) as document:
        sizes = [page.get_size() for page in document]
        pictures = drawing_pdf((drawn(page, _DPI) for page in document), _DPI)
    with pikepdf.Pdf.open(io.BytesIO(pictures)) as document:
        for page, (width, height) in zip(document.pages, sizes, strict=True):
            page.mediabox = page.cropbox = pikepdf.Rectangle(0, 0, width, height)
        return replace(part, pdf=saved_for_packet(document))


def declare(document: pikepdf.Pdf, parts: Iterable[Part]) -> None:
    """Say of ``document`` that it is PDF/A-2b, and by which colors; what is not for keeping goes.

    Args:
        document: made of parts that can be kept.
        parts: of the whole packet. Its index is typeset here, with the colors that are told.
    """
    for key in set(document.Root.keys()) - _KEPT:
        del document.Root[key]
    index = next(part for part in parts if part.kind is PartKind.INDEX)
    with pikepdf.Pdf.open(io.BytesIO(index.pdf)) as typeset:
        (colors,) = typeset.Root.OutputIntents
        document.Root.OutputIntents = pikepdf.Array([document.copy_foreign(typeset.make_indirect(colors))])
    with document.open_metadata(set_pikepdf_as_editor=False) as told:
        told["pdfaid:part"] = _PART
        told["pdfaid:conformance"] = _CONFORMANCE
