"""A payer's form for one request: filled by its map, with the addendum on which it continues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms.addendum import addendum
from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.values import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from priorauth.documents.forms.addendum import Item
    from priorauth.documents.forms.fill import Refused
    from priorauth.documents.forms.mapping import FormMap


@dataclass(frozen=True, slots=True)
class CompletedForm:
    """A form as it goes out."""

    pdf: bytes
    """The form, its fields still live: the practice can correct and sign it."""
    addendum: bytes | None
    """The pages on which it continues, if it does."""
    placed: tuple[str, ...]
    """Fields that show their value."""
    continued: tuple[Item, ...]
    """What stands on the addendum."""
    refused: tuple[Refused, ...]
    """Values that stand nowhere, and why: somebody has to write them by hand."""
    held: Mapping[str, str]
    """What the payer's file holds in fields of which the map says nothing."""


def complete(form_map: FormMap, context: Mapping[str, Any], *, dated: date) -> CompletedForm:
    """The form of ``form_map`` filled from ``context``, the same bytes for the same input.

    Args:
        form_map: see :func:`priorauth.documents.forms.mapping.load`.
        context: plain data that the map speaks of; ``None`` or an empty text where nothing is documented.
        dated: the day that the addendum's file names as its own.

    Raises:
        BadInput: the map asks for what is not in ``context``, or the form cannot be filled at all.
    """
    values = evaluate(form_map, context)
    filled = fill(form_map.form, values.fields, values.rules, first_item=len(values.beyond) + 1)
    continued = (*values.beyond, *filled.overflowed)
    pages = addendum(continued, form_map.file.title, values.belongs_to, dated=dated) if continued else None
    held = {name: value for name, value in filled.held.items() if name not in values.kept}
    return CompletedForm(filled.pdf, pages, filled.placed, continued, (*values.refused, *filled.refused), held)
