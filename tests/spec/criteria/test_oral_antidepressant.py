"""The oral antidepressant that is taken beside it."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.policy.criteria.failed_antidepressants import FailedAntidepressants
from priorauth.policy.view import View
from tests.spec.builders import AS_OF, chart
from tests.spec.criteria.builders import (
    DOCTOR,
    courses,
    criterion,
    judged,
    owners,
    trials_asked,
)

NOW = "current_medicines: [{medicine: vortioxetine, dose: 20 mg, as_of: 2026-11-20, %s}]"
TRAZODONE = "current_medicines: [{medicine: trazodone, as_of: 2026-11-20, dose: "
NONE_MORE = f"complete: [{{list: current_medicines, up_to: 2026-11-20, {DOCTOR}}}]"


@pytest.mark.parametrize(
    ("rule", "facts", "verdict"),
    [
        ("{}", NOW % "note: x", "met"),
        ("{}", "", "not_documented"),
        ("{}", NONE_MORE, "not_met"),
        ("{}", "current_medicines: [{medicine: lisinopril, as_of: 2026-11-20}]", "not_documented"),
        ("{}", "current_medicines: [{medicine: Emsam, as_of: 2026-11-20}]", "not_documented"),  # a patch
        ("{}", f"{TRAZODONE}100 mg, purpose: depression}}]\n{NONE_MORE}", "met"),
        ("{}", f"{TRAZODONE}101 mg}}]\n{NONE_MORE}", "met"),
        ("{}", f"{TRAZODONE}100 mg}}]\n{NONE_MORE}", "not_documented"),  # a dose for sleep, and nobody says what for
        ("{}", f"{TRAZODONE}100 mg, purpose: sleep}}]\n{NONE_MORE}", "not_met"),
        ("{stable_weeks: {at_least: 6}}", NOW % "unchanged_since: 2026-10-10", "met"),  # 22 + 20 = 42 days
        ("{stable_weeks: {at_least: 6}}", NOW % "unchanged_since: 2026-10-11", "not_met"),  # 41 days
        ("{stable_weeks: {at_least: 6}}", NOW % "since: 2026-01-01", "not_documented"),
        ("{stable_weeks: {more_than: 6}}", NOW % "unchanged_since: 2026-10-10", "not_met"),
        ("{stable_weeks: {more_than: 6}}", NOW % "unchanged_since: 2026-10-09", "met"),
        ("{continued: yes}", NOW % "continues: yes", "met"),
        ("{continued: yes}", NOW % "continues: no", "not_met"),
        ("{continued: yes}", NOW % "note: x", "not_documented"),
    ],
)
def test_taken_now_as_the_payer_wants_it(rule: str, facts: str, verdict: str) -> None:
    assert judged(f"oral_antidepressant: {rule}", facts).verdict == verdict


def test_of_several_the_one_that_passes_best_is_taken() -> None:
    facts = """
        current_medicines:
          - {medicine: mirtazapine, as_of: 2026-11-20, unchanged_since: 2026-11-19}
          - {medicine: vortioxetine, dose: 20 mg, as_of: 2026-11-20, unchanged_since: 2026-11-01}
    """
    found = judged("oral_antidepressant: {stable_weeks: {at_least: 2}}", facts)
    assert found.verdict == "met"
    assert "20 days, 14 required" in found.facts.because


def test_the_day_on_which_it_will_be_stable_is_known() -> None:
    facts = NOW % "unchanged_since: 2026-11-10"
    assert date(2026, 11, 23) in judged("oral_antidepressant: {stable_weeks: {at_least: 2}}", facts).moments


@pytest.mark.parametrize(("dose", "verdict"), [("dose: 20 mg", "met"), ("note: x", "not_documented")])
def test_named_with_its_dose(dose: str, verdict: str) -> None:
    facts = f"current_medicines: [{{medicine: vortioxetine, as_of: 2026-11-20, {dose}}}]"
    assert judged("oral_antidepressant: {named: true}", facts).verdict == verdict


@pytest.mark.parametrize(
    ("change", "verdict"),
    [("started", "met"), ("optimized", "met"), ("unchanged", "not_met"), ("~", "not_documented")],
)
def test_begun_or_optimized_with_the_treatment(change: str, verdict: str) -> None:
    facts = f"current_medicines: [{{medicine: vortioxetine, as_of: 2026-11-20, change: {change}}}]"
    assert judged("oral_antidepressant: {started_or_optimized: true}", facts).verdict == verdict


@pytest.mark.parametrize(
    ("related", "verdict", "said"),
    [
        ("same", "not_met", "is among the medicines that failed (one medicine with citalopram by this policy)"),
        ("distinct", "met", "is not among the medicines that failed"),
        ("unclear", "not_documented", "is not among the medicines that failed itself, but is related to citalopram"),
    ],
)
def test_whether_a_relative_that_failed_is_another_medicine_the_counting_of_trials_says(
    related: str, verdict: str, said: str
) -> None:
    counted = criterion(trials_asked(f"related: {related}"))
    assert isinstance(counted, FailedAntidepressants)
    now = "current_medicines: [{medicine: escitalopram, dose: 20 mg, as_of: 2026-11-20}]"
    facts = chart(courses("medicine: citalopram, constant_dose: 40 mg", more=now))
    view = View(facts, facts.asks[0], AS_OF, AS_OF, failures=(counted.failed_antidepressants,))
    found = criterion("oral_antidepressant: {not_among_trials: true}").judge(view)
    assert (found.verdict, found.facts.because) == (verdict, f"Escitalopram 20 mg, {said}.")
    assert owners(found) == ({"billing"} if related == "unclear" else set())
