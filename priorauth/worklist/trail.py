"""The audit trail: every entry with who and when, each sealed with the hash of the one before it.

Whoever changes, removes or adds an entry in between breaks the chain from there on. A tail that was cut off leaves a
chain that is whole: what shows it are the packets, whose manifests name the chain's last entry of their day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from priorauth.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from priorauth.worklist.anchors import Anchored
    from priorauth.worklist.events import Event
    from priorauth.worklist.page_events import PageEvent

BEGINNING = "0" * 64
"""In the place of a hash before the first entry."""


def canonical(event: Event | PageEvent) -> str:
    """The event as one JSON text that is always the same: keys sorted, what was not said left out."""
    said = event.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Writer(NamedTuple):
    """Who writes something down, and when."""

    who: str
    at: datetime
    """In UTC."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail, as the database holds it."""

    sequence: int
    at: str
    """When it was written down, in UTC."""
    who: str
    case: str
    """Its id; or the name under which the entries of the clinician's page stand, which are of no case."""
    event: str
    """As canonical JSON."""
    previous: str
    hash: str

    @property
    def sealed(self) -> str:
        """The hash that it must have."""
        return seal(self.sequence, self.at, self.who, self.case, self.event, self.previous)


def seal(sequence: int, at: str, who: str, case: str, event: str, previous: str) -> str:
    """SHA-256 over everything that an entry says, and over the hash of the entry before it."""
    said = json.dumps([sequence, at, who, case, event, previous], separators=(",", ":"), ensure_ascii=False)
    return sha256(said.encode("utf-8"))


class Tally(NamedTuple):
    """How many entries a case has, and the hash of the last."""

    entries: int
    last: str


@dataclass(frozen=True, slots=True)
class Walked:
    """The chain from its first entry to its last, or to where it is broken."""

    entries: int
    head: str
    broken: str = ""
    """The first thing that is wrong, in a sentence."""


def walk(entries: Iterable[Entry], cases: Mapping[str, Tally], anchors: Iterable[Anchored]) -> Walked:
    """Hold each entry against the one before it; then the whole against the cases' rows and the packets' manifests.

    Args:
        entries: in their order.
        cases: what the row of each case says of its entries, and the row of the page of those that are of none.
        anchors: what manifests say of the chain.
    """
    head, number = BEGINNING, 0
    seen: dict[str, Tally] = {}
    hashes: dict[int, str] = {}
    made: set[str] = set()
    for one in entries:
        if wrong := _wrong(one, number, head):
            return Walked(number, head, wrong)
        number, head = one.sequence, one.hash
        hashes[number] = head
        seen[one.case] = Tally(seen[one.case].entries + 1 if one.case in seen else 1, head)
        made.update(json.loads(one.event).get("made", {}).values())
    return Walked(number, head, _otherwise(seen, cases) or _against(hashes, made, anchors))


def _wrong(one: Entry, number: int, head: str) -> str:
    expected = number + 1
    if one.sequence != expected:
        gap = (
            f"Entry {expected} is" if one.sequence == expected + 1 else f"Entries {expected} to {one.sequence - 1} are"
        )
        return f"{gap} missing: somebody removed what stood between {number} and {one.sequence}."
    if one.hash != one.sealed:
        return f"Entry {expected} ({one.case}, {one.at}) was changed after it was written: its hash does not fit."
    if one.previous != head:
        return f"Entry {expected} ({one.case}, {one.at}) does not follow the one before it: the chain was joined anew."
    return ""


def _otherwise(seen: Mapping[str, Tally], cases: Mapping[str, Tally]) -> str:
    none = Tally(0, "")
    for case in sorted({*seen, *cases}):
        found, said = seen.get(case, none), cases.get(case, none)
        if found.entries != said.entries:
            return (
                f"{case} should have {said.entries} entries, and the trail holds {found.entries}: "
                "some were removed, or slipped in."
            )
        if found.last != said.last:
            return f"The last entry of {case} is another one than its row names: the chain was written anew."
    return ""


def _against(hashes: Mapping[int, str], made: set[str], anchors: Iterable[Anchored]) -> str:
    last = max(hashes, default=0)
    for one in anchors:
        if one.sequence > last:
            return (
                f"The trail ends with entry {last}, and {one.path} was made when there were {one.sequence}: the end "
                "was cut off, or an older copy was restored."
            )
        if one.sequence and hashes[one.sequence] != one.hash:
            return f"Entry {one.sequence} is another one than when {one.path} was made: the chain was written anew."
        if one.told and one.sha256 not in made:
            return (
                f"{one.path} was made after entry {one.sequence}, and no entry tells of it: the end was cut off, or "
                "the manifest was changed, or the command that made it was stopped (then run it again)."
            )
    return ""
