"""Answers to a payer's questions from the chart and its findings. What is not documented has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.documents.exhibits import exhibit_numbers, pointers
from priorauth.documents.forms.context import form_context
from priorauth.documents.forms.expressions import text, value
from priorauth.documents.forms.formats import us_date
from priorauth.documents.letter.criteria import told
from priorauth.documents.packet.crosswalk import evident
from priorauth.errors import BadInput
from priorauth.logic.finding import Evidence, Proof
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.criteria import kinds
from priorauth.policy.questions import Question
from priorauth.reading import validated
from priorauth.request.report import submission_told
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Shown
    from priorauth.chart.practice import Practice
    from priorauth.logic.finding import Finding
    from priorauth.request.assessment import Assessment

TO_NOTE = "submitted: {{on: {day}, by: portal, confirmation: NUMBER}}"
"""What is written into the chart's ask once the request is made, with the number that the payer gives."""
LETTER_FILE = "letter.pdf"
"""As ``generate`` calls it."""
State = Literal["answered", "not_documented", "too_long"]
WORDS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.NOT_DOCUMENTED: None,
    Verdict.NOT_APPLICABLE: "does not apply",
}
"""What ``criteria`` says of each; nothing, where nothing can be said."""


class QuestionSet(Frozen):
    """Questions in their order, as a file of their own."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to type or choose, or that the chart does not say it."""

    question: Question
    state: State
    answer: str
    """Empty where nothing is documented. A text that is too long stands here whole: somebody has to shorten it."""
    shown: tuple[str, ...] = ()
    """Where it can be read: "Exhibit 2, page 1"."""
    files: tuple[tuple[str, str], ...] = ()
    """What to upload: each file with its title and pages."""
    remark: str = ""
    """What whoever answers has to know: that a criterion is not met, or what is missing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The answers to one payer's questions about one request."""

    answers: tuple[Answer, ...]
    own: bool
    """Whether the questions are the payer's, as the policy has them, or the generic ones."""

    @property
    def open(self) -> tuple[Answer, ...]:
        """Those that cannot be typed as they stand."""
        return tuple(one for one in self.answers if one.state != "answered")


def answer_sheet(assessment: Assessment, practice: Practice | None, generic: Path) -> Sheet:
    """The answers to the policy's questions, or to those of the file ``generic`` and one for each criterion.

    Raises:
        BadInput: an expression is mistaken, or comes to something that the question offers no choice for.
    """
    asked = assessment.loaded.own.submission.questions
    findings = {one.id: one for one in assessment.determination.criteria}
    context = form_context(assessment, practice)
    context["criteria"] = {name: WORDS[one.verdict] for name, one in findings.items()}
    place = assessment.loaded.path if asked else generic
    questions = asked or validated(QuestionSet, read(generic)).questions
    answers = [_answered(one, findings.get(one.criterion or ""), context, assessment, str(place)) for one in questions]
    return Sheet((*answers, *(() if asked else _of_criteria(assessment))), own=bool(asked))


def _answered(
    question: Question, finding: Finding | None, context: Mapping[str, Any], assessment: Assessment, place: str
) -> Answer:
    shown = _shown(question, finding, assessment)
    remark = "; ".join(filter(None, (_remark(finding), _unshown(question, assessment) if shown else "")))
    if question.kind == "file":
        files = tuple(_uploads(question, assessment))
        return Answer(question, "answered" if files else "not_documented", "", shown, files, remark)
    said = _said(question, context, f"{place}: {question.id}")
    if not said:
        return Answer(question, "not_documented", "", shown, (), remark)
    too_long = question.limit is not None and len(said) > question.limit
    return Answer(question, "too_long" if too_long else "answered", said, shown, (), remark)


def _said(question: Question, context: Mapping[str, Any], place: str) -> str:
    source = question.answer or ""
    if question.kind == "text":
        return text(source, context, place)
    result = value(source, context, place)
    if result is None:
        return ""
    if question.kind == "date":
        return us_date(str(result))
    said = ("yes" if result else "no") if isinstance(result, bool) else str(result)
    if said not in question.choices:
        raise BadInput(
            "The answer comes to something that the question offers no choice for.",
            where=place,
            fix=f"Add it to choices, which has {', '.join(question.choices)}; or correct the expression.",
        )
    return question.choices[said]


def _shown(question: Question, finding: Finding | None, assessment: Assessment) -> tuple[str, ...]:
    """Where the criterion, and the parts of the chart, that a question is about can be read."""
    evidence = [*(finding.evidence if finding else ()), *_evidence(question.about, assessment.case)]
    return tuple(where for where, _ in pointers(evidence, exhibit_numbers(assessment.case)))


def _evidence(about: Sequence[str], chart: Chart) -> Iterator[Evidence]:
    for item, shown in _items(about, chart):
        yield from (Evidence(item, "", Proof.EXHIBIT, one.exhibit, one.page) for one in shown)


def _unshown(question: Question, assessment: Assessment) -> str:
    """Of several facts, those that no exhibit shows: where the others are shown does not prove these."""
    names = [item for item, shown in _items(question.about, assessment.case) if not shown]
    return f"No exhibit shows {', '.join(names)}" if names else ""


def _items(about: Sequence[str], chart: Chart) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    """Each fact of these parts of the chart by its id, with where it is shown."""
    for topic in about:
        if topic in SAFETY_QUESTIONS:
            given = chart.safety.asked(topic)
            yield from [(f"safety.{topic}", given.shown_in)] if given else []
        elif topic == "patient":
            yield topic, chart.patient.shown_in
        else:
            yield from ((item.id, item.shown_in) for key, item in chart.items() if key.partition("[")[0] == topic)


def _remark(finding: Finding | None) -> str:
    if finding is None:
        return ""
    if finding.verdict is Verdict.NOT_MET:
        return f"Not met: {finding.because}"
    return "; ".join(f"{gap.owner.replace('_', ' ')}: {gap.needed}" for gap in finding.gaps)


def _uploads(question: Question, assessment: Assessment) -> Iterator[tuple[str, str]]:
    numbers = exhibit_numbers(assessment.case)
    for one in assessment.case.exhibits:
        if one.kind in question.files:
            pages = f", pages {', '.join(map(str, one.pages))}" if one.pages else ""
            blackened = ", only as the packet has it: parts are redacted" if one.redact else ""
            yield one.file, f"Exhibit {numbers[one.id]}: {one.title}{pages}{blackened}"
    if "letter" in question.files:
        yield LETTER_FILE, "the letter, as priorauth generate writes it"


def _of_criteria(assessment: Assessment) -> Iterator[Answer]:
    """One question for each criterion that carries the request; in our words, while nobody has read the live policy.

    The facts answer it and not a "yes": to what the payer asks, and how, this is no answer in words of its own.
    """
    root = assessment.determination.root
    for one in told(root) if root else ():
        asked = one.says if assessment.loaded.attributable else kinds()[one.kind].heading()
        said = "" if one.verdict is Verdict.NOT_DOCUMENTED else evident(one)
        question = Question.model_construct(id=one.id, question=asked, kind="text", criterion=one.id)
        yield Answer(
            question,
            "answered" if said else "not_documented",
            said,
            _shown(question, one, assessment),
            (),
            _remark(one),
        )


def to_note(assessment: Assessment) -> str:
    """What to write into the chart's ask once the request is made; empty where that is done."""
    return "" if assessment.submitted else TO_NOTE.format(day=assessment.determination.dates.as_of)


def as_data(sheet: Sheet, assessment: Assessment) -> dict[str, Any]:
    """The sheet as the JSON object that scripts read: keys are added, never changed."""
    return {
        "chart": assessment.case.case,
        "ask": assessment.ask.id,
        "payer": assessment.loaded.payer,
        "policy": assessment.loaded.own.policy.number,
        "as_of": assessment.determination.dates.as_of.isoformat(),
        "questions_of": "payer" if sheet.own else "priorauth",
        "ready": assessment.ready,
        "submitted": submission_told(assessment.submitted),
        "to_note": to_note(assessment) or None,
        "answers": [
            {
                "id": one.question.id,
                "question": one.question.question,
                "kind": one.question.kind,
                "choices": list(one.question.choices.values()),
                "state": one.state,
                "answer": one.answer or None,
                "characters": len(one.answer),
                "limit": one.question.limit,
                "shown_in": list(one.shown),
                "files": [{"file": file, "title": title} for file, title in one.files],
                "remark": one.remark or None,
            }
            for one in sheet.answers
        ],
    }
