"""Problems and diagnoses as conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.people import written
from priorauth.intake.ccda.sections import acts, happened
from priorauth.intake.ccda.values import concept, day, ids, negated
from priorauth.intake.ccda.xml import Node, every, first, name_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative
    from priorauth.intake.fhir.values import Json

_STATUS = {
    "55561003": "active",
    "73425007": "inactive",
    "413322009": "resolved",
    "246455001": "recurrence",
    "263855007": "relapse",
    "277022003": "remission",
}
"""SNOMED's codes of the problem status, by HL7's map."""
_PROBLEM_STATUS = "33999-4"
_STATUS_TEMPLATE = "2.16.840.1.113883.10.20.22.4.6"
_STANDING = {"active", "new", ""}
"""A concern that is none of these is not followed any more."""
_ERRORS = {"nullified", "aborted", "cancelled"}


def problems(section: Node, narrative: Narrative, *, past: bool = False) -> Iterator[Json]:
    """Each problem of the section; one among those of the ``past`` is over where it does not say that it stands."""
    for node in acts(section, "observation"):
        if happened(node):
            yield condition(node, narrative, past=past)


def condition(node: Node, narrative: Narrative, *, past: bool = False) -> Json:
    """The problem that an observation tells, in the concern that it may stand in."""
    concern = node.getparent().getparent()
    concern = concern if name_of(concern) == "act" else None
    own = ids(every(node, "id"))
    found: Json = {"resourceType": "Condition", **({"id": own[0]} if own else {})}
    found["code"] = concept(first(node, "value"), narrative)
    if not found["code"] and (text := narrative.text(first(node, "text"))):
        found["code"] = {"text": text}
    found["clinicalStatus"] = _coded(_clinical(node, concern, past=past))
    if _ERRORS & {said(node, "statusCode", "code"), said(concern, "statusCode", "code")}:
        found["verificationStatus"] = _coded("entered-in-error")
    elif negated(node):
        found["verificationStatus"] = _coded("refuted")
    if ended := day(said(node, "effectiveTime/high")):
        found["abatementDateTime"] = ended
    authors = [one for place in (node, concern) for one in every(place, "author")]
    return found | ({"recordedDate": on} if (on := written(authors)) else {})


def _clinical(node: Node, concern: Node | None, *, past: bool) -> str:
    end = first(node, "effectiveTime/high")
    if end is not None and (end.get("value") or end.get("nullFlavor") == "UNK"):
        return "inactive"  # an end that is unknown is how C-CDA says that a problem is over
    for one in every(node, "entryRelationship/observation"):
        templates = {template.get("root") for template in every(one, "templateId")}
        if said(one, "code", "code") == _PROBLEM_STATUS or _STATUS_TEMPLATE in templates:
            return _STATUS.get(said(one, "value", "code"), "unknown")
    if past or said(concern, "statusCode", "code") not in _STANDING:
        return "inactive"
    return "active"


def _coded(code: str) -> Json:
    return {"coding": [{"code": code}]}
