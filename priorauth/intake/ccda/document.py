"""A document as the bundle of FHIR resources that its entries say."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from priorauth.errors import BadInput
from priorauth.intake.ccda.allergies import allergies
from priorauth.intake.ccda.encounters import encounters, told_of
from priorauth.intake.ccda.medications import medications
from priorauth.intake.ccda.observations import observations
from priorauth.intake.ccda.payers import payers
from priorauth.intake.ccda.people import patient
from priorauth.intake.ccda.problems import problems
from priorauth.intake.ccda.procedures import procedures
from priorauth.intake.ccda.sections import sections
from priorauth.intake.ccda.values import Narrative, ids, instant
from priorauth.intake.ccda.xml import V3, Node, every, first, name_of, root_of, said
from priorauth.intake.fhir.values import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN = "Have the record exported as C-CDA (a CCD or another summary), or leave the file out."
_SUBJECTS = {"Coverage": "beneficiary", "AllergyIntolerance": "patient"}
_FIRST_CDA = "levelone"
"""The first element of CDA Release 1."""


def bundle(data: bytes, where: str) -> Json:
    """What ``data`` says of its patient.

    Raises:
        BadInput: it is no C-CDA, or one without entries, or of several people.
    """
    root = root_of(data, where)
    role = _patient_role(root, where)
    person = patient(role)
    # Without an id nothing says that another document tells of the same person: the document stands for itself then.
    person.setdefault("id", next(iter(ids(every(root, "id"))), "patient"))
    said_on = instant(said(root, "effectiveTime"))
    resources = _without_shared_ids([one for one in _entries(root) if one.get("resourceType")])
    for one in resources:
        one[_SUBJECTS.get(one["resourceType"], "subject")] = {"reference": f"Patient/{person['id']}"}
    for one in (person, *resources):
        one["meta"] = {"lastUpdated": said_on}
    return {"resourceType": "Bundle", "entry": [{"resource": one} for one in (person, *resources)]}


def _patient_role(root: Node, where: str) -> Node:
    if name_of(root) == _FIRST_CDA:
        raise BadInput("This is CDA Release 1, and only C-CDA is read, which is Release 2.", where=where, fix=_AGAIN)
    if root.tag != f"{{{V3}}}ClinicalDocument":
        raise BadInput("This is XML, but no C-CDA: it does not begin as a ClinicalDocument.", where=where, fix=_AGAIN)
    if first(root, "component/structuredBody") is None:
        raise BadInput(
            "This C-CDA has no sections: it only holds or names a file.",
            where=where,
            fix="Enclose that file as an exhibit; have the record itself exported as a CCD.",
        )
    roles = list(every(root, "recordTarget/patientRole"))
    if not roles:
        raise BadInput("This C-CDA names no patient.", where=where, fix=_AGAIN)
    if len(roles) > 1:
        raise BadInput(
            "This C-CDA tells of several patients, and not which entry is whose.",
            where=where,
            fix="Have each patient's record exported on its own.",
        )
    return roles[0]


def _entries(root: Node) -> Iterator[Json]:
    narrative = Narrative(root)
    yield from told_of(root, narrative)
    for kind, section in sections(root):
        match kind:
            case "family history":
                continue  # what is told there is of others
            case "medications":
                yield from medications(section, narrative)
            case "problems" | "discharge diagnoses" | "admission diagnoses":
                yield from problems(section, narrative)
            case "past":
                yield from problems(section, narrative, past=True)
            case "allergies":
                yield from allergies(section, narrative)
            case "payers":
                yield from payers(section, narrative)
            case "encounters":
                yield from encounters(section, narrative)
            case "procedures":
                yield from procedures(section, narrative)
        yield from observations(section, narrative, kind)


def _without_shared_ids(resources: list[Json]) -> list[Json]:
    """The same, where entries of one document that differ bear one id, without it: it tells none of them apart."""
    texts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in resources:
        texts[one["resourceType"], one.get("id", "")].add(json.dumps(one, sort_keys=True))
    return [
        one if len(texts[one["resourceType"], one.get("id", "")]) == 1 else {k: v for k, v in one.items() if k != "id"}
        for one in resources
    ]
