"""A patient who is stable on esketamine under another payer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.chart.sessions import LONGEST_SPACING
from priorauth.documents.letter.course import got_better, pause, responses
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.letter.kinds.continuation import treatment_so_far
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.chart.treatment import Authorization
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _approvals(assessment: Assessment) -> list[Authorization]:
    """Other payers' authorizations under which a session was given."""
    days, payer = [one.on for one in assessment.case.sessions], assessment.coverage.payer
    own = [
        one
        for one in assessment.case.authorizations
        if one.payer != payer and any(one.start <= day <= one.until for day in days)
    ]
    return sorted(own, key=lambda one: (one.start, one.id))


def _was_covered(assessment: Assessment) -> str:
    if _approvals(assessment):
        return ""
    return "The chart holds no authorization by another payer under which a session was given (key: authorizations)."


def _goes_on(assessment: Assessment) -> str:
    gap = pause(assessment, assessment.determination.dates.service_start)
    if not gap.ends_course:
        return ""
    return (
        f"From the last session, on {gap.last}, to the first day of service are {gap.days} days: a pause of "
        f"more than {LONGEST_SPACING.days} days ends a course (--kind restart)."
    )


def _is_stable(assessment: Assessment) -> str:
    told = responses(assessment)
    if not told or got_better(told):
        return ""
    worse = next(one for one in told if one["direction"] != "lower")
    return (
        f"{worse['instrument']} was {worse['before']} before treatment and {worse['after']} on {worse['after_on']}: "
        "the scores do not show a patient who is stable."
    )


def _with_approvals(assessment: Assessment, known: Facts) -> Facts:
    return treatment_so_far(assessment, known) | {
        "approvals": [
            {
                "from": Traced(spoken(one.start), one.id),
                "until": Traced(spoken(one.until), one.id),
                "number": Traced(one.number or "", one.id),
            }
            for one in _approvals(assessment)
        ]
    }


KIND: Kind[Assessment] = Kind(
    "transition",
    "Letter of medical necessity: transition of care",
    "patient stable on esketamine, new payer",
    "Authorization to continue treatment with {drug} that is under way",
    first_of(needs_sessions, _was_covered, _goes_on, _is_stable, must_be_argued),
    _with_approvals,
    with_form=True,
)
