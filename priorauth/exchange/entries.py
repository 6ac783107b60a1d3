"""The resources of one bundle, each under an address that follows from what is exported: same chart, same bytes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from priorauth.exchange.values import Json, kept, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENT = "Patient"
"""Keys of ours begin with a capital: ids of items never do."""


class Entries:
    """Resources by a key of ours: the id of the item of the chart, or what it is ("patient", "claim")."""

    def __init__(self, seed: str) -> None:
        """``seed``: what is exported, so that no two patients or requests have anything under one address."""
        self._space = uuid.uuid5(uuid.NAMESPACE_OID, seed)
        self._found: dict[str, Json] = {}

    def add(self, key: str, kind: str, **fields: Any) -> None:
        """Take in a resource: its fields that say something."""
        if key in self._found:
            raise KeyError(key)
        self._found[key] = {"resourceType": kind, "id": self._own(key), **plain(kept(**fields))}

    def about(self, key: str, kind: str, **fields: Any) -> None:
        """The same of one that is about the patient and stands for an item of the chart, whose id it bears."""
        named = {"type": {"text": "item of the practice's chart"}, "value": key}
        self.add(key, kind, **{"identifier": [named], "subject": self.to(PATIENT)} | fields)

    def url(self, key: str) -> str:
        """The address of what has that key, whether it is here already or comes later."""
        return f"urn:uuid:{self._own(key)}"

    def to(self, key: str, display: str = "") -> Json:
        """A reference to it."""
        return {"reference": self.url(key), **kept(display=display)}

    def has(self, key: str) -> bool:
        """Whether it is here."""
        return key in self._found

    def those(self, keys: Iterable[str]) -> list[str]:
        """Of some keys those that are here, each once."""
        return [key for key in dict.fromkeys(keys) if key in self._found]

    def each(self, *first: str) -> Iterator[Json]:
        """The entries of the bundle, beginning with those keys."""
        for key in dict.fromkeys((*self.those(first), *self._found)):
            yield {"fullUrl": self.url(key), "resource": self._found[key]}

    def _own(self, key: str) -> str:
        return str(uuid.uuid5(self._space, key))
