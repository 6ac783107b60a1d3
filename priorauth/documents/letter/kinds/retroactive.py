"""Authorization for services that were given without it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.documents.letter.compose import line_facts, visit_facts
from priorauth.documents.letter.course import sessions
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.traced import Traced
from priorauth.request.codebook import codebook
from priorauth.request.given import given_lines

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment

REASONS = {
    "coverage_not_known": "the coverage was not known when the service was given",
    "retroactive_eligibility": "the patient became eligible with effect from before the service",
    "emergency": "the service could not wait",
    "payer_error": "the practice relied on what the insurer told it",
    "authorization_lapsed": "an earlier authorization had lapsed",
    "other": "of the reason told below",
}
"""Each reason in words that fit after "because"."""


def _says_why(assessment: Assessment) -> str:
    return "" if assessment.ask.retroactive else "The ask does not say why it comes late (key: retroactive)."


def _with_timeline(assessment: Assessment, _: Facts) -> Facts:
    late, ask = assessment.ask.retroactive, assessment.ask.id
    own = sorted(assessment.case.sessions, key=lambda one: (one.on, one.id))
    first = own[0]
    lines, visits = given_lines(assessment.ask, assessment.coverage, assessment.case.site, own, codebook())
    basis = (*(one.id for one in own), ask, assessment.coverage.id)
    last_day = first.on + timedelta(days=late.window_days) if late and late.window_days else None
    return {
        "course": sessions(assessment),
        "given": {
            "lines": [line_facts(one, basis) for one in lines if one.billed_by == "practice"],
            "visits": [visit_facts(one, basis) for one in visits],
        },
        "late": {
            "because": Traced(REASONS[late.reason] if late else "", ask),
            "found_on": Traced(spoken(late.found_on) if late and late.found_on else "", ask),
            "told": Traced(late.told or "" if late else "", ask),
            "window": Traced(late.window_days or "" if late else "", ask),
            "last_day": Traced(spoken(last_day) if last_day else "", (ask, first.id)),
            "verified_on": Traced(
                spoken(assessment.coverage.verification.on) if assessment.coverage.verification else "",
                assessment.coverage.id,
            ),
        },
    }


KIND: Kind[Assessment] = Kind(
    "retroactive",
    "Request for retroactive authorization",
    "authorization for sessions already given",
    "Retroactive authorization of {drug}",
    first_of(_says_why, needs_sessions, must_be_argued),
    _with_timeline,
)
