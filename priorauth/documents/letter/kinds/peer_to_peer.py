"""One page for the call with the payer's reviewer: the ask, five facts, likely objections and the answers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.letter.criteria import in_full, told
from priorauth.documents.letter.kinds.appeal import answers, denial_facts
from priorauth.documents.letter.kinds.base import Kind, first_of, latest_denial, needs_indication, spared, submission
from priorauth.documents.traced import Traced
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from priorauth.chart.treatment import Denial
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

MOST = 5
FIRST = (
    "failed_antidepressants", "trial_group", "augmentation", "improvement", "suicidality", "severity", "score",
)  # fmt: skip
"""The kinds of criteria that a reviewer asks about first: trials, augmentation, response, severity."""


def _brief(assessment: Assessment, known: Facts) -> Facts:
    root, denial = assessment.determination.root, latest_denial(assessment)
    carrying = {one.id for one in (told(root) if root else [])}
    findings = sorted(
        (
            one
            for one in assessment.determination.criteria
            if one.id in carrying or (one.verdict is Verdict.MET and _bears(one, denial))
        ),
        key=lambda one: _place(one, denial),
    )
    numbers = exhibit_numbers(assessment.case)
    met = [one for one in findings if one.verdict is Verdict.MET and one.evidence]
    weak = [one for one in findings if one.verdict is not Verdict.MET or one.proof in (None, Proof.ENTERED_ONLY)]
    basis = (assessment.ask.id, *([denial.id] if denial else []))
    return {
        "points": [_point(one, numbers, basis) for one in met[:MOST]],
        "objections": [_point(one, numbers, basis) for one in weak[:MOST]],
        "submitted": submission(assessment, assessment.determination.dates.as_of),
        "denied": denial_facts(assessment, known)["denial"] if denial else "",
    }


def _place(one: Finding, denial: Denial | None) -> tuple[bool, bool, int]:
    """What bears on the reason of the denial first, then what reviewers ask about, then the policy's order."""
    first = one.kind in FIRST
    return not _bears(one, denial), not first, FIRST.index(one.kind) if first else 0


def _bears(one: Finding, denial: Denial | None) -> bool:
    if denial is None:
        return False
    return one.id in denial.criteria or any(one.kind in answers().answers[reason] for reason in denial.kinds)


def _point(one: Finding, numbers: dict[str, int], basis: tuple[str, ...]) -> Facts:
    because = in_full(one, basis[0])
    return {
        "says": one.says,
        "because": Traced(because, (*because.evidence, *basis)),
        "met": one.verdict is Verdict.MET,
        "unmet": one.verdict is Verdict.NOT_MET,
        "exhibits": [Traced(text, ids) for text, ids in pointers(one.evidence, numbers)],
        "gaps": [Traced(gap.needed, gap.item or one.items) for gap in one.gaps],
    }


KIND: Kind[Assessment] = Kind(
    "peer-to-peer",
    "Peer-to-peer brief",
    "one page for the call with the payer's reviewer",
    refusal=first_of(needs_indication, spared),
    more=_brief,
    internal=True,
)
