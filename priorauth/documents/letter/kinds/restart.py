"""Treatment begins anew after a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.sessions import LONGEST_SPACING, first_session
from priorauth.documents.letter.course import pause, responses, since_then
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.letter.kinds.continuation import treatment_so_far
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _was_paused(assessment: Assessment) -> str:
    gap = pause(assessment, assessment.determination.dates.service_start)
    if gap.ends_course:
        return ""
    return (
        f"From the last session, on {gap.last}, to the first day of service are {gap.days} days: only a pause "
        f"of more than {LONGEST_SPACING.days} ends a course (--kind continuation)."
    )


def _begins_anew(assessment: Assessment) -> str:
    if first_session(assessment.case, assessment.ask) is None:
        return ""
    return (
        "The ask goes on with a course: a new one is an initial request that begins in week 1 (keys: phase, regimen)."
    )


def _with_gap(assessment: Assessment, known: Facts) -> Facts:
    last = max(assessment.case.sessions, key=lambda one: (one.on, one.id))
    gap = pause(assessment, assessment.determination.dates.service_start)
    return treatment_so_far(assessment, known) | {
        "gap_days": Traced(gap.days, (last.id, assessment.ask.id)),
        "responses": responses(assessment, while_treated=True),
        "since_then": since_then(assessment),
    }


KIND: Kind[Assessment] = Kind(
    "restart",
    "Letter of medical necessity: new course after a gap",
    "new course after a gap in treatment",
    "A new course of {drug}",
    first_of(needs_sessions, _was_paused, _begins_anew, must_be_argued),
    _with_gap,
    with_form=True,
    looks_back=True,
)
