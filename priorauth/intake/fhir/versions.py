"""What tells that a resource is of another version of FHIR: R4 writes these things otherwise, or not at all.

No resource says its version itself. Read as R4, one of another version would lose facts in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import groups

if TYPE_CHECKING:
    from priorauth.intake.fhir.values import Json

_GONE = {
    "Conformance": "DSTU2",
    "DiagnosticOrder": "DSTU2",
    "MedicationOrder": "DSTU2",
    "MedicationPrescription": "DSTU1",
    "ProcedureRequest": "STU3",
    "ReferralRequest": "STU3",
    "MedicationUsage": "R5",
    "GenomicStudy": "R5",
}
"""Types that R4 does not have."""
_ORDERS = {"MedicationRequest", "MedicationStatement", "MedicationDispense"}


def other_version(resource: Json) -> str | None:
    """The version that ``resource`` shows itself to be of; ``None`` where it may be R4."""
    kind = resource.get("resourceType")
    if kind in _GONE:
        return _GONE[kind]
    if kind == "Patient" and any(isinstance(one.get("family"), list) for one in groups(resource.get("name"))):
        return "DSTU2"
    if kind == "Condition" and ("patient" in resource or "dateAsserted" in resource):
        return "DSTU2"
    if kind in {"Condition", "AllergyIntolerance"} and isinstance(resource.get("clinicalStatus"), str):
        return "STU3 or older"
    if kind == "MedicationStatement" and ("taken" in resource or "wasNotTaken" in resource):
        return "STU3 or older"
    if kind in _ORDERS and "medication" in resource:
        return "R5"
    if kind == "Encounter" and isinstance(resource.get("class"), list):
        return "R5"
    return None
