"""A rule of failed antidepressants, six weeks at a therapeutic dose, and trials held against it."""

from __future__ import annotations

from datetime import date

from priorauth.determination.determine import Determination
from priorauth.logic.verdict import Verdict
from tests.spec.builders import AS_OF, chart, judge, policy

SIX_WEEKS = "weeks: {at_least: 6}, time: cumulative, dose: therapeutic, non_response: {improvement: {at_most: 25}}"
CLOSED = "complete: [{list: antidepressant_trials, up_to: 2026-11-20, by: x, on: 2026-11-20}]"

LEXAPRO = "medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg"
SHORT = "medicine: escitalopram, start: 2025-02-03, end: 2025-02-13, constant_dose: 20 mg, response: none"
SEVERE = "ended_because: side_effects, adverse_effects: [{effect: akathisia, severity: severe, dose_limiting: yes}]"


def found(trials: str, rule: str = f"count: 1, {SIX_WEEKS}", more: str = CLOSED, as_of: date = AS_OF) -> Determination:
    """The determination where ``trials`` are all that there were, unless ``more`` leaves the list open."""
    criteria = policy(f"- {{id: trials, failed_antidepressants: {{{rule}}}}}")
    return judge(chart(f"trials: [{trials}]\n{more}"), criteria, as_of)


def verdict(trials: str, rule: str = f"count: 1, {SIX_WEEKS}", more: str = CLOSED) -> Verdict | None:
    return found(trials, rule, more).verdict


def needed(judged: Determination) -> list[str]:
    return [gap.needed for gap in judged.gaps]


def because(judged: Determination) -> str:
    return judged.criteria[0].because
