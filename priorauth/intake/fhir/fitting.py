"""What was read, held against what a chart can hold: an item that does not fit costs itself alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from priorauth.chart.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.chart.item import Item
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.values import Json


class Fitting:
    """The items of one chart, each with an id that no other has, none of the future and none from before birth."""

    def __init__(self, born: date, as_of: date, notes: Notes) -> None:
        self._born, self._as_of, self._notes = born, as_of, notes
        self._taken: set[str] = set()

    def items(self, model: type[Item], kind: str, found: Iterable[Json]) -> list[Json]:
        """Those that a chart can hold; the others are counted under ``kind``."""
        return [one for tree in found if (one := self._fitted(model, kind, tree))]

    def _fitted(self, model: type[Item], kind: str, tree: Json) -> Json | None:
        try:
            item = model.model_validate(tree)
        except ValidationError:
            self._notes.leave(kind, "not in a form that a chart can hold")
            return None
        since = item.known_since
        if since and since > self._as_of:
            self._notes.leave(kind, "dated in the future")
            return None
        dates = (getattr(item, name, None) for name in ("start", "onset", "on", "admitted"))
        if any(_latest(one) < self._born for one in dates if one):
            self._notes.leave(kind, "dated before the patient was born")
            return None
        self._notes.read[kind] += 1
        return tree | ({"id": own} if (own := self._own(item.id)) != item.id else {})

    def _own(self, wanted: str) -> str:
        own, number = wanted, 1
        while own in self._taken:
            number += 1
            own = f"{wanted[:55]}-{number}"
        self._taken.add(own)
        return own


def _latest(one: PartialDate | date) -> date:
    return one.latest if isinstance(one, PartialDate) else one
