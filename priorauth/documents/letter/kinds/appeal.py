"""An appeal against a denial: what the payer said is answered, and nothing else is argued."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.chart.dates import spoken
from priorauth.chart.treatment import DenialReason
from priorauth.documents.letter.criteria import told_of
from priorauth.documents.letter.kinds.base import Kind, first_of, needs_denial, needs_indication
from priorauth.documents.traced import Traced
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.request.appeals import deadline, next_level, parity_applies, sources
from priorauth.yamltree import read

if TYPE_CHECKING:
    from priorauth.chart.treatment import Denial
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.appeals import Deadline
    from priorauth.request.assessment import Assessment

PARITY = {True: "applies", False: "", None: "perhaps"}
LEVELS = {"first": "first level", "second": "second level", "external": "external review"}


class Answer(Frozen):
    """What a letter says to one kind of reason, apart from the patient's own facts."""

    argues: str
    """The point of the answer: words only, no facts of a patient."""
    about: tuple[str, ...] = ()
    """The kinds of criteria whose findings answer it."""


class Answers(Frozen):
    """One for each kind of reason."""

    answers: dict[DenialReason, Answer]


@cache
def answers() -> Answers:
    """The answers that come with the program."""
    return validated(Answers, read(Path(__file__).with_name("appeal_answers.yaml")))


def latest_denial(assessment: Assessment) -> Denial:
    """The last refusal by the payer of the request."""
    own = [one for one in assessment.case.denials if one.payer == assessment.coverage.payer]
    return max(own, key=lambda one: (one.on, one.id))


def denial_facts(assessment: Assessment, _: Facts) -> Facts:
    """The denial, and until when it can be appealed."""
    one = latest_denial(assessment)
    return {
        "denial": {
            "on": Traced(spoken(one.on), one.id),
            "number": Traced(one.number or "", one.id),
            "reason": Traced(one.reason or "", one.id),
            "reviewer": Traced(one.reviewer or "", one.id),
            "level": Traced(LEVELS[next_level(one)], one.id),
            "external": next_level(one) == "external",
        },
        "deadline": _deadline(deadline(one, assessment.coverage, assessment.ask.benefit), one, assessment),
        "parity": Traced(PARITY[parity_applies(assessment.coverage)], assessment.coverage.id),
    }


def office(assessment: Assessment) -> Traced:
    """An external review is not the payer's: the notice says who takes it."""
    one = latest_denial(assessment)
    return Traced("" if next_level(one) == "external" else "Appeals Department", one.id)


def _deadline(found: Deadline | None, one: Denial, assessment: Assessment) -> Facts:
    basis = (one.id, assessment.coverage.id)
    days = (assessment.determination.dates.as_of - one.on).days
    return {
        "last": Traced(spoken(found.last) if found else "", basis),
        "within": Traced(str(found.track.within) if found and found.track and not found.by_notice else "", basis),
        "track": Traced(found.track.name if found and found.track else "", basis),
        "by_notice": bool(found and found.by_notice),
        "days_since": Traced(days, one.id),
        "passed": Traced("passed" if found and found.last < assessment.determination.dates.as_of else "", basis),
        "certain": bool(found and found.certain),
        "source": sources()[found.track.source].title if found and found.track else "",
        "decision": Traced(found.track.decision if found and found.track else "", basis),
    }


def _with_answers(assessment: Assessment, known: Facts) -> Facts:
    one = latest_denial(assessment)
    findings = assessment.determination.criteria
    carrying = {criterion["id"] for criterion in known["criteria"]}
    worth_telling = [found for found in findings if found.id in carrying or found.verdict is Verdict.MET]
    replies = []
    for reason in one.kinds or ("other",):
        answer = answers().answers[reason]
        fitting = [found for found in worth_telling if found.kind in answer.about or found.id in one.criteria]
        replies.append({"argues": Traced(answer.argues, one.id), "criteria": told_of(fitting, assessment, known)})
    unmet = [
        Traced(found.says, found.items)
        for found in findings
        if found.verdict is Verdict.NOT_MET and found.on_winning_path
    ]
    return denial_facts(assessment, known) | {"replies": replies, "unmet": unmet}


KIND: Kind[Assessment] = Kind(
    "appeal",
    "Appeal of a denial",
    "answers the denial's own reason; first level, second level or external review",
    "Reversal of the denial of {drug}",
    first_of(needs_denial, needs_indication),
    _with_answers,
    to=office,
)
