"""Oddities 1 to 11 of payers' policies: what breaks a naive design of antidepressant trials, ages and scales.

Where a policy that comes with the program has the oddity, it is shown on that policy; elsewhere on a criterion written
here. A trial lasts 98 days (2025-02-03 to 2025-05-11) at the highest labelled dose without any response, belongs to the
current episode and led to a change of treatment, where a test does not say otherwise.
"""

from __future__ import annotations

import pytest

from priorauth.logic.verdict import Verdict
from tests.spec.builders import chart, judge, policy
from tests.spec.criteria.builders import DOCTOR, judged
from tests.spec.shipped_policies import (
    BCBSMA,
    CAREFIRST,
    CIGNA,
    CLOSED,
    HCSC,
    HIGHMARK,
    LOUISIANA,
    MEDICAL_MUTUAL,
    QUALCHOICE,
    STATE_MEDICAID,
    criterion,
    held,
    trials,
)

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("key", "name", "number"),
    [
        (HCSC, "one-antidepressant", 1),
        (CIGNA, "two-antidepressants", 2),
        (HIGHMARK, "three-antidepressants", 3),
        (BCBSMA, "four-antidepressants", 4),
    ],
)
def test_oddity_1_the_number_of_failed_drugs_differs_even_among_sister_plans(key: str, name: str, number: int) -> None:
    four = ("sertraline", "bupropion XL", "mirtazapine", "venlafaxine XR")
    assert held(key, name, trials(*four[:number])).verdict is YES
    assert held(key, name, trials(*four[: number - 1])).verdict is NO


def test_oddity_2_two_classes_are_not_each_a_different_class_and_payers_classes_are_not_pharmacologys() -> None:
    two_and_two = trials("sertraline", "escitalopram", "bupropion XL", "mirtazapine")
    assert held(BCBSMA, "four-antidepressants", two_and_two).verdict is YES  # at least two
    each = "failed_antidepressants: {count: 4, classes: each_different, non_response: {words: [none]}}"
    assert judged(each, two_and_two).verdict is NO
    own = held(HCSC, "one-antidepressant", trials("bupropion XL"))  # a class of its own, beside SSRIs
    assert own.verdict is YES


@pytest.mark.parametrize(
    ("reuse", "added", "verdict"),
    [("allowed", "duloxetine", YES), ("forbidden", "duloxetine", NO), ("forbidden", "lithium", YES)],
)
def test_oddity_3_bundles_make_the_count_no_independent_field(reuse: str, added: str, verdict: Verdict) -> None:
    """Three antidepressants, or two and an augmentation; sertraline and duloxetine failed, something was added."""
    failed = "{non_response: {words: [none]}}"
    rule = f"""trial_group: {{any_of: [{{antidepressants: 3}}, {{antidepressants: 2, augmentations: 1}}],
                              antidepressant: {failed}, augmentation: {failed}, reuse: {reuse}}}"""
    facts = trials("sertraline", "duloxetine, constant_dose: 60 mg").removesuffix(CLOSED)
    augmented = f"augmentations: [{{medicine: {added}, start: 2025-02-03, end: 2025-05-11, response: none}}]"
    lists = [f"{{list: {one}, up_to: 2026-11-20, {DOCTOR}}}" for one in ("antidepressant_trials", "augmentations")]
    assert judged(rule, f"{facts}\n{augmented}\ncomplete: [{', '.join(lists)}]").verdict is verdict


def test_oddity_4_a_text_whose_and_and_or_were_lost_is_unclear_and_both_readings_reach_the_user() -> None:
    """The patient is 46: with "and" it fails, with "or" it passes."""
    rules = """
        - id: and-or
          unclear:
            - {says: both, all_of: [{id: a, age: {at_least: 18}}, {id: b, age: {less_than: 40}}]}
            - {says: either, any_of: [{id: c, age: {at_least: 18}}, {id: d, age: {less_than: 40}}]}
    """
    found = judge(chart(), policy(rules))
    assert found.verdict is OPEN
    assert [(gap.owner, gap.needed) for gap in found.gaps] == [
        ("billing", "from the payer: which reading holds (both or: either)")
    ]


@pytest.mark.parametrize(
    ("trial", "verdict"),
    [
        ("constant_dose: 50 mg, end: 2025-03-02, response: none", YES),  # 28 days at the least dose
        ("constant_dose: 50 mg, end: 2025-03-01, response: none", NO),  # 27
        ("constant_dose: 200 mg, end: 2025-03-30, response: partial", YES),  # 56 days at the maximum
        ("constant_dose: 200 mg, end: 2025-03-29, response: partial", NO),
        ("constant_dose: 150 mg, end: 2025-03-30, response: partial", NO),
        (
            "constant_dose: 50 mg, end: 2025-02-10, response: partial, ended_because: side_effects, "
            "adverse_effects: [{effect: akathisia, severity: severe, dose_limiting: yes}]",
            YES,  # of any length
        ),
    ],
)
def test_oddity_5_failure_has_tiers_each_with_weeks_and_dose_of_its_own(trial: str, verdict: Verdict) -> None:
    three = trials("bupropion XL", "mirtazapine", f"sertraline, {trial}")
    assert held(HIGHMARK, "three-antidepressants", three).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ("counts_as_failure", YES),
        ("waives_trial", YES),
        ("waives_duration", OPEN),  # its effect is not known
        ("no", NO),
        ("not_stated", OPEN),  # silence is neither
    ],
)
def test_oddity_6_what_intolerance_is_worth_differs_and_may_not_be_said(rule: str, verdict: Verdict) -> None:
    six_weeks = "weeks: {at_least: 6}, non_response: {words: [none]}"
    asked = f"failed_antidepressants: {{count: 2, {six_weeks}, intolerance: {rule}}}"
    short = "escitalopram, end: 2025-02-13, response: unknown, ended_because: side_effects, "
    short += "adverse_effects: [{effect: akathisia, severity: severe}]"
    assert judged(asked, trials("sertraline", short)).verdict is verdict
    barred = f"attestations: [{{states: all_antidepressants_contraindicated, answer: yes, {DOCTOR}}}]"
    assert held(QUALCHOICE, "two-antidepressants", f"{trials()}\n{barred}").verdict is YES  # all of them, and no less


@pytest.mark.parametrize(
    ("start", "end", "of_carefirst"),
    [("2021-11-20", "2022-02-25", YES), ("2020-03-02", "2020-06-07", NO)],
)
def test_oddity_7_in_a_seven_year_episode_a_trial_can_be_current_and_too_old(
    start: str, end: str, of_carefirst: Verdict
) -> None:
    old = f"sertraline, start: {start}, end: {end}"
    facts = f"{trials(old, 'bupropion XL')}\nepisode: {{onset: 2019-11-04}}"
    assert held(CAREFIRST, "two-antidepressants", facts).verdict is of_carefirst
    three = trials(old, "bupropion XL", "mirtazapine, episode: earlier, start: 2018-01-01, end: 2018-05-01")
    assert held(HIGHMARK, "three-antidepressants", f"{three}\nepisode: {{onset: 2019-11-04}}").verdict is YES


@pytest.mark.parametrize(("word", "verdict"), [("yes", YES), ("no", NO), (None, OPEN)])
def test_oddity_8_a_soft_duration_is_argued_and_neither_passes_nor_fails(word: str | None, verdict: Verdict) -> None:
    """Five weeks of six, "or as long as the treating physician judges sufficient"."""
    stated = (
        f"attestations: [{{states: trial_duration_sufficient, about: t0, answer: {word}, {DOCTOR}}}]" if word else ""
    )
    facts = f"{trials('sertraline, end: 2025-03-09')}\n{stated}"
    assert held(HCSC, "one-antidepressant", facts).verdict is verdict


@pytest.mark.parametrize(("born", "verdict"), [("2008-11-20", NO), ("2007-11-21", NO), ("2007-11-20", YES)])
def test_oddity_9_over_18_read_literally_excludes_who_is_18(born: str, verdict: Verdict) -> None:
    assert held(QUALCHOICE, "age", f"patient: {{birth_date: {born}}}").verdict is verdict
    assert "Read literally" in (criterion(QUALCHOICE, "age").note or "")


@pytest.mark.parametrize(
    ("key", "name", "verdict"),
    [
        (CIGNA, "two-antidepressants", YES),  # therapeutic
        (MEDICAL_MUTUAL, "two-antidepressants", YES),  # generally accepted
        (QUALCHOICE, "two-antidepressants", YES),  # floor and ceiling
        (CAREFIRST, "two-antidepressants", OPEN),  # maximally tolerated: was it?
        (STATE_MEDICAID, "two-antidepressants", OPEN),  # optimized: was it?
    ],
)
def test_oddity_10_dose_words_are_not_comparable(key: str, name: str, verdict: Verdict) -> None:
    """Sertraline at 100 mg, of which the label's maximum is 200."""
    facts = trials("bupropion XL", "sertraline, constant_dose: 100 mg, highest_tolerated: ~")
    assert held(key, name, facts).verdict is verdict


@pytest.mark.parametrize(
    ("key", "name", "verdict"),
    [
        (MEDICAL_MUTUAL, "baseline", YES),  # any validated scale
        (HCSC, "moderate-or-severe", YES),  # PHQ-9 of 10, beside MADRS of 28
        (QUALCHOICE, "phq-9", NO),  # over 15
        (LOUISIANA, "baseline", OPEN),  # HAM-D17, QIDS or MADRS
        (CAREFIRST, "severe-mdd", OPEN),  # BDI, HDRS or MADRS
    ],
)
def test_oddity_11_a_clinic_that_only_holds_phq_9(key: str, name: str, verdict: Verdict) -> None:
    assert held(key, name, "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 15}]").verdict is verdict
