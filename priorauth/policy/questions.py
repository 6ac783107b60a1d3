"""The questions that a payer's portal or telephone line asks, in their order, and what answers them from the chart."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.chart.chart import Chart
from priorauth.chart.item import Id, Text
from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.chart.treatment import ExhibitKind
from priorauth.model import Frozen
from priorauth.reading import Flaw


class Question(Frozen):
    """One question, as the payer words it."""

    id: Id
    question: Text
    kind: Literal["text", "choice", "date", "file"]
    answer: Text | None = None
    """For a text, words with expressions in double braces; else one expression. They name what maps of forms may name,
    and ``criteria``: each criterion's verdict by its id."""
    choices: dict[Text, Text] = {}
    """What the expression comes to (``yes`` and ``no`` for true and false), and the payer's own words for it."""
    limit: Annotated[int, Field(ge=1)] | None = None
    """The most characters that the payer's field takes."""
    about: tuple[Text, ...] = ()
    """The parts of the chart that it is about, as charts call them, or safety questions.

    What shows them is told beside the answer.
    """
    criterion: Id | None = None
    """The criterion that it is about: what shows that is told beside the answer."""
    files: tuple[ExhibitKind | Literal["letter"], ...] = ()
    """For a file, which kinds of exhibits are uploaded; and the letter."""

    @model_validator(mode="after")
    def _holds_together(self) -> Question:
        for place, topic in enumerate(self.about):
            if topic not in Chart.model_fields and topic not in SAFETY_QUESTIONS:
                raise Flaw("is no part of a chart.", f"about[{place}]")
        if (self.kind == "choice") != bool(self.choices):
            raise Flaw("goes with kind choice, and with no other.", "choices")
        if (self.kind == "file") != bool(self.files):
            raise Flaw("goes with kind file, and with no other.", "files")
        if (self.kind == "file") == (self.answer is not None):
            raise Flaw("says what is answered; a file is named by files alone.", "answer")
        if self.limit and self.kind != "text":
            raise Flaw("goes with kind text, and with no other.", "limit")
        return self
