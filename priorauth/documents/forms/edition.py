"""Whether a form is the one that was mapped, and in which fields another edition of it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import fillable
from priorauth.errors import BadInput
from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from priorauth.documents.forms.fields import Field
    from priorauth.documents.forms.mapping import MapFile, Recorded
    from priorauth.yamltree import Document

_SHOWN = 12
"""Differences that are told one by one."""


def fields_in(form: bytes) -> dict[str, Field]:
    """The fields of a form as they can be filled, by name; none if it cannot be."""
    try:
        return fillable(form)
    except BadInput:
        return {}


def differences(recorded: Mapping[str, Recorded], form: Mapping[str, Field]) -> list[str]:
    """In which fields ``form`` differs from what was recorded, a phrase for each; buttons are not recorded."""
    told = [f"{name} is gone" for name in recorded if name not in form]
    told += [f"{name} is new" for name, one in form.items() if name not in recorded and one.kind is not Kind.BUTTON]
    for name, was in recorded.items():
        if name in form:
            now = form[name]
            if now.kind != was.kind:
                told.append(f"{name} was a {was.kind} and is a {now.kind}")
            elif was.options and set(now.options) != set(was.options):
                told.append(f"{name} had the marks {', '.join(was.options)} and has {', '.join(now.options)}")
            if now.boxes[0].page != was.page:
                told.append(f"{name} moved from page {was.page} to {now.boxes[0].page}")
    return told


def alike(recorded: Mapping[str, Recorded], form: Mapping[str, Field]) -> float:
    """The part of all fields' names that both have."""
    fields = {name for name, one in form.items() if one.kind is not Kind.BUTTON}
    every = recorded.keys() | fields
    return len(recorded.keys() & fields) / len(every) if every else 0


def changed(file: MapFile, document: Document, form: bytes, path: Path) -> BadInput:
    """The refusal of a form that is another than the map's own, with the difference in fields where it is known."""
    found, line = sha256(form), document.line(("sha256",))
    own = file.of_the_form
    told = differences(own, fields_in(form)) if own else []
    if told:
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        what = f" In it {'; '.join(told[:_SHOWN])}{more}."
    elif own:
        what = " Its fields are the same: the words around them may have changed, or it was saved anew."
    elif file.places:
        what = " The places in the map were measured on the other file."
    else:
        what = ""
    return BadInput(
        f"The map {document.path} was made for another version of this form: its SHA-256 is {found}.{what}",
        where=str(path),
        fix="Compare the form with the map, field by field, in a copy of the map in your workspace; "
        f"then write this hash into the copy, line {line}.",
    )
