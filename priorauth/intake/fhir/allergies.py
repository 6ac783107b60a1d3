"""Allergies: all as the chart's line of them; a grave one to a medicine of the reference as a contraindication, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from priorauth.intake.fhir.naming import meant
from priorauth.intake.fhir.values import Json, all_codes, exact_day, group, groups, text, wording

if TYPE_CHECKING:
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_NOT_SO = {"entered-in-error": "entered in error", "refuted": "refuted", "unconfirmed": "not confirmed"}
_OVER = {"inactive", "resolved"}
_KETAMINES = {"ketamine", "esketamine"}


@dataclass(slots=True)
class Allergies:
    """What the source says of allergies, in the three places that a chart has for it."""

    line: str = ""
    contraindicated: list[Json] = field(default_factory=list)
    hypersensitivity: Json | None = None
    """To ketamine or esketamine: the label's own contraindication."""


def allergies(record: Record, notes: Notes) -> Allergies:
    """Those that stand. None on record is not "no allergies": the line is then left out."""
    found = Allergies()
    named: dict[str, None] = {}
    for resource in record.each("AllergyIntolerance"):
        unsure = next((_NOT_SO[one] for one in all_codes(resource.get("verificationStatus")) if one in _NOT_SO), "")
        if unsure or all_codes(resource.get("clinicalStatus")) & _OVER:
            notes.leave("AllergyIntolerance", unsure or "over")
            continue
        substance = wording(resource.get("code"))
        if not substance:
            notes.leave("AllergyIntolerance", "no substance is named")
            continue
        reactions = _reactions(resource)
        named[f"{substance} ({reactions})" if reactions else substance] = None
        _of_a_medicine(resource, reactions, found)
    found.line = "; ".join(named)[:4000]
    return found


def _of_a_medicine(resource: Json, reactions: str, found: Allergies) -> None:
    named = meant(group(resource.get("code"))).named
    if named is None:
        return
    kind = text(resource.get("type"))
    what = {"allergy": "Allergy", "intolerance": "Intolerance"}.get(kind, "Allergy or intolerance")
    because = f"{what} on record: {reactions}" if reactions else f"{what} on record"
    grave = kind == "allergy" or text(resource.get("criticality")) == "high"
    recorded = exact_day(resource.get("recordedDate"))
    on = {"on": recorded.isoformat()} if recorded else {}
    if named.medicine.id in _KETAMINES and kind != "intolerance":
        found.hypersensitivity = {"answer": "yes", "detail": f"{named.name}: {because}", **on}
    if {"antidepressant", "augmentation"} & set(named.uses) and grave:
        found.contraindicated.append({"medicine": named.name, "because": because, **on})


def _reactions(resource: Json) -> str:
    said = [
        wording(one)
        for reaction in groups(resource.get("reaction"))
        for one in groups(reaction.get("manifestation"))
        if wording(one)
    ]
    return ", ".join(dict.fromkeys(said))
