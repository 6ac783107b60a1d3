"""An exception from step therapy or from the formulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.grounds import left_open, told
from priorauth.documents.letter.kinds.base import Kind, first_of, needs_indication, spared
from priorauth.documents.traced import Traced
from priorauth.request.step_therapy import law_for

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _asks_for_one(assessment: Assessment) -> str:
    return "" if assessment.ask.exception else "The ask names no exception (key: exception)."


def _with_grounds(assessment: Assessment, _: Facts) -> Facts:
    asked, ask, coverage = assessment.ask.exception, assessment.ask.id, assessment.coverage
    law = law_for(coverage)
    return {
        "exception": {
            "required": Traced(asked.required if asked else "", ask),
            "grounds": [told(one, asked.required, assessment) for one in asked.grounds] if asked else [],
            "left_open": left_open(asked.grounds, asked.required, assessment) if asked else [],
            "because": Traced(asked.because or "" if asked else "", ask),
        },
        "law": {
            "name": Traced(law.name if law else "", coverage.id),
            "decision": Traced(law.decision if law else "", coverage.id),
            "urgent": Traced(law.urgent if law else "", coverage.id),
        },
    }


KIND: Kind[Assessment] = Kind(
    "exception",
    "Request for an exception from step therapy or formulary",
    "step-therapy or formulary exception, with its grounds",
    "An exception for {drug}",
    first_of(_asks_for_one, needs_indication, spared),
    _with_grounds,
    although_not_met=True,
)
