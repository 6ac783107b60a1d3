"""The lines about medicines: what was ordered, stated or dispensed, each with the medicine that it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from priorauth.intake.fhir.naming import Meant, meant, mentioned
from priorauth.intake.fhir.values import group, groups, text, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record
    from priorauth.intake.fhir.values import Json
    from priorauth.medicines.reference import Named

Kind = Literal["MedicationRequest", "MedicationStatement", "MedicationDispense"]

_WANTED: dict[Kind, frozenset[str]] = {
    "MedicationRequest": frozenset({"active", "completed", "stopped", "draft"}),
    "MedicationStatement": frozenset({"active", "completed", "stopped", "unknown", "not-taken"}),
    "MedicationDispense": frozenset({"completed"}),
}
_TOLD = 200
"""Letters of a text that holds more than a name."""
AUGMENTATION = "augmentation of an antidepressant"
"""A reason that says what no code does: the medicine was added to an antidepressant."""
_ONLY_WISHED = {"proposal", "plan", "option"}


ESKETAMINE = "esketamine"


@dataclass(frozen=True, slots=True)
class Line:
    """One resource about a medicine of the reference."""

    kind: Kind
    resource: Json
    meant: Meant
    named: Named

    @property
    def status(self) -> str:
        """Its status, as R4 has them; empty where it gives none."""
        return text(self.resource.get("status"))


def lines(record: Record, notes: Notes, ndc: Mapping[str, str]) -> list[Line]:
    """Every line about a medicine that is known here; the others are counted, and told where they may matter."""
    return [line for kind in _WANTED for line in _of(kind, record, notes, ndc)]


def _of(kind: Kind, record: Record, notes: Notes, ndc: Mapping[str, str]) -> Iterator[Line]:
    for resource in record.each(kind, _WANTED[kind]):
        if text(resource.get("intent")) in _ONLY_WISHED:
            notes.leave(kind, "proposed or planned, not ordered")
            continue
        if resource.get("doNotPerform") is True:
            notes.leave(kind, "an order not to give it")
            continue
        concept = record.concept(resource, "medication")
        found = meant(concept, ndc)
        if found.disagreeing:
            notes.leave(kind, "its code and its name are of two medicines")
            notes.remark(f"A line names two medicines, by code and by name: {found.written}. Look which it was.")
        elif found.named is not None and (why := _says_nothing(resource, found.named)):
            notes.leave(kind, why)
        elif found.named is not None:
            yield Line(kind, resource, found, found.named)
        elif not found.written:
            notes.leave(kind, "no medicine is named")
        elif wording(concept):
            notes.leave(kind, "no medicine of the reference (priorauth medicines list)")
            if among := mentioned(found.written):
                told = found.written[:_TOLD]
                notes.remark(
                    f"A line names {' and '.join(among)} among other words, and is not read: {told}. Look at it."
                )
        else:
            notes.leave(kind, "a code alone, of which nothing here says what it is")
            notes.remark(
                f"A medicine is given by a code alone: {found.written}. Look whether it is an antidepressant; "
                "what an NDC is can be listed under ndc in practice.yaml."
            )


def _says_nothing(resource: Json, named: Named) -> str:
    """Why a line of a status that is seldom of use is none here: of these, only what says more by other means is read.

    A draft of an order for esketamine says who is to prescribe it. Of a medicine whose state is not known, the days or
    the dose say that it was taken. What was not taken interrupts the statement that it is a part of.
    """
    status = text(resource.get("status"))
    says = {
        "draft": named.medicine.id == ESKETAMINE,
        "unknown": bool(group(resource.get("effectivePeriod")) or groups(resource.get("dosage"))),
        "not-taken": bool(groups(resource.get("partOf"))),
    }
    return "" if says.get(status, True) else f"status {status}"
