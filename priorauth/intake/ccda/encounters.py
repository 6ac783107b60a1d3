"""Encounters with what they were for, and the diagnoses made at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.problems import condition
from priorauth.intake.ccda.sections import acts, happened, sections
from priorauth.intake.ccda.values import ACT_CODES, concept, day, ids, negated, period
from priorauth.intake.ccda.xml import V3, Node, every, first, said
from priorauth.intake.fhir.values import CPT, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative
    from priorauth.intake.fhir.values import Json

_STATUS = {
    "completed": "finished",
    "active": "in-progress",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}
_ADMISSIONS = {"99221", "99222", "99223"}
"""CPT's codes of initial hospital care, which HL7's mapping names as inpatient."""
_RANK, _PRINCIPAL = "263486008", "63161005"


def encounters(section: Node, narrative: Narrative) -> Iterator[Json]:
    """Each encounter that was, followed by its diagnoses as conditions."""
    for node in every(section, "entry/encounter"):
        if not happened(node):
            continue
        diagnosed = [one for one in every(node, "entryRelationship/act/entryRelationship/observation") if happened(one)]
        found = _encounter(node, diagnosed, narrative)
        yield found
        if found.get("status") not in {"cancelled", "entered-in-error"}:
            yield from (condition(one, narrative) for one in diagnosed)


def told_of(root: Node, narrative: Narrative) -> Iterator[Json]:
    """The encounter that the whole document is about, such as a stay, for what its discharge diagnosis says.

    One that stands among the encounters, too, says more there.
    """
    node = first(root, "componentOf/encompassingEncounter")
    listed = {own for one in root.iter(f"{{{V3}}}encounter") for own in ids(every(one, "id"))}
    if node is not None and not listed & set(ids(every(node, "id"))):
        discharge = [section for kind, section in sections(root) if kind == "discharge diagnoses"]
        diagnosed = [one for section in discharge for one in acts(section, "observation") if happened(one)]
        yield _encounter(node, diagnosed, narrative)


def _encounter(node: Node, diagnosed: list[Node], narrative: Narrative) -> Json:
    own = ids(every(node, "id"))
    found: Json = {"resourceType": "Encounter", **({"id": own[0]} if own else {})}
    code = said(node, "statusCode", "code")
    if code or negated(node):
        found["status"] = "cancelled" if negated(node) else _STATUS.get(code, "unknown")
    found["class"] = {"code": _class(node, narrative)}
    time = first(node, "effectiveTime")
    began = "" if time is None else day(time.get("value") or "")
    found["period"] = {"start": began} if began else period(time)
    reasons = [one for one in every(node, "entryRelationship") if one.get("typeCode") == "RSON"]
    because = [inner for one in reasons for inner in every(one, "observation")] + _principal(diagnosed)
    stated = [one for one in because if not negated(one)]
    found["reasonCode"] = [reason for one in stated if (reason := concept(first(one, "value"), narrative))]
    return found


def _class(node: Node, narrative: Narrative) -> str:
    coded = first(node, "code")
    for one in (coded, *every(coded, "translation")):
        if one is not None and one.get("codeSystem") == ACT_CODES and not one.get("nullFlavor"):
            return str(one.get("code") or "")
    return "IMP" if _ADMISSIONS & set(codes(concept(coded, narrative), CPT)) else ""


def _principal(diagnosed: list[Node]) -> list[Node]:
    """The one that the encounter was for: the only one, or the one marked so. Of several alike it is none."""
    if len(diagnosed) == 1:
        return diagnosed
    return [one for one in diagnosed if _first_ranked(one) or said(one, "priorityCode", "code") == _PRINCIPAL]


def _first_ranked(node: Node) -> bool:
    ranks = [one for one in every(node, "entryRelationship/observation") if said(one, "code", "code") == _RANK]
    return any(said(one, "value") == "1" for one in ranks)
