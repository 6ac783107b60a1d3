"""An exception from step therapy or from the formulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.grounds import told
from priorauth.documents.letter.kinds.base import Kind, first_of, needs_indication
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment

INSURED_IN_THE_STATE = ("commercial", "exchange", "medicaid_ffs", "medicaid_mco")
"""Whom a state's step-therapy law binds: insured and Medicaid plans, not self-funded employers or Medicare."""


def _asks_for_one(assessment: Assessment) -> str:
    return "" if assessment.ask.exception else "The ask names no exception (key: exception)."


def _with_grounds(assessment: Assessment, _: Facts) -> Facts:
    asked, ask, coverage = assessment.ask.exception, assessment.ask.id, assessment.coverage
    by_law = coverage.state == "MA" and coverage.line_of_business in INSURED_IN_THE_STATE
    return {
        "exception": {
            "required": Traced(asked.required if asked else "", ask),
            "grounds": [told(one, asked.required, assessment) for one in asked.grounds] if asked else [],
            "because": Traced(asked.because or "" if asked else "", ask),
        },
        "law": {
            "name": "Massachusetts law on step therapy (M.G.L. c. 176O, s. 12A)" if by_law else "",
            "clock": "three business days, or 24 hours if urgent" if by_law else "",
        },
    }


KIND: Kind[Assessment] = Kind(
    "exception",
    "Request for an exception from step therapy or formulary",
    "step-therapy or formulary exception, with its grounds",
    "An exception for {drug}",
    first_of(_asks_for_one, needs_indication),
    _with_grounds,
)
