"""An assessment as the JSON object that scripts read. Its shape is an interface: keys are added, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from priorauth.chart.ask import Submitted
    from priorauth.logic.finding import Evidence, Finding, Gap
    from priorauth.request.assessment import Assessment


def report(assessment: Assessment) -> dict[str, Any]:
    """One object for one ask and policy."""
    judged = assessment.determination
    policy = assessment.loaded.policy
    return {
        "chart": assessment.case.case,
        "ask": assessment.ask.id,
        "payer": assessment.loaded.payer,
        "policy": {
            "number": policy.policy.number,
            "effective_from": str(policy.effective.start),
            "status": "verified" if policy.verified else "unverified",
            "completeness": policy.seen(assessment.ask.indication, assessment.ask.phase),
            "sha256": assessment.loaded.sha256,
        },
        "indication": assessment.ask.indication,
        "phase": assessment.ask.phase,
        "as_of": judged.dates.as_of.isoformat(),
        "outcome": judged.outcome,
        "verdict": judged.verdict.value if judged.verdict else None,
        "criteria": [_finding(one) for one in judged.root.children] if judged.root else [],
        "gaps": [_gap(gap) for gap in judged.gaps],
        "eligible": None
        if judged.eligible is None
        else {
            "from": judged.eligible.start.isoformat(),
            "until": judged.eligible.until.isoformat() if judged.eligible.until else None,
            "provided": list(judged.eligible.provided),
        },
        "ready": assessment.ready,
        "submitted": submission_told(assessment.submitted),
        "submission": list(assessment.loaded.own.submission.lines),
        "reviewed_by": assessment.reviewer,
        "exception_route": assessment.loaded.own.exception_route,
        "blocking": list(assessment.blocking),
        "warnings": [
            *({"code": one.code, "text": one.text} for one in judged.warnings),
            *({"code": one.code, "text": one.text} for one in assessment.request.warnings),
        ],
    }


def submission_told(submitted: Submitted | None) -> dict[str, str | None] | None:
    """That the request was made; nothing while it was not."""
    if submitted is None:
        return None
    return {"on": submitted.on.isoformat(), "by": submitted.by, "confirmation": submitted.confirmation}


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "node": one.node,
        "says": one.says,
        "verdict": one.verdict.value,
        "because": one.because,
        "on_winning_path": one.on_winning_path,
        "proof": one.proof.value if one.proof else None,
        "evidence": [_evidence(piece) for piece in one.evidence],
        "source": one.source,
        "children": [_finding(child) for child in one.children],
    }


def _evidence(piece: Evidence) -> dict[str, Any]:
    return {"item": piece.item, "text": piece.text, "exhibit": piece.exhibit, "page": piece.page}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "criterion": gap.criterion,
        "item": gap.item,
        "needed": gap.needed,
        "decisive": gap.decisive,
        "owner": gap.owner,
    }
