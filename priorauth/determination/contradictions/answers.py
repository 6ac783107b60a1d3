"""Safety questions that are answered "no" while something else in the chart says "yes"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.safety import LABEL_QUESTIONS, SAFETY_QUESTIONS
from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety
from priorauth.medicines.names import words
from priorauth.medicines.spravato import spravato

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.episode import Diagnosis, SubstanceUse

_CODES = {
    "history_of_psychosis": ("F20", "F22", "F23", "F24", "F25", "F28", "F29", "F32.3", "F33.3"),
    "history_of_mania": ("F30", "F31"),
    "pregnancy": ("Z33.1", *(f"O{number:02}" for number in range(9, 85)), "O94", "O98", "O99", "O9A"),
    "lactation": ("Z39.1",),
}
"""How codes begin that answer a question with "yes" (clinical facts, section on other diagnosis codes).

O85 to O92 are of the weeks after a birth. The label's own questions have their codes in ``spravato.yaml``.
"""

_HISTORY = ("intracerebral_hemorrhage", "history_of_psychosis", "history_of_mania")
"""Questions about what ever was: a diagnosis that is resolved answers them too."""

_AFTER_BIRTH = re.compile(r"puerperium|postpartum|complicating childbirth", re.IGNORECASE)
_DEPENDENCE = re.compile(r"F1[0-689]\.2")
"""Dependence, as a moderate or severe disorder is coded (DSM-5-TR); F1x.1 is a mild one, F17 is tobacco."""
_IN_REMISSION = re.compile(r"F1\d\.[129]1$")

_SAME_DRUG = {"ketamine", "esketamine", "spravato", "ketalar"}
"""Names of esketamine and ketamine that stand for a hypersensitivity where they stand among allergies."""


def found(chart: Chart, as_of: date) -> Iterator[Contradiction]:
    """Each "no" that the chart itself denies."""
    for question, said, item in _affirmed(chart, as_of):
        answer = chart.safety.asked(question)
        if answer and answer.answer == "no":
            text = f"which is right: {said}, or no {SAFETY_QUESTIONS[question]}"
            yield Contradiction(text, (item, f"safety.{question}"))


def coded(chart: Chart, question: str, as_of: date) -> Iterator[Diagnosis]:
    """The diagnoses whose codes answer ``question`` with "yes"."""
    for one in chart.diagnoses:
        stands = one.stands(as_of) or question in _HISTORY
        over = question == "pregnancy" and one.description and _AFTER_BIRTH.search(one.description)
        if stands and not over and one.code.startswith(_codes(question)):
            yield one


def _codes(question: str) -> tuple[str, ...]:
    known = {one.id.replace("-", "_"): one.icd10cm for one in spravato().contraindications}
    label = known.get(question)
    return _CODES.get(question, ()) + (label.prefixes if label else ())


def _affirmed(chart: Chart, as_of: date) -> Iterator[tuple[str, str, str]]:
    """Each question to which something says "yes": what says it in words, and its id."""
    for question in (*LABEL_QUESTIONS, *_CODES):
        for one in coded(chart, question, as_of):
            yield question, f"{one.code} among the diagnoses", one.id
    if chart.patient.allergies and _SAME_DRUG & set(words(chart.patient.allergies)):
        yield "hypersensitivity", "allergies that name ketamine or esketamine", "patient"
    if chart.episode and chart.episode.psychotic_features == "yes":
        yield "history_of_psychosis", "an episode with psychotic features", chart.episode.id
    for one in chart.diagnoses:
        if one.stands(as_of) and _DEPENDENCE.match(one.code) and not _IN_REMISSION.match(one.code):
            yield "substance_use_disorder", f"{one.code} among the diagnoses", one.id
    for use in chart.substance_use:
        if _now(use):
            severity = use.severity or "its severity not said"
            yield "substance_use_disorder", f"the {use.substance} use disorder ({severity})", use.id
    for medicine, item in _taken(chart):
        for interaction in spravato().interactions_of(medicine):
            yield f"takes_{interaction.id}", f"{medicine}, which is taken now", item
        if moiety(medicine) == "ketamine":
            yield "concurrent_ketamine", f"{medicine}, which is taken now", item


def _now(use: SubstanceUse) -> bool:
    """Whether it is a disorder that may be moderate or severe, and nothing says that it is over."""
    over = use.treatment == "completed" or (use.code is not None and _IN_REMISSION.match(use.code))
    return use.disorder == "yes" and use.severity != "mild" and not over


def _taken(chart: Chart) -> Iterator[tuple[str, str]]:
    """The medicines that are taken now, wherever the chart has them."""
    yield from ((one.medicine, one.id) for one in chart.current_medicines)
    for course in (*chart.trials, *chart.augmentations):
        if isinstance(course.end, Ongoing):
            yield course.medicine, course.id
