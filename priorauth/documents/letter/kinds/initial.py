"""The first request: for treatment-resistant depression, or for acute suicidal ideation, each with its own argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued

if TYPE_CHECKING:
    from priorauth.request.assessment import Assessment


def _is_initial(assessment: Assessment) -> str:
    return "" if assessment.ask.phase == "initial" else "The ask is for a continuation: --kind continuation."


KIND: Kind[Assessment] = Kind(
    "initial",
    "Letter of medical necessity",
    "first request, for treatment-resistant depression or for acute suicidal ideation",
    "Initial authorization of {drug}",
    first_of(_is_initial, must_be_argued),
    template=lambda assessment: "initial.md.j2" if assessment.ask.indication == "trd" else "initial-mdsi.md.j2",
    with_form=True,
)
