"""The base of each item of a chart: its stable id, and the exhibit pages it stands on."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from priorauth.chart.dates import PartialDate
from priorauth.model import Form, Frozen

Id = Annotated[
    str, Field(max_length=60), Form(r"[a-z0-9][a-z0-9._-]*", "small letters, digits, dots, dashes and underscores")
]
"""Small letters, digits, dot, dash and underscore."""

MOST_LETTERS = 4000
"""Of a text: what is longer is read by nobody. The project's own choice."""
Text = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
YesNo = Literal["yes", "no"]


def _plain_yes_no(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.strip().lower() in {"yes", "true"}:
        return "yes"
    if isinstance(value, str) and value.strip().lower() in {"no", "false"}:
        return "no"
    return value


Answered = Annotated[YesNo, BeforeValidator(_plain_yes_no)]
"""A question answered. One that was never asked is left out, not answered with "no"."""


class Shown(Frozen):
    """Where a fact can be read: an exhibit of this chart, and the page in it."""

    exhibit: Id
    page: int | None = Field(default=None, ge=1)


class Item(Frozen):
    """One fact or group of facts that a document may rest on."""

    id: Id
    shown_in: tuple[Shown, ...] = ()
    """The exhibit pages on which it can be read."""
    note: Text | None = None
    """For the practice; never printed in a document to the payer."""

    id_begins: ClassVar[str] = "item"

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """What an id is made of where none is given: values that name the item, not those that get corrected."""
        return [str(given.get("on") or "")]

    @classmethod
    def own_id(cls, given: dict[str, Any]) -> str:
        """The id where none is given."""
        parts = [cls.id_begins, *cls.id_parts(given)]
        slug = "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts if part)
        return slug.strip("-")[:60].rstrip("-")

    def known_on(self, day: date) -> Self | None:
        """The item as it could be known on ``day``; ``None`` if it happened or was written down later."""
        earliest = self.known_since
        return self if earliest is None or earliest <= day else None

    @property
    def known_since(self) -> date | None:
        """The first day on which it can have been known; ``None`` where it has no date."""
        own = vars(self)
        dates = (own.get(name) for name in ("on", "start", "onset", "admitted", "as_of"))
        first: date | PartialDate | None = next((value for value in dates if value), None)
        return first.earliest if isinstance(first, PartialDate) else first

    @model_validator(mode="before")
    @classmethod
    def _with_id(cls, given: Any) -> Any:
        if not isinstance(given, dict) or given.get("id"):
            return given
        return {**given, "id": cls.own_id(given)}


def year_of(given: dict[str, Any], key: str) -> str:
    """The year in a date as it was written, for an id."""
    found = re.search(r"\d{4}", str(given.get(key) or ""))
    return found[0] if found else ""
