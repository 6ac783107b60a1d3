"""For the signer, and never for the payer: what comes from the record, what needs judgement, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken, with_spoken_days
from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.letter.criteria import in_full, told
from priorauth.documents.letter.kinds.appeal import denial_facts
from priorauth.documents.letter.kinds.base import Kind, needs_denial, spared
from priorauth.documents.traced import Traced
from priorauth.logic.finding import Proof
from priorauth.policy.telling import VERDICTS, unread, verdict_told

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

PROOFS = {
    Proof.EXHIBIT: "the record",
    Proof.FILLS: "pharmacy fills",
    Proof.ATTESTATION: "a statement alone",
    Proof.ENTERED_ONLY: "entered, with no page behind it",
    None: "nothing",
}


def _note(assessment: Assessment, known: Facts) -> Facts:
    judged, policy, ask = assessment.determination, assessment.loaded.policy, assessment.ask.id
    numbers = exhibit_numbers(assessment.case)
    findings = told(judged.root) if judged.root else []
    denied = {} if needs_denial(assessment) else denial_facts(assessment, known)
    return {
        "denial": denied.get("denial", ""),
        "deadline": denied.get("deadline", ""),
        "verdict": Traced(
            verdict_told(judged.verdict, judged.outcome),
            (*dict.fromkeys(item for one in judged.criteria for item in one.items), ask),
        ),
        "rows": [_row(one, numbers, ask) for one in findings],
        "statements_made": [
            {
                "text": one.text or "",
                "states": one.states.replace("_", " "),
                "by": Traced(one.by, one.id),
                "on": Traced(spoken(one.on), one.id),
                "answer": Traced(one.answer, one.id),
            }
            for one in assessment.case.attestations
        ],
        "wanted": [Traced(with_spoken_days(text), text.items) for text in assessment.blocking],
        "policy": {
            "name": f"{assessment.loaded.payer_name} {policy.policy.number}",
            "status": "verified" if policy.verified else f"unverified: {unread(policy)}",
            "completeness": policy.seen(assessment.ask.indication, assessment.ask.phase),
            "note": policy.completeness_note or "",
        },
        "warned": [
            *(Traced(one.text, [one.item, *one.beside] if one.item else ()) for one in judged.warnings),
            *(Traced(one.text, (ask, assessment.coverage.id)) for one in assessment.request.warnings),
        ],
    }


def _row(one: Finding, numbers: dict[str, int], ask: str) -> Facts:
    because = in_full(one, ask)
    return {
        "says": one.says,
        "verdict": Traced(VERDICTS[one.verdict], because.evidence),
        "proof": Traced(PROOFS[one.proof], because.evidence),
        "exhibits": [Traced(text, ids) for text, ids in pointers(one.evidence, numbers)],
        "because": because,
    }


KIND: Kind[Assessment] = Kind(
    "cover-note",
    "Note to the signer",
    "what comes from the record, what needs judgement, what is missing; never sent",
    refusal=spared,
    more=_note,
    internal=True,
)
