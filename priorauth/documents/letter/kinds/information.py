"""Answers to a payer's numbered questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.exhibits import exhibit_numbers
from priorauth.documents.letter.kinds.base import Kind, first_of, needs_indication, submission
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.chart.circumstances import InformationRequest
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _latest(assessment: Assessment) -> InformationRequest | None:
    payer = assessment.coverage.payer
    own = [one for one in assessment.case.information_requests if one.payer == payer]
    return max(own, key=lambda one: (one.on, one.id), default=None)


def _is_asked(assessment: Assessment) -> str:
    if _latest(assessment):
        return ""
    return f"The chart holds no request of {assessment.coverage.payer} for information (key: information_requests)."


def _with_answers(assessment: Assessment, _: Facts) -> Facts:
    asked = _latest(assessment)
    if asked is None:
        return {}
    numbers = exhibit_numbers(assessment.case)
    return {
        "asked": {
            "on": Traced(spoken(asked.on), asked.id),
            "due": Traced(spoken(asked.due) if asked.due else "", asked.id),
            "late": Traced(
                f"that an answer is still taken, for it was due by {spoken(asked.due)}"
                if asked.due and asked.due < assessment.determination.dates.as_of
                else "",
                asked.id,
            ),
            "reference": Traced(asked.reference or "", asked.id),
        },
        "submitted": submission(assessment, asked.on, asked.id),
        "answers": [
            {
                "asked": Traced(one.asked, asked.id),
                "answer": Traced(one.answer or "", asked.id),
                "by": Traced(one.by or "", asked.id),
                "exhibits": [
                    Traced(
                        f"Exhibit {numbers[shown.exhibit]}" + (f", page {shown.page}" if shown.page else ""),
                        (asked.id, shown.exhibit),
                    )
                    for shown in one.shown_in
                    if shown.exhibit in numbers
                ],
            }
            for one in asked.questions
        ],
    }


KIND: Kind[Assessment] = Kind(
    "information",
    "Additional information",
    "answers to a payer's numbered questions",
    "Decision on a request for {drug}",
    first_of(_is_asked, needs_indication),
    _with_answers,
)
