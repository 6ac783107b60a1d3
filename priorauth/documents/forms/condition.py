"""What a PDF form is, before anything is written into it: protected, signed, scripted, flat, scanned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pikepdf

from priorauth.documents.forms.nodes import inherited, lineage, widgets_on

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of a form's file."""

    pages: int
    widgets: int
    """Places on pages where something can be entered, pressed or signed."""
    encrypted: bool
    may_be_filled: bool
    """By what its owner allows."""
    repaired: bool
    """Whether the file was damaged, and could be read all the same."""
    xfa: Literal["beside", "alone"] | None
    """Adobe's other kind of form: beside the fields, or alone."""
    certified: bool
    """Whether the payer signed the blank form against changes."""
    extended: bool
    """Whether Adobe Reader was given the right to save it."""
    signed: tuple[str, ...]
    """The signature fields that somebody has signed."""
    scripts: int
    """JavaScript actions."""
    scanned: bool
    """Whether its pages are pictures, and none has text of its own."""

    @property
    def flat(self) -> bool:
        """Whether there is nothing to fill but paper."""
        return self.widgets == 0


def condition_of(document: pikepdf.Pdf) -> Condition:
    """What ``document`` is."""
    root: Any = document.Root
    form = root.get("/AcroForm", {})
    widgets = sum(1 for _ in widgets_on(document))
    real = sum(1 for _, _, widget in widgets_on(document) if any("/FT" in node for node in lineage(widget)))
    permissions = root.get("/Perms", {})
    xfa = "/XFA" in form
    return Condition(
        pages=len(document.pages),
        widgets=widgets,
        encrypted=document.is_encrypted,
        may_be_filled=not document.is_encrypted or document.owner_password_matched or document.allow.modify_form,
        repaired=bool(document.get_warnings()),
        xfa=("beside" if real else "alone") if xfa else None,
        certified="/DocMDP" in permissions,
        extended="/UR3" in permissions or "/UR" in permissions,
        signed=tuple(_signed(document, permissions)),
        scripts=_scripts(document),
        scanned=not any(_resources_hold(page, "/Font") for page in document.pages)
        and any(_resources_hold(page, "/Image") for page in document.pages),
    )


def without_place(document: pikepdf.Pdf) -> list[str]:
    """The names of fields that stand on no page: what is written into them is never seen."""
    shown = {widget.objgen for _, _, widget in widgets_on(document) if widget.is_indirect}
    met: set[tuple[int, int]] = set()
    found: list[str] = []

    def below(field: Any, name: str) -> bool:
        """Whether anything of the field is on a page; a field that was met already is in a circle."""
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in met):
            return True
        met.add(field.objgen)
        full = ".".join(part for part in (name, str(field.get("/T", ""))) if part)
        kids: list[Any] = list(field.get("/Kids", []))
        seen = [field.objgen in shown, *(below(kid, full) for kid in kids)]
        if not any(seen) and "/T" in field and "/FT" in field:
            found.append(full)
        return any(seen)

    form: Any = document.Root.get("/AcroForm", {})
    for one in form.get("/Fields", []):
        below(one, "")
    return list(dict.fromkeys(found))


def _resources_hold(page: Any, wanted: str) -> bool:
    """Whether a page draws with fonts, or pictures: itself, or what it draws does."""
    waiting, met = [inherited(page.obj, "/Resources")], set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, pikepdf.Dictionary) or (one.is_indirect and one.objgen in met):
            continue
        met |= {one.objgen} if one.is_indirect else set()
        if wanted in one:
            return True
        for drawn in dict(one.get("/XObject", {})).values():
            if drawn.get("/Subtype") == wanted:
                return True
            waiting.append(drawn.get("/Resources"))
    return False


def _signed(document: pikepdf.Pdf, permissions: Any) -> Iterator[str]:
    """The names of signed fields; a payer's certificate on the blank form is no signature."""
    certificates = {one.objgen for one in dict(permissions).values()}
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/FT") == "/Sig":
            value = one.get("/V")
            if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value and value.objgen not in certificates:
                yield str(one.get("/T", ""))


def _scripts(document: pikepdf.Pdf) -> int:
    """The actions in the file that are scripts."""
    return sum(
        1
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/JavaScript" and "/JS" in one
    )
