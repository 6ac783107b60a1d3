"""The Good Faith Estimate that the No Surprises Act wants for a patient who pays (45 CFR 149.610)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared


def _is_owed(prepared: Prepared) -> str:
    if prepared.line == "medicare_ffs":
        return "A patient with Original Medicare gets the notice with its estimate instead (--kind ketamine-abn)."
    if prepared.coverage is not None and prepared.plan.self_pay != "yes":
        return "The estimate is for a patient who pays: the plan goes to an insurer (self_pay is not yes)."
    if not prepared.plan.services:
        return "The plan lists no services to be priced (key: services)."
    began = prepared.sessions[0].on if prepared.sessions else None
    if began:
        return f"The course began on {began}, and an estimate is made before it."
    if prepared.plan.start and prepared.plan.start < prepared.as_of:
        return f"The first day planned ({prepared.plan.start}) is past: an estimate is made before it (key: start)."
    return ""


KIND: Kind[Prepared] = Kind(
    "ketamine-estimate",
    "Good Faith Estimate",
    "off-label ketamine: what the course is expected to cost a patient who pays",
    refusal=_is_owed,
    outside=True,
    of="plan",
)
