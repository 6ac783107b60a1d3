"""Authorization for services that were given without it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.chart.sessions import begins
from priorauth.documents.letter.compose import line_facts, visit_facts
from priorauth.documents.letter.course import told_of
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.traced import Traced
from priorauth.request.codebook import codebook
from priorauth.request.given import given_lines

if TYPE_CHECKING:
    from priorauth.chart.circumstances import Retroactive
    from priorauth.chart.treatment import Session
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


def _services(assessment: Assessment) -> list[Session]:
    """The sessions since the first day of service asked for that no authorization of this payer covers."""
    start, payer = assessment.ask.start, assessment.coverage.payer
    own = [one for one in assessment.case.authorizations if one.payer == payer]
    return [
        one
        for one in sorted(assessment.case.sessions, key=lambda one: (one.on, one.id))
        if (start is None or one.on >= start) and not any(held.start <= one.on <= held.until for held in own)
    ]


def _says_why(assessment: Assessment) -> str:
    late = assessment.ask.retroactive
    if late is None:
        return "The ask does not say why it comes late (key: retroactive)."
    return "The ask does not tell its other reason (key: told)." if late.reason == "other" and not late.told else ""


def _was_given(assessment: Assessment) -> str:
    """Services that were given without authorization, asked for from their own first day and as what they were."""
    ask, days = assessment.ask, [one.on for one in _services(assessment)]
    if not days:
        since = f" since {ask.start}, the first day of service asked for" if ask.start else ""
        return f"The chart holds no session without authorization{since}: nothing is to be authorized for the past."
    if ask.start != days[0]:
        return f"The first session without authorization was on {days[0]}: service begins there (key: start)."
    if ask.phase == "continuation" and days[0] in begins([one.on for one in assessment.case.sessions]):
        return f"The session of {days[0]} began a course, so it is judged as an initial request (key: phase)."
    return ""


def _with_timeline(assessment: Assessment, _: Facts) -> Facts:
    late, ask = assessment.ask.retroactive, assessment.ask.id
    own = _services(assessment)
    first, as_of = own[0], assessment.determination.dates.as_of
    lines, visits = given_lines(assessment.ask, assessment.coverage, assessment.case.site, own, codebook())
    basis = (*(one.id for one in own), ask, assessment.coverage.id)
    last_day = first.on + timedelta(days=late.window_days) if late and late.window_days else None
    return {
        "course": told_of(own),
        "given": {
            "lines": [line_facts(one, basis) for one in lines if one.billed_by == "practice"],
            "visits": [visit_facts(one, basis) for one in visits],
        },
        "late": {
            "because": Traced(REASONS[late.reason] if late else "", ask),
            "found_on": Traced(spoken(late.found_on) if late and late.found_on else "", ask),
            "known_before": Traced(_known_before(late, first), (ask, first.id)),
            "told": Traced(late.told or "" if late else "", ask),
            "window": Traced(late.window_days or "" if late else "", ask),
            "last_day": Traced(spoken(last_day) if last_day else "", (ask, first.id)),
            "still_taken": Traced(
                f"that the plan takes the request although {spoken(last_day)} has passed"
                if last_day and last_day < as_of
                else "",
                (ask, first.id),
            ),
            "verified_on": Traced(
                spoken(assessment.coverage.verification.on) if assessment.coverage.verification else "",
                assessment.coverage.id,
            ),
        },
    }


def _known_before(late: Retroactive | None, first: Session) -> str:
    """Who knew before the first session did not learn it late; only where it could not wait is there no question."""
    if late is None or late.found_on is None or late.found_on >= first.on or late.reason == "emergency":
        return ""
    return f"which is right: learned on {spoken(late.found_on)}, or a first session on {spoken(first.on)}"


KIND: Kind[Assessment] = Kind(
    "retroactive",
    "Request for retroactive authorization",
    "authorization for sessions already given",
    "Retroactive authorization of {drug}",
    first_of(_says_why, needs_sessions, _was_given, must_be_argued),
    _with_timeline,
)
