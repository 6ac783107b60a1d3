"""Results, vital signs and rating scales as observations; the two numbers of a blood pressure as one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from priorauth.intake.ccda.sections import happened
from priorauth.intake.ccda.values import concept, ids, moment, negated, period, status, value
from priorauth.intake.ccda.xml import V3, Node, every, first, said
from priorauth.intake.fhir.observations import totals_by_code
from priorauth.intake.fhir.phq9 import ITEMS
from priorauth.intake.fhir.values import LOINC, Json, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative

MEASURED = {"results", "vital signs", "mental status", "functional status", "social history"}
"""The sections in which every observation is read."""
_STATUS = {
    "completed": "final",
    "active": "preliminary",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}
_NEVER_WAS = {"cancelled", "entered-in-error"}
_WHOLES = (f"{{{V3}}}observation", f"{{{V3}}}organizer")
"""What an observation may be a part of."""
_PANEL, _TOTAL = "44249-1", "44261-6"
"""The PHQ-9 as a whole, and its total."""
_PRESSURE = "85354-9"
_HALVES = {"8480-6", "8462-4"}
"""Systolic and diastolic."""


def observations(section: Node, narrative: Narrative, kind: str) -> Iterator[Json]:
    """The observations of a section: all of those that measure, elsewhere those of scales and blood pressures."""
    wanted = {*totals_by_code(), *ITEMS, _PANEL, *_HALVES}
    halves: dict[tuple[Node, str], list[tuple[str, Json]]] = defaultdict(list)
    for node in _own(section):
        found = _observation(node, narrative)
        coded = set(codes(found["code"], LOINC))
        if coded & _HALVES:
            group = node.getparent().getparent()
            halves[group, found.get("effectiveDateTime", "")].append((_written(_time(node)), found))
        elif found["code"] and (kind in MEASURED or coded & wanted):
            yield found
    for of_a_day in halves.values():
        at = {when: [one for other, one in of_a_day if other == when] for when, _ in of_a_day}
        for together in [[one for _, one in of_a_day]] if len(of_a_day) == len(_HALVES) else at.values():
            yield from _pressures(together)


def _own(section: Node) -> Iterator[Node]:
    """What was observed of the patient in this section, and not in one within it."""
    for node in section.iter(f"{{{V3}}}observation"):
        above = list(node.iterancestors())
        inside = above[: above.index(section)]
        others = any(one.tag == f"{{{V3}}}section" or first(one, "subject") is not None for one in inside)
        if not others and all(map(happened, (node, *inside))):
            yield node


def _observation(node: Node, narrative: Narrative) -> Json:
    own = ids(every(node, "id"))
    found: Json = {"resourceType": "Observation", **({"id": own[0]} if own else {})}
    found |= status(node, _STATUS) | value(node, narrative)
    for one in (node, *node.iterancestors(*_WHOLES)):  # what is not so of the whole is not so of its parts
        told = status(one, _STATUS).get("status", "")
        if negated(one) or told in _NEVER_WAS:
            found["status"] = told if told in _NEVER_WAS else "cancelled"
    found["code"] = concept(first(node, "code"), narrative)
    parts = {
        code
        for one in every(node, "entryRelationship/observation/code")
        for code in codes(concept(one, narrative), LOINC)
    }
    if _PANEL in codes(found["code"], LOINC) and "valueQuantity" in found and _TOTAL not in parts:
        # The value of a scale is its total (C-CDA, Assessment Scale Observation), whether or not it stands below again.
        found["code"]["coding"].append({"system": LOINC, "code": _TOTAL})
    return found | _when(node)


def _when(node: Node) -> Json:
    time = _time(node)
    if on := moment(time):
        return {"effectiveDateTime": on}
    return {"effectivePeriod": lasted} if (lasted := period(time)) else {}


def _time(node: Node) -> Node | None:
    """Its own time; where an answer or a part of a group has none, that of the whole."""
    every_time = (first(one, "effectiveTime") for one in (node, *node.iterancestors(*_WHOLES)))
    return next((time for time in every_time if time is not None), None)


def _written(time: Node | None) -> str:
    return "" if time is None else time.get("value") or said(time, "low")


def _pressures(halves: list[Json]) -> Iterator[Json]:
    """The pair that was taken together; numbers that have no partner, or several, each alone."""
    found = {code: one for one in halves for code in codes(one["code"], LOINC) if code in _HALVES}
    paired = len(found) == len(halves) == len(_HALVES) and len({one.get("status") for one in halves}) == 1
    for parts in [halves] if paired else [[one] for one in halves]:
        kept: Json = {key: parts[0][key] for key in ("status", "effectiveDateTime") if key in parts[0]}
        components = [{"code": one["code"], "valueQuantity": one.get("valueQuantity", {})} for one in parts]
        code = {"coding": [{"system": LOINC, "code": _PRESSURE}]}
        yield {"resourceType": "Observation", "code": code, **kept, "component": components}
