"""Criteria that are not met, said plainly, with the case: the only new request that may be written on "not met"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.criteria import in_words
from priorauth.documents.letter.kinds.base import Kind, first_of, needs_indication, spared
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _is_not_met(assessment: Assessment) -> str:
    if assessment.determination.verdict is not Verdict.NOT_MET:
        return "Nothing is certainly not met: write the letter of its own kind (--kind initial or continuation)."
    return ""


def _with_unmet(assessment: Assessment, _: Facts) -> Facts:
    judged = assessment.determination
    unmet = [one for one in judged.criteria if one.verdict is Verdict.NOT_MET and one.on_winning_path]
    return {
        "unmet": [
            {
                "says": one.says,
                "because": in_words(one, assessment.ask.id),
            }
            for one in unmet
        ],
        "route": assessment.loaded.policy.exception_route or "",
    }


KIND: Kind[Assessment] = Kind(
    "individual-consideration",
    "Request for individual consideration",
    "criteria not met, said plainly, with the clinical case",
    "Individual consideration of a request for {drug}",
    first_of(needs_indication, spared, _is_not_met),
    _with_unmet,
    with_form=True,
    although_not_met=True,
)
