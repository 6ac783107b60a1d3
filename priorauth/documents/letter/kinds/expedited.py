"""An expedited review, only where the clinician attests that it is urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued
from priorauth.documents.traced import Traced
from priorauth.request.sign_off import unstated_urgency

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _is_attested(assessment: Assessment) -> str:
    said = assessment.case.attested("urgent")
    if said is None:
        return "Nobody has attested that the request is urgent (key: attestations, states: urgent)."
    if said.answer == "no":
        return f"{said.by} has stated that the request is not urgent ({said.on})."
    wanted = next(unstated_urgency(assessment.case, assessment.ask, assessment.determination.dates.as_of), "")
    return f"It needs {wanted}." if wanted else ""


def _with_statement(assessment: Assessment, _: Facts) -> Facts:
    said = assessment.case.attested("urgent")
    item = said.id if said else ()
    return {
        "urgent": {
            "by": Traced(said.by if said else "", item),
            "on": Traced(spoken(said.on) if said else "", item),
            "text": Traced(said.text or "" if said else "", item),
        }
    }


KIND: Kind[Assessment] = Kind(
    "expedited",
    "Request for expedited review",
    "expedited review, where the clinician attests urgency",
    "Expedited review of a request for {drug}",
    first_of(_is_attested, must_be_argued),
    _with_statement,
)
