"""Small FHIR sources for tests: one patient and whatever is said of her, and what is read of it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from priorauth.intake.fhir.charted import Charted, Wanted
from priorauth.intake.fhir.reading import Account, patients
from priorauth.intake.fhir.source import FHIR, Format

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 20)
WHO = {"reference": "Patient/p"}
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"


def patient(own: str = "p", **fields: Any) -> dict[str, Any]:
    name = [{"family": "Testwell", "given": ["Marigold"]}]
    return {"resourceType": "Patient", "id": own, "name": name, "birthDate": "1981-04-17", **fields}


def about(kind: str, **fields: Any) -> dict[str, Any]:
    """A resource about the patient; where it has no id of its own, it cannot be one that came before."""
    return {"resourceType": kind, "subject": WHO, **fields}


def code(system: str, *found: str, **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": one} for one in found], **more}


def phq9(total: object, on: str = "2026-11-01", **fields: Any) -> dict[str, Any]:
    value = {"valueInteger": total} if isinstance(total, int) else total
    said = {"status": "final", "effectiveDateTime": on, "code": code(LOINC, "44261-6")}
    return about("Observation", **said | value | fields)


def medicine(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return about(kind, **{"status": "completed", "medicationCodeableConcept": {"text": name}} | fields)


def bundle(*resources: dict[str, Any], **urls: dict[str, Any]) -> dict[str, Any]:
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **urls}


def source(folder: Path, *resources: dict[str, Any], name: str = "all.ndjson") -> Path:
    lines = "\n".join(json.dumps(one) for one in resources)
    (folder / name).write_text(lines + "\n", "utf-8")
    return folder / name


class Seen:
    """What was read of a source: the charts with their remarks, and the account."""

    def __init__(self, path: Path, *, form: Format = FHIR, **wanted: Any) -> None:
        self.account = Account()
        found = list(patients(path, Wanted(**{"as_of": AS_OF} | wanted), "case-", self.account, form))
        self.charts = [one.tree for _, one, _ in found if isinstance(one, Charted)]
        self.documents = [paper for _, one, _ in found if isinstance(one, Charted) for paper in one.documents]
        self.refused = [one for _, one, _ in found if isinstance(one, str)]
        self.remarks = " ".join(text for _, _, remarks in found for text in remarks)
        self.left = dict(self.account.left)

    def __getattr__(self, key: str) -> Any:
        """A key of the one chart; what it lacks is an empty list."""
        (tree,) = self.charts
        return tree.get(key, [])


def read(folder: Path, *resources: dict[str, Any], **wanted: Any) -> Seen:
    """What is read of a patient and these ``resources``."""
    return Seen(source(folder, patient(), *resources), **wanted)
