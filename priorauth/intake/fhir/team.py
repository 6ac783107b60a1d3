"""The prescriber: who ordered esketamine, if anybody did. Who wrote other orders is told, and not taken for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError

from priorauth.chart.people import Prescriber, Role
from priorauth.intake.fhir.medication import ESKETAMINE
from priorauth.intake.fhir.people import npi_of, prescriber
from priorauth.intake.fhir.values import Json, groups, text, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record


def care_team(record: Record, notes: Notes, lines: Iterable[Line]) -> Json:
    """The one who ordered esketamine, where it is one."""
    ordered: dict[str, Json] = {}
    others: dict[str, None] = {}
    for line in lines:
        if line.kind != "MedicationRequest":
            continue
        role = record.follow(line.resource["requester"], line.resource) if line.resource.get("requester") else None
        there = _person(record, role)
        if there is None:
            continue
        one = prescriber(there) | _role(role)
        if line.named.medicine.id == ESKETAMINE and one["name"]:
            ordered[one["name"]] = _sound(one, notes)
        elif one["name"] and "antidepressant" in line.named.uses:
            others[f"{one['name']}{f', NPI {npi_of(there)}' if npi_of(there) else ''}"] = None
    if others:
        notes.remark(f"Antidepressants were ordered by: {'; '.join(others)}.")
    if len(ordered) > 1:
        notes.remark(f"Esketamine was ordered by several: {'; '.join(ordered)}. Name the prescriber in care_team.")
    return {"prescriber": next(iter(ordered.values()))} if len(ordered) == 1 else {}


def _person(record: Record, role: Json | None) -> Json | None:
    """The practitioner of a role, or the one who stands in its place."""
    there = role
    if there and text(there.get("resourceType")) == "PractitionerRole":
        there = record.follow(there.get("practitioner"), there)
    return there if there and text(there.get("resourceType")) == "Practitioner" else None


def _role(there: Json | None) -> Json:
    """What kind of prescriber it is, where a role says so in a chart's own word: "psychiatrist"."""
    said = [wording(one).casefold().replace(" ", "_") for one in groups((there or {}).get("code"))]
    return next(({"role": one} for one in said if one in get_args(Role)), {})


def _sound(one: Json, notes: Notes) -> Json:
    """The prescriber, without an NPI that cannot be one."""
    try:
        Prescriber.model_validate(one)
    except ValidationError:
        notes.remark("The prescriber's NPI in the source is none: its check digit does not fit.")
        return {key: value for key, value in one.items() if key != "npi"}
    return one
