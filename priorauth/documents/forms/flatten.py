"""A form as plain pages, for the packet: what its fields show becomes part of the page, and nothing on it is live."""

from __future__ import annotations

import io

import pikepdf

from priorauth.documents.forms.nodes import inherited, lineage, remove, widgets_on
from priorauth.errors import BadInput

_PUSH = 1 << 16
"""The flag of a button that is pressed, and holds nothing."""


def flatten(pdf: bytes) -> bytes:
    """``pdf`` with every mark and value drawn into its pages; the same bytes for the same input.

    No field, script or action is left: two forms with fields of one name can stand in one packet, and a viewer cannot
    show another thing than the practice saw. Notes and stamps that somebody put on a page stay visible; links go.

    Raises:
        BadInput: ``pdf`` cannot be read.
    """
    try:
        with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
            flatten_in_place(document)
            return saved_for_packet(document)
    except pikepdf.PdfError:
        raise BadInput("The filled form cannot be read as a PDF.", fix="Fill it again from the payer's file.") from None


def saved_for_packet(document: pikepdf.Pdf) -> bytes:
    """``document`` with its streams as they are: what is not compressed yet is compressed with the whole packet."""
    out = io.BytesIO()
    document.save(
        out, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )
    return out.getvalue()


def flatten_in_place(document: pikepdf.Pdf) -> None:
    """The same for a document that is open."""
    if "/AcroForm" in document.Root and document.Root.AcroForm.get("/NeedAppearances", False):
        document.generate_appearance_streams()
    _take_buttons_out(document)
    document.flatten_annotations("screen")
    for page in document.pages:
        remove(page.obj, "/Annots", "/AA", "/Tabs", "/StructParents")
    # The structure tree goes too: it names the fields that are gone, and would keep their values in the file.
    remove(document.Root, "/AcroForm", "/AA", "/OpenAction", "/StructTreeRoot", "/MarkInfo")
    if "/Names" in document.Root:
        remove(document.Root.Names, "/JavaScript")


def _take_buttons_out(document: pikepdf.Pdf) -> None:
    """ "Print" and "Clear form" are for whoever fills it, and nothing on paper."""
    for held, place, widget in reversed(list(widgets_on(document))):
        if int(inherited(widget, "/Ff") or 0) & _PUSH and any(node.get("/FT") == "/Btn" for node in lineage(widget)):
            del held[place]
