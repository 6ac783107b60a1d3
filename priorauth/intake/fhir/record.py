"""All that a source holds of one patient, with the way to whatever it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.fhir.people import called
from priorauth.intake.fhir.references import referred
from priorauth.intake.fhir.values import group, groups, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.index import Index
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.values import Json

NEVER_WAS = {
    "entered-in-error": "entered in error",
    "cancelled": "cancelled",
    "not-done": "not done",
    "nullified": "entered in error",
}


class Record:
    """The patient's own resources. They live as long as the record does, and no longer."""

    def __init__(self, index: Index, row: int, notes: Notes) -> None:
        self._index = index
        self._notes = notes
        self._files: dict[int, int] = {}
        self._kept: list[Json] = []
        """What was followed to: while it is held here, no other resource is taken for it."""
        self._missed: set[tuple[int, str]] = set()
        """What a resource points at and the source lacks, by the resource and the name: each is counted once."""
        self._of: dict[str, list[Json]] = {}
        place = index.patient(row)
        self.patient = index.load(place)
        self._files[id(self.patient)] = place.file
        for place in index.about(row):
            resource = index.load(place)
            self._files[id(resource)] = place.file
            self._of.setdefault(resource["resourceType"], []).append(resource)

    def each(self, kind: str, wanted: frozenset[str] = frozenset()) -> Iterator[Json]:
        """The resources of one type that say that something was: with a status among the ``wanted``, if any are.

        The others are counted as left out. No status is no reason: real exports leave it away.
        """
        for resource in self._of.get(kind, ()):
            status = text(resource.get("status"))
            if status in NEVER_WAS:
                self._notes.leave(kind, NEVER_WAS[status])
            elif wanted and status and status not in wanted:
                self._notes.leave(kind, f"status {status if status in _STATUSES else 'not known'}")
            else:
                yield resource

    def follow(self, reference: object, inside: Json) -> Json | None:
        """What a Reference of ``inside`` points at: contained in it, or elsewhere in the source."""
        for one in groups(reference):
            local = text(one.get("reference"))
            if local.startswith("#"):
                held = groups(inside.get("contained"))
                if found := next((one for one in held if f"#{text(one.get('id')).lstrip('#')}" == local), None):
                    return found
        name = referred(reference)
        if not name:
            return None
        place = None if name.startswith("#") else self._index.find(name, self._files.get(id(inside), -1))
        if place is None:
            if (missed := (id(inside), name)) not in self._missed:
                kind = text(inside.get("resourceType"))
                self._notes.leave("reference", f"{kind} points at what is not in the source")
                self._missed.add(missed)
            return None
        found = self._index.load(place)
        self._files[id(found)] = place.file
        self._kept.append(found)
        return found

    def concept(self, resource: Json, name: str) -> Json:
        """A ``nameCodeableConcept``, or the code of what ``nameReference`` points at (or what that displays)."""
        if own := group(resource.get(f"{name}CodeableConcept")):
            return own
        reference = group(resource.get(f"{name}Reference"))
        found = group((self.follow(reference, resource) or {}).get("code")) if reference else {}
        return found or ({"text": reference.get("display")} if reference.get("display") else {})

    def name_of(self, reference: object, inside: Json) -> str:
        """What a practitioner or organization is called: by the resource itself, else as the reference displays it."""
        found = self.follow(reference, inside)
        return (called(found) if found else "") or next((text(one.get("display")) for one in groups(reference)), "")


_STATUSES = {
    *("active", "completed", "stopped", "on-hold", "unknown", "draft", "intended", "not-taken"),
    *("preparation", "in-progress", "declined", "planned", "arrived", "triaged", "onleave", "current", "superseded"),
}
"""R4's own words: of a status in another word, the word itself is not repeated."""
