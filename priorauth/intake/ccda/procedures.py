"""Procedures, whether they are written as procedure, act or observation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.sections import happened
from priorauth.intake.ccda.values import concept, ids, moment, negated, period, status
from priorauth.intake.ccda.xml import Node, every, first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.ccda.values import Narrative
    from priorauth.intake.fhir.values import Json

_STATUS = {
    "completed": "completed",
    "active": "in-progress",
    "aborted": "stopped",
    "cancelled": "not-done",
    "nullified": "entered-in-error",
}
"""HL7's map; a procedure that was aborted had begun."""


def procedures(section: Node, narrative: Narrative) -> Iterator[Json]:
    """Each procedure that was."""
    for node in every(section, "entry/*"):
        if not happened(node):
            continue
        own = ids(every(node, "id"))
        found: Json = {"resourceType": "Procedure", **({"id": own[0]} if own else {})} | status(node, _STATUS)
        if negated(node):
            found["status"] = "not-done"
        found["code"] = concept(first(node, "code"), narrative)
        time = first(node, "effectiveTime")
        on, lasted = moment(time), period(time)
        found |= {"performedDateTime": on} if on else {"performedPeriod": lasted} if lasted else {}
        yield found
