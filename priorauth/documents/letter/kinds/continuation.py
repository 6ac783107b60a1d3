"""Treatment goes on: what it has brought, and why it is asked for in this frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.course import curve, responses, sessions
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _is_continuation(assessment: Assessment) -> str:
    return "" if assessment.ask.phase == "continuation" else "The ask is for an initial request: --kind initial."


def treatment_so_far(assessment: Assessment, _: Facts) -> Facts:
    """Sessions, responses and their curve."""
    return {
        "course": sessions(assessment),
        "responses": responses(assessment),
        "curve": curve(assessment) or "",
    }


KIND: Kind[Assessment] = Kind(
    "continuation",
    "Letter of medical necessity: continuation",
    "renewal: response so far, and why in this frequency",
    "Continued authorization of {drug}",
    first_of(_is_continuation, must_be_argued),
    treatment_so_far,
    with_form=True,
)
