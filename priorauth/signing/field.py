"""The place of a signature in a PDF: an empty field to be signed, or what it shows drawn on the page for the packet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf

from priorauth.documents.forms.shown import shown_by_qpdf

if TYPE_CHECKING:
    from priorauth.documents.space import Space

FIELD = "priorauth-signature"
_PRINT, _LOCKED = 1 << 2, 1 << 7


def with_field(pdf: bytes, space: Space | None, told: str) -> bytes:
    """``pdf`` with an empty signature field; without a space it shows nothing. The same bytes for the same input.

    In a tagged document the field has its place among the tags, as PDF/UA wants it.

    Args:
        pdf: the document.
        space: where it stands.
        told: what a screen reader says of it.
    """
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        root, page = document.Root, document.pages[space.page - 1 if space else 0]
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String(FIELD),
                TU=pikepdf.String(told),
                Rect=_rect(page, space) if space else [0, 0, 0, 0],
                P=page.obj,
                F=_PRINT | _LOCKED,
            )
        )
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", ()), field])
        form = root.get("/AcroForm", None)
        if form is None:
            form = root.AcroForm = document.make_indirect(pikepdf.Dictionary())
        form.Fields = pikepdf.Array([*form.get("/Fields", ()), field])
        if space and "/StructTreeRoot" in root:
            _tag(document, page, field)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def drawn(pdf: bytes, space: Space, stamp: bytes) -> bytes:
    """``pdf`` with ``stamp`` drawn into its page: for the packet, where the signature is that of the whole."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document, pikepdf.Pdf.open(io.BytesIO(stamp)) as drawing:
        page = document.pages[space.page - 1]
        shown = document.copy_foreign(without_tags(drawing).pages[0].as_form_xobject())
        name = page.add_resource(shown, pikepdf.Name.XObject)
        left, bottom, _, _ = _rect(page, space)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ /Artifact BMC q 1 0 0 1 {left} {bottom} cm {name} Do Q EMC".encode("ascii"))
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def without_tags(drawing: pikepdf.Pdf) -> pikepdf.Pdf:
    """The drawing without marks that only its own document's tags explain."""
    for page in drawing.pages:
        kept = [
            instruction
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) not in ("BDC", "BMC", "EMC", "DP", "MP")
        ]
        page.Contents = drawing.make_stream(pikepdf.unparse_content_stream(kept))
        for key in ("/StructParents", "/Group", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    return drawing


def _rect(page: pikepdf.Page, space: Space) -> list[float]:
    """The space in the page's own coordinates: left, bottom, right, top."""
    left, top, right, bottom = space.box
    seen = shown_by_qpdf(page)
    (x1, y1), (x2, y2) = seen.of_page(left, bottom), seen.of_page(right, top)
    return [round(edge, 3) for edge in (x1, y1, x2, y2)]


def _tag(document: pikepdf.Pdf, page: pikepdf.Page, field: pikepdf.Object) -> None:
    """Put ``field`` at the end of the tags."""
    tree: Any = document.Root.StructTreeRoot
    whole = tree.K[0] if isinstance(tree.K, pikepdf.Array) else tree.K
    number = int(tree.get("/ParentTreeNextKey", 0))
    parents = pikepdf.NumberTree(tree.ParentTree) if "/ParentTree" in tree else pikepdf.NumberTree.new(document)
    number = max([number, *(key + 1 for key in parents)])
    reference = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=field, Pg=page.obj)
    tag = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Form, P=whole, K=reference, Pg=page.obj)
    )
    held = whole.get("/K", pikepdf.Array())
    whole.K = pikepdf.Array([*(held if isinstance(held, pikepdf.Array) else [held]), tag])
    parents[number] = tag
    tree.ParentTree, tree.ParentTreeNextKey = parents.obj, number + 1
    field.StructParent = number
    page.obj.Tabs = pikepdf.Name.S
