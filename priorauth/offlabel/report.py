"""A plan as the JSON object that scripts read, and as lines that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.chart.ketamine import DISORDERS

if TYPE_CHECKING:
    from priorauth.offlabel.prepared import Prepared


def stance(prepared: Prepared) -> str:
    """How the payer stands to this route, and how far that is known."""
    if not prepared.payer_name:
        return "no insurer is asked"
    loaded = prepared.covered or prepared.ruling
    if loaded is None:
        return f"no policy of {prepared.payer_name} on it is known: presume investigational or silent"
    policy = loaded.policy
    words = "covered with authorization" if prepared.covered else policy.stance.replace("_", " ")
    unread = "" if policy.verified else " (unverified)"
    return f"{policy.name} {policy.policy.number}: {words}{unread}"


def report(prepared: Prepared) -> dict[str, Any]:
    """One object for one plan."""
    return {
        "chart": prepared.case.case,
        "plan": prepared.plan.id,
        "product": "ketamine, off-label",
        "treats": prepared.plan.treats,
        "as_of": prepared.as_of.isoformat(),
        "stance": stance(prepared),
        "gaps": [{"item": gap.item, "needed": gap.needed, "owner": gap.owner} for gap in prepared.needs],
        "signed": prepared.signed,
        "ready": prepared.ready,
        "warnings": list(prepared.cautions),
    }


def told(prepared: Prepared) -> str:
    """What the plan is for, in a line."""
    return f"off-label ketamine for {DISORDERS[prepared.plan.treats]}"
