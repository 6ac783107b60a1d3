"""Sessions of esketamine among what was administered; other administrations are no part of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from priorauth.chart.treatment import Session
from priorauth.intake.fhir.medication import ESKETAMINE
from priorauth.intake.fhir.naming import meant
from priorauth.intake.fhir.values import Json, exact_day, group, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_KIND = "MedicationAdministration"
_DOSES = get_args(Session.model_fields["dose_mg"].annotation)


def sessions(record: Record, notes: Notes) -> Iterator[Json]:
    """Each session with its day and its dose in milligrams; one that lacks either is told."""
    for resource in record.each(_KIND, frozenset({"completed"})):
        named = meant(record.concept(resource, "medication")).named
        if named is None or named.medicine.id != ESKETAMINE:
            notes.leave(_KIND, "not of esketamine")
            continue
        began = group(resource.get("effectivePeriod")).get("start")
        on = exact_day(resource.get("effectiveDateTime")) or exact_day(began)
        dose = group(group(resource.get("dosage")).get("dose"))
        amount = whole(dose.get("value")) if "mg" in {text(dose.get("code")), text(dose.get("unit"))} else None
        if on is None or amount not in _DOSES:
            notes.leave(_KIND, "its day, or a dose of Spravato in milligrams, is not given")
            notes.remark("Esketamine was given, and the source does not say on which day or at which dose.")
            continue
        yield {"on": on.isoformat(), "dose_mg": amount}
