"""The questions answered from the chart: a Questionnaire, and the QuestionnaireResponse to it.

What is not documented has no answer, and neither has what is longer than the payer's field takes. Beneath an answer
stands where it can be read. What ``priorauth answers`` tells the practice about an answer stays there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.answers.sheet import LETTER_FILE
from priorauth.exchange.entries import PATIENT
from priorauth.exchange.exhibits import LETTER
from priorauth.exchange.values import Json, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.answers.sheet import Answer, Sheet
    from priorauth.exchange.entries import Entries
    from priorauth.request.assessment import Assessment

ANSWERS = "Answers"
_QUESTIONS = "Questions"
_KINDS = {"text": "text", "date": "string", "choice": "choice", "file": "string"}
"""A day may be known to its month or year, which FHIR's own kind of question for days does not take."""
_SHOWN = "Where it can be read"


def answers(sheet: Sheet, assessment: Assessment, into: Entries, *, draft: bool) -> None:
    """Both of them; the response is complete where each question is answered and the request is no draft."""
    whose = f"Questions of {assessment.loaded.payer_name}"
    into.add(
        _QUESTIONS,
        "Questionnaire",
        url=into.url(_QUESTIONS),
        status="active",
        title=whose if sheet.own else "General questions on prior authorization; the payer's own are not known here",
        item=[_asked(number, one) for number, one in enumerate(sheet.answers, 1)],
    )
    into.add(
        ANSWERS,
        "QuestionnaireResponse",
        questionnaire=into.url(_QUESTIONS),
        status="in-progress" if draft or sheet.open else "completed",
        subject=into.to(PATIENT),
        authored=assessment.determination.dates.as_of.isoformat(),
        item=[_answered(number, one, into) for number, one in enumerate(sheet.answers, 1)],
    )


def _asked(number: int, one: Answer) -> Json:
    question, link = one.question, _link(number, one)
    return kept(
        linkId=link,
        text=question.question,
        type=_KINDS[question.kind],
        repeats=True if question.kind == "file" else None,
        answerOption=[{"valueString": word} for word in dict.fromkeys(question.choices.values())],
        maxLength=question.limit,
        item=[{"linkId": f"{link}.shown", "text": _SHOWN, "type": "string", "repeats": True}],
    )


def _answered(number: int, one: Answer, into: Entries) -> Json:
    link = _link(number, one)
    given = list(_given(one, into)) if one.state == "answered" else []
    shown = [{"valueString": where} for where in one.shown]
    if given and shown:
        given[0] |= {"item": [{"linkId": f"{link}.shown", "text": _SHOWN, "answer": shown}]}
    return kept(linkId=link, text=one.question.question, answer=given)


def _link(number: int, one: Answer) -> str:
    """Its number too: a general question and a criterion may have one id."""
    return f"{number}-{one.question.id}"


def _given(one: Answer, into: Entries) -> Iterator[Json]:
    """The answer; of files, the titles of the exhibits, and of the letter where it is in the bundle."""
    if one.question.kind == "file":
        for file, title in one.files:
            if file != LETTER_FILE:
                yield {"valueString": title}
            elif into.has(LETTER):
                yield {"valueString": "the letter"}
    else:
        yield {"valueString": one.answer}
