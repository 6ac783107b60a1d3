"""From a determination to the index's crosswalk: criterion, finding, and the pages that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.criteria import told
from priorauth.documents.packet.parts import Crosswalk, CrosswalkRow, Pointer
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria import kinds
from priorauth.policy.trials.tried import held_courses

if TYPE_CHECKING:
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

_WORDS = {Verdict.MET: "documented", Verdict.NOT_MET: "not met", Verdict.NOT_DOCUMENTED: "to be confirmed"}


def crosswalk(assessment: Assessment) -> Crosswalk:
    """One row for each criterion that carries the request.

    Until someone has read the live policy, no row attributes a requirement to the payer.
    """
    root = assessment.determination.root
    verified = assessment.loaded.attributable
    heading = f"Criteria of {assessment.loaded.payer_name}" if verified else "Points relevant to the decision"
    rows = tuple(_row(one, verified=verified) for one in told(root)) if root else ()
    return Crosswalk(heading, rows)


def _row(one: Finding, *, verified: bool) -> CrosswalkRow:
    places = dict.fromkeys(Pointer(piece.exhibit, piece.page) for piece in one.evidence if piece.exhibit)
    proof = tuple(places) or (Pointer("letter"),)
    told_of = evident(one) if one.verdict is Verdict.MET else "; ".join(gap.needed for gap in one.gaps)
    return CrosswalkRow(one.says if verified else kinds()[one.kind].heading(), _WORDS[one.verdict], told_of, proof)


def evident(one: Finding) -> str:
    """What the chart has to say to a criterion, without what anybody requires."""
    held = held_courses(one.facts)
    trials = {trial.course.id for trial in held.counted} if held else set()
    return "; ".join(dict.fromkeys(piece.text for piece in one.evidence if not trials or piece.item in trials))
