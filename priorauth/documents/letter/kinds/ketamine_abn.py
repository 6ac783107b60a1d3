"""What to write into the Advance Beneficiary Notice of Original Medicare. The notice itself is CMS's own form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared


def _is_original_medicare(prepared: Prepared) -> str:
    if prepared.line == "medicare_advantage":
        return "The notice is not valid for Medicare Advantage: ask the plan for an organization determination."
    if prepared.line != "medicare_ffs":
        return "The notice is for patients with Original Medicare (line_of_business: medicare_ffs)."
    if not prepared.plan.services:
        return "The plan lists no services, and the notice states what they cost (key: services)."
    return ""


KIND: Kind[Prepared] = Kind(
    "ketamine-abn",
    "Advance Beneficiary Notice: what to write into the form",
    "off-label ketamine under Original Medicare: the entries for CMS’s own form",
    refusal=_is_original_medicare,
    internal=True,
    of="plan",
)
