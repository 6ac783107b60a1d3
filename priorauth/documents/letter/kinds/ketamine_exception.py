"""A request to the payer to consider off-label ketamine for this patient, claiming no coverage under any criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared


def _must_be_asked(prepared: Prepared) -> str:
    if prepared.coverage is None:
        return "The plan names no coverage, so there is no payer to ask (key: coverage)."
    if prepared.line == "medicare_ffs":
        return "Original Medicare takes no request in advance: give the notice instead (--kind ketamine-abn)."
    if prepared.plan.self_pay == "yes":
        return "The patient pays and no claim goes to the payer (self_pay: yes)."
    if prepared.covered:
        policy = prepared.covered.policy
        return (
            f"{policy.name} covers this by its policy {policy.policy.number} where its criteria are met: ask for "
            f"authorization by those. See: priorauth payers show {policy.payer}."
        )
    return ""


KIND: Kind[Prepared] = Kind(
    "ketamine-exception",
    "Request for individual consideration: off-label ketamine",
    "off-label ketamine: asks the payer to consider this patient, and claims no coverage",
    "Individual consideration of ketamine, off-label",
    _must_be_asked,
    of="plan",
)
