"""Payers: each policy as a coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.values import day, ids, number
from priorauth.intake.ccda.xml import Node, every, first, said, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative
    from priorauth.intake.fhir.values import Json

_PAYER = ("2.16.840.1.113883.10.20.22.4.87", "PAYOR")
_STATUS = {"nullified": "entered-in-error", "cancelled": "cancelled", "aborted": "cancelled"}
"""That the act of coverage is completed says nothing of the coverage: its period does."""


def payers(section: Node, narrative: Narrative) -> Iterator[Json]:
    """The policies in each coverage activity of the section, with their order in it."""
    for within in every(section, "entry/act/entryRelationship"):
        if within.get("typeCode") != "REFR" and (policy := first(within, "act")) is not None:
            yield _coverage(policy, said(within, "sequenceNumber"), narrative)


def _coverage(policy: Node, order: str, narrative: Narrative) -> Json:
    own = ids(every(policy, "id"))
    found: Json = {"resourceType": "Coverage", **({"id": own[0]} if own else {})}
    found["status"] = _STATUS.get(said(policy, "statusCode", "code"), "active")
    found["payor"] = [{"display": name} for name in _names(policy)]
    covered = next((one for one in every(policy, "participant") if one.get("typeCode") == "COV"), None)
    if member := said(covered, "participantRole/id", "extension"):
        found["subscriberId"] = member
    ends = {"start": day(said(covered, "time/low")), "end": day(said(covered, "time/high"))}
    found["period"] = {key: value for key, value in ends.items() if value}
    if (place := number(order)) is not None:
        found["order"] = place
    plans = [one for one in every(policy, "entryRelationship/act") if one.get("moodCode") == "DEF"]
    named = [name for one in plans if (name := narrative.text(first(one, "text")))]
    if len(named) == 1:
        found["class"] = [{"type": {"coding": [{"code": "plan"}]}, "value": named[0], "name": named[0]}]
    return found


def _names(policy: Node) -> Iterator[str]:
    """The payer's; a guarantor is another performer of the same policy."""
    template, code = _PAYER
    for one in every(policy, "performer"):
        templates = {other.get("root") for other in every(one, "templateId")}
        if template in templates or said(one, "assignedEntity/code", "code") == code:
            yield from (
                name for org in every(one, "assignedEntity/representedOrganization/name") if (name := words(org))
            )
