"""An appeal against a denial: what the payer said is answered, and nothing else is argued."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.chart.treatment import DenialReason
from priorauth.documents.letter.course import responses, sessions
from priorauth.documents.letter.criteria import told_of
from priorauth.documents.letter.kinds.base import (
    Kind,
    first_of,
    latest_denial,
    needs_denial,
    needs_indication,
    submission,
)
from priorauth.documents.traced import Traced
from priorauth.logic.verdict import Verdict
from priorauth.medicines.spravato import is_spravato
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.request.appeals import deadline, next_level, parity_applies, passed_on, sources, way
from priorauth.yamltree import read

if TYPE_CHECKING:
    from priorauth.chart.treatment import Denial
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.logic.finding import Finding
    from priorauth.request.appeals import Deadline
    from priorauth.request.assessment import Assessment

PARITY = {True: "applies", False: "", None: "perhaps"}
LEVELS = {"first": "first level", "second": "second level", "external": "external review"}


class Answers(Frozen):
    """For each kind of reason the kinds of criteria whose findings answer it."""

    answers: dict[DenialReason, tuple[str, ...]]


@cache
def answers() -> Answers:
    """The answers that come with the program."""
    return validated(Answers, read(Path(__file__).with_name("appeal_answers.yaml")))


def _goes_on_by_itself(assessment: Assessment) -> str:
    one = latest_denial(assessment)
    found = passed_on(one, assessment.coverage, assessment.ask.benefit) if one else None
    if found is None:
        return ""
    return (
        f"After this refusal the plan itself sends the case on to {found.to} ({sources()[found.source].title}), so "
        "there is no appeal to write: ask the plan when it did, and under which number."
    )


def denial_facts(assessment: Assessment, _: Facts) -> Facts:
    """The denial, and until when it can be appealed; nothing where there is none."""
    one = latest_denial(assessment)
    if one is None:
        return {}
    track, basis = way(one, assessment.coverage, assessment.ask.benefit), _basis(one, assessment)
    elsewhere = track is not None and track.heard_by == "others" and track.level != "external"
    return {
        "denial": {
            "on": Traced(spoken(one.on), one.id),
            "number": Traced(one.number or "", one.id),
            "reason": Traced(one.reason or "", one.id),
            "reviewer": Traced(one.reviewer or "", one.id),
            "level": Traced(LEVELS[next_level(one)], basis),
            "hearing": Traced(track.name if track and elsewhere and track.asked_for == "hearing" else "", basis),
            "review": Traced(track.name if track and elsewhere and track.asked_for == "review" else "", basis),
            "consent": Traced("asked" if track and track.consent else "", basis),
            "external": next_level(one) == "external",
        },
        "deadline": _deadline(deadline(one, assessment.coverage, assessment.ask.benefit), one, assessment),
        "parity": Traced(PARITY[parity_applies(assessment.coverage)], assessment.coverage.id),
    }


def office(assessment: Assessment) -> Traced:
    """A hearing or a review by others is not the payer's: the notice says who takes it."""
    one = latest_denial(assessment)
    if one is None:
        return Traced("")
    track = way(one, assessment.coverage, assessment.ask.benefit)
    of_others = next_level(one) == "external" if track is None else track.heard_by == "others"
    return Traced("" if of_others else "Appeals Department", _basis(one, assessment))


def _basis(one: Denial, assessment: Assessment) -> tuple[str, ...]:
    """What the way of appeal rests on: the denial, the plan's kind and state, and the benefit of the request."""
    return one.id, assessment.coverage.id, assessment.ask.id


def _deadline(found: Deadline | None, one: Denial, assessment: Assessment) -> Facts:
    basis = _basis(one, assessment)
    days = (assessment.determination.dates.as_of - one.on).days
    return {
        "last": Traced(spoken(found.last) if found else "", basis),
        "within": Traced(str(found.track.within) if found and found.track and not found.by_notice else "", basis),
        "track": Traced(found.track.name if found and found.track else "", basis),
        "by_notice": bool(found and found.by_notice),
        "days_since": Traced(days, one.id),
        "passed": Traced("passed" if found and found.last < assessment.determination.dates.as_of else "", basis),
        "certain": bool(found and found.certain),
        "doubtful": bool(found and found.doubtful),
        "source": sources()[found.track.source].title if found and found.track else "",
        "decision": Traced(found.track.decision if found and found.track else "", basis),
    }


def _with_answers(assessment: Assessment, known: Facts) -> Facts:
    one = latest_denial(assessment)
    if one is None:
        return {}
    replies = _replies(one, assessment, known)
    answered = {criterion["id"] for reply in replies for criterion in reply["criteria"]}
    unmet = [
        Traced(found.says, found.items)
        for found in assessment.determination.criteria
        if found.verdict is Verdict.NOT_MET and found.on_winning_path and found.id not in answered
    ]
    return (
        denial_facts(assessment, known)
        | {"course": sessions(assessment), "responses": responses(assessment)}
        | {"replies": replies, "unmet": unmet, "submitted": submission(assessment, one.on, one.id)}
        | _authorized(assessment)
    )


def _each_once(findings: list[Finding]) -> list[Finding]:
    """Without the other readings of a disputed criterion that tell the same of the same courses."""
    return list({(one.kind, one.verdict, one.because): one for one in reversed(findings)}.values())[::-1]


def _replies(one: Denial, assessment: Assessment, known: Facts) -> list[Facts]:
    """An answer to each kind of reason, with the findings that bear on it, each told once."""
    carrying = {criterion["id"] for criterion in known["criteria"]}
    left = [
        found
        for found in assessment.determination.criteria
        if found.id in carrying or found.verdict is Verdict.MET or found.id in one.criteria
    ]
    replies = []
    for reason in one.kinds or ("other",):
        about = answers().answers[reason]
        fitting = [found for found in left if found.kind in about or found.id in one.criteria]
        left = [found for found in left if found not in fitting]
        replies.append(
            {
                "reason": Traced(reason, one.id),
                "template": f"answers/{reason}.md.j2",
                "criteria": told_of(_each_once(fitting), assessment, known),
                "told": any(found.verdict is Verdict.MET for found in fitting),
                "named": any(found.id in one.criteria for found in fitting),
            }
        )
    return replies


def _authorized(assessment: Assessment) -> Facts:
    """What the payer authorized so far, and what it said of whether it has to."""
    coverage, said = assessment.coverage, assessment.coverage.verification
    own = [one for one in assessment.case.authorizations if one.payer == coverage.payer and is_spravato(one.product)]
    return {
        "authorizations": [
            {
                "from": Traced(spoken(one.start), one.id),
                "until": Traced(spoken(one.until), one.id),
                "number": Traced(one.number or "", one.id),
            }
            for one in sorted(own, key=lambda one: (one.start, one.id))
        ],
        "verified": {
            "not_needed": Traced("yes" if said and said.authorization_needed == "no" else "", coverage.id),
            "on": Traced(spoken(said.on) if said else "", coverage.id),
            "reference": Traced(said.reference or "" if said else "", coverage.id),
        },
    }


KIND: Kind[Assessment] = Kind(
    "appeal",
    "Appeal of a denial",
    "answers the denial's own reason; first level, second level or external review",
    "Reversal of the denial of {drug}",
    first_of(needs_denial, needs_indication, _goes_on_by_itself),
    _with_answers,
    answers_denial=True,
    to=office,
    although_not_met=True,
)
