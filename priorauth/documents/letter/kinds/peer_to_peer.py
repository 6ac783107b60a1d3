"""One page for the call with the payer's reviewer: the ask, five facts, likely objections and the answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.letter.criteria import in_full, told
from priorauth.documents.letter.kinds.appeal import denial_facts
from priorauth.documents.letter.kinds.base import Kind, needs_denial
from priorauth.documents.traced import Traced
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

MOST = 5


def _brief(assessment: Assessment, known: Facts) -> Facts:
    root = assessment.determination.root
    findings = told(root) if root else []
    numbers = exhibit_numbers(assessment.case)
    met = [one for one in findings if one.verdict is Verdict.MET and one.evidence]
    weak = [one for one in findings if one.verdict is not Verdict.MET or one.proof in (None, Proof.ENTERED_ONLY)]
    return {
        "points": [_point(one, numbers, assessment.ask.id) for one in met[:MOST]],
        "objections": [_point(one, numbers, assessment.ask.id) for one in weak[:MOST]],
        "denied": "" if needs_denial(assessment) else denial_facts(assessment, known)["denial"],
    }


def _point(one: Finding, numbers: dict[str, int], ask: str) -> Facts:
    return {
        "says": one.says,
        "because": in_full(one, ask),
        "met": one.verdict is Verdict.MET,
        "unmet": one.verdict is Verdict.NOT_MET,
        "exhibits": [Traced(text, ids) for text, ids in pointers(one.evidence, numbers)],
        "gaps": [Traced(gap.needed, gap.item or one.items) for gap in one.gaps],
    }


KIND: Kind[Assessment] = Kind(
    "peer-to-peer",
    "Peer-to-peer brief",
    "one page for the call with the payer's reviewer",
    more=_brief,
    internal=True,
)
