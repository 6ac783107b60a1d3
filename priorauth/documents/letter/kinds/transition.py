"""A patient who is stable on esketamine under another payer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.letter.kinds.continuation import treatment_so_far
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _with_approvals(assessment: Assessment, known: Facts) -> Facts:
    payer = assessment.coverage.payer
    others = sorted(
        (one for one in assessment.case.authorizations if one.payer != payer), key=lambda one: (one.start, one.id)
    )
    return treatment_so_far(assessment, known) | {
        "approvals": [
            {
                "from": Traced(spoken(one.start), one.id),
                "until": Traced(spoken(one.until), one.id),
                "number": Traced(one.number or "", one.id),
            }
            for one in others
        ]
    }


KIND: Kind[Assessment] = Kind(
    "transition",
    "Letter of medical necessity: transition of care",
    "patient stable on esketamine, new payer",
    "Authorization to continue treatment with {drug} that is under way",
    first_of(needs_sessions, must_be_argued),
    _with_approvals,
    with_form=True,
)
