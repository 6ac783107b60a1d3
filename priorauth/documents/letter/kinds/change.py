"""Another dose or frequency than before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from priorauth.chart.circumstances import FREQUENCIES
from priorauth.chart.dates import spoken
from priorauth.chart.sessions import spaced_as
from priorauth.documents.letter.course import pause
from priorauth.documents.letter.kinds.base import Kind, first_of, must_be_argued, needs_sessions
from priorauth.documents.letter.kinds.continuation import treatment_so_far
from priorauth.documents.traced import Traced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _says_what_is_given(assessment: Assessment) -> str:
    return "" if assessment.ask.given_now else "The ask does not say what is given now (key: given_now)."


def _is_given(assessment: Assessment) -> str:
    since = pause(assessment, assessment.determination.dates.as_of)
    if not since.ends_course:
        return ""
    return f"The last session was on {since.last}, {since.days} days ago: nothing is given now (--kind restart)."


def _differs(assessment: Assessment) -> str:
    """Every planned session at the dose, and each at the spacing, that is given now: then nothing changes."""
    now, planned = assessment.ask.given_now, assessment.request.sessions
    if now is None or len(planned) < 2 or {one.mg for one in planned} != {now.dose_mg}:
        return ""
    if not all(spaced_as(now.frequency, [one.on, after.on]) for one, after in pairwise(planned)):
        return ""
    return f"The request is for what is given now ({now.dose_mg} mg {FREQUENCIES[now.frequency]}): nothing changes."


def _doubts(assessment: Assessment) -> Iterator[Traced]:
    """What is said to be given now, held against the sessions since then; or the last, where no day is said."""
    now, ask = assessment.ask.given_now, assessment.ask.id
    own = sorted(assessment.case.sessions, key=lambda one: (one.on, one.id))
    if now is None or not own:
        return
    since = [one for one in own if now.since is None or one.on >= now.since]
    ids = (ask, *(one.id for one in own))
    if not since and now.since:
        text = f"what is given since {spoken(now.since)}, for the last session is of {spoken(own[-1].on)}"
        yield Traced(text, ids)
        return
    held = since if now.since else since[-2:]
    told = _in_days(held[0].on, held[-1].on)
    doses = sorted({one.dose_mg for one in (held if now.since else held[-1:])})
    if doses != [now.dose_mg]:
        given = " and ".join(f"{one} mg" for one in doses)
        yield Traced(f"which dose is given now: {now.dose_mg} mg as the request says, or {given} in {told}", ids)
    if not spaced_as(now.frequency, [one.on for one in held]):
        apart = ", ".join(dict.fromkeys(str((after.on - one.on).days) for one, after in pairwise(held)))
        said = FREQUENCIES[now.frequency]
        yield Traced(f"how often it is given now: {said} as the request says, or {apart} days apart in {told}", ids)


def _in_days(first: date, last: date) -> str:
    if first == last:
        return f"the session of {spoken(last)}"
    return f"the sessions from {spoken(first)} to {spoken(last)}"


def _with_change(assessment: Assessment, known: Facts) -> Facts:
    now, ask = assessment.ask.given_now, assessment.ask.id
    return treatment_so_far(assessment, known) | {
        "given_now": {
            "dose": Traced(f"{now.dose_mg} mg" if now else "", ask),
            "frequency": Traced(FREQUENCIES[now.frequency] if now else "", ask),
            "since": Traced(spoken(now.since) if now and now.since else "", ask),
            "doubts": list(_doubts(assessment)),
        }
    }


KIND: Kind[Assessment] = Kind(
    "change",
    "Letter of medical necessity: change of dose or frequency",
    "another dose or frequency than before",
    "A change of dose or frequency of {drug}",
    first_of(_says_what_is_given, needs_sessions, _is_given, _differs, must_be_argued),
    _with_change,
    with_form=True,
)
