"""A statement of the services given and paid, for a patient who claims out-of-network benefits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared


def _something_was_given(prepared: Prepared) -> str:
    if not any(one.services for one in prepared.case.ketamine_sessions):
        return "The chart holds no session of ketamine with its services (key: ketamine_sessions)."
    if prepared.line == "medicare_ffs":
        return "The practice itself sends the claims of a patient with Original Medicare."
    return ""


KIND: Kind[Prepared] = Kind(
    "ketamine-superbill",
    "Statement of services (superbill)",
    "off-label ketamine: what was given and paid, for the patient to claim",
    refusal=_something_was_given,
    outside=True,
    of="plan",
)
