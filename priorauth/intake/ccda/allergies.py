"""Allergies and intolerances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.people import written
from priorauth.intake.ccda.sections import acts, happened
from priorauth.intake.ccda.values import concept, day, ids, negated
from priorauth.intake.ccda.xml import Node, every, first, said, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative
    from priorauth.intake.fhir.values import Json

_TYPES = {
    "416098002": "allergy",
    "414285001": "allergy",
    "419199007": "allergy",
    "59037007": "intolerance",
    "235719002": "intolerance",
}
"""SNOMED's codes, by HL7's map; a mere propensity is neither of the two."""
_GRAVE = {"CRITH": "high", "CRITL": "low"}
_OVER = {"73425007", "413322009"}
_STATUS = ("2.16.840.1.113883.10.20.22.4.28", "33999-4")
_CRITICALITY = ("2.16.840.1.113883.10.20.22.4.145", "82606-5")
_ERRORS = {"nullified", "aborted", "cancelled"}
_REACTION = "MFST"


def allergies(section: Node, narrative: Narrative) -> Iterator[Json]:
    """Each allergy of the section. "No known allergies" is one that is refuted, of no substance."""
    for node in acts(section, "observation"):
        if happened(node):
            yield _allergy(node, narrative)


def _allergy(node: Node, narrative: Narrative) -> Json:
    concern = node.getparent().getparent()
    own = ids(every(node, "id"))
    found: Json = {"resourceType": "AllergyIntolerance", **({"id": own[0]} if own else {})}
    found["code"] = _substance(node, narrative)
    if kind := _TYPES.get(said(node, "value", "code")):
        found["type"] = kind
    if grave := _GRAVE.get(_within(node, _CRITICALITY)):
        found["criticality"] = grave
    if _ERRORS & {said(node, "statusCode", "code"), said(concern, "statusCode", "code")}:
        found["verificationStatus"] = _coded("entered-in-error")
    elif negated(node):
        found["verificationStatus"] = _coded("refuted")
    if _within(node, _STATUS) in _OVER or day(said(node, "effectiveTime/high")):
        found["clinicalStatus"] = _coded("inactive")
    reactions = [one for one in every(node, "entryRelationship") if one.get("typeCode") == _REACTION]
    observed = [inner for one in reactions for inner in every(one, "observation") if not negated(inner)]
    found["reaction"] = [{"manifestation": [concept(first(one, "value"), narrative)]} for one in observed]
    on = written([one for place in (node, concern) for one in every(place, "author")])
    return found | ({"recordedDate": on} if on else {})


def _substance(node: Node, narrative: Narrative) -> Json:
    entity = first(node, "participant/participantRole/playingEntity")
    found = concept(first(entity, "code"), narrative)
    if not any("display" in one for one in found.get("coding", ())) and (name := words(first(entity, "name"))):
        found["text"] = name
    return found


def _within(node: Node, known: tuple[str, str]) -> str:
    """The value of the observation in ``node`` that has this template or this code."""
    template, code = known
    for one in every(node, "entryRelationship/observation"):
        if said(one, "code", "code") == code or template in {other.get("root") for other in every(one, "templateId")}:
            return said(one, "value", "code")
    return ""


def _coded(code: str) -> Json:
    return {"coding": [{"code": code}]}
