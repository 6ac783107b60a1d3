"""The page on which a form continues: whole values and rows, each under its number and its field's name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Item:
    """What continues from one field: a text, or the rows of a table."""

    number: int
    label: str
    """The field's name, as people read it: "Previous therapies"."""
    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    field: str = ""
    """The field's own name in the form's file, where it continues from one."""


def addendum(items: Sequence[Item], title: str, belongs_to: Mapping[str, str], *, dated: date) -> bytes:
    """The addendum as a PDF.

    Args:
        items: what continues, in the order of its numbers.
        title: the form's title.
        belongs_to: what tells a stray page's form, such as ``{"Member ID": "…"}``; lines without a value are left out.
        dated: the day of the request.
    """
    told = [{"name": name, "value": value} for name, value in belongs_to.items() if value]
    data = {"title": title, "belongs_to": told, "items": [asdict(item) for item in items]}
    return typeset(shipped("templates") / "forms" / "addendum.typ", data, dated=dated)
