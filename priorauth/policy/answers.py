"""A safety question that must be answered with "no"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.logic.finding import Gap
from priorauth.logic.verdict import Verdict
from priorauth.policy.criteria.base import Part

if TYPE_CHECKING:
    from priorauth.policy.view import View


def denied(question: str, view: View) -> Part:
    """Met by a "no", not met by a "yes"; a question that nobody asked is neither."""
    words, key = SAFETY_QUESTIONS[question], f"safety.{question}"
    answer = view.chart.safety.asked(question)
    if answer is None:
        gap = Gap(f"the answer about {words}", "prescriber", key)
        return Part(Verdict.NOT_DOCUMENTED, f"{words}: not documented", gap)
    told = f"{words}: {answer.answer}"
    verdict = Verdict.NOT_MET if answer.answer == "yes" else Verdict.MET
    return Part(verdict, told, evidence=view.evidence(key, told, shown=answer.shown_in))
