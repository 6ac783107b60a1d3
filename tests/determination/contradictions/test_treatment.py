"""Under treatment: what was scored before the first session, and benefit that is stated while a scale is worse."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.determination.contradictions.treatment import under_treatment
from priorauth.policy.baseline import baseline, latest_under_treatment
from priorauth.policy.view import View
from tests.spec.builders import AS_OF, chart

SCORE = "{{id: {0}, instrument: MADRS, on: {1}, total: {2}, baseline: {3}}}"
GOES_ON = "asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]"
SESSIONS = "sessions: [{id: first, on: 2026-05-04, dose_mg: 56}, {id: last, on: 2026-05-07, dose_mg: 84}]"


def view(scores: list[str], more: str = "", ask: str = GOES_ON, sessions: str = SESSIONS) -> View:
    case = chart(f"{ask}\n{sessions}\nscores: [{', '.join(scores)}]\n{more}")
    return View(case, case.asks[0], AS_OF, date(2026, 12, 1))


@pytest.mark.parametrize(("on", "before"), [("2026-05-03", True), ("2026-05-04", True), ("2026-05-05", False)])
def test_a_baseline_is_from_before_the_first_session_or_its_day(on: str, before: bool) -> None:
    one = view([SCORE.format("b", on, 36, "yes")])
    said = f"which is right: the MADRS of {on} from before treatment, or a first session on 2026-05-04"
    assert [found.text for found in under_treatment(one)] == ([] if before else [said])
    assert (baseline("MADRS", one) is not None) is before
    assert (latest_under_treatment("MADRS", one) is None) is before


def test_a_new_course_has_a_baseline_of_its_own() -> None:
    begins = "asks: [{coverage: coverage-payer, indication: trd}]"
    one = view([SCORE.format("b", "2026-11-10", 36, "yes")], ask=begins)
    assert list(under_treatment(one)) == []
    assert baseline("MADRS", one) is not None


@pytest.mark.parametrize(
    ("now", "statement", "contradicted"),
    [
        (37, "sustained_improvement", True),
        (36, "sustained_improvement", False),  # no better, and no worse
        (10, "sustained_improvement", False),
        (37, "positive_clinical_response", True),
        (37, "stable_or_benefiting", True),
        (37, "label_dosing", False),
    ],
)
def test_who_states_benefit_has_no_score_that_is_worse(now: int, statement: str, contradicted: bool) -> None:
    scores = [SCORE.format("b", "2026-05-01", 36, "yes"), SCORE.format("n", "2026-11-10", now, "no")]
    stated = f"attestations: [{{id: said, states: {statement}, answer: yes, by: Somebody, on: 2026-11-12}}]"
    found = list(under_treatment(view(scores, stated)))
    assert [one.items for one in found] == ([("said", "b", "n")] if contradicted else [])
    assert all("MADRS 36 before treatment and 37 on 2026-11-10, which is worse" in one.text for one in found)
    assert list(under_treatment(view(scores, stated.replace("answer: yes", "answer: no")))) == []
