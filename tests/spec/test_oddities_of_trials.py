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
    LABEL,
    LABEL_BEFORE_2025,
    LOUISIANA,
    MEDICAL_MUTUAL,
    PAYERS,
    QUALCHOICE,
    STATE_MEDICAID,
    TRIPLE_S,
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


LASTING = {27: "2025-03-01", 28: "2025-03-02", 35: "2025-03-09", 41: "2025-03-15", 42: "2025-03-16"}
"""The last day of a trial that began on 2025-02-03: the 26 days of February from then on, and the rest in March."""


def lasted(days: int, word: str | None, *others: str) -> str:
    """A trial of sertraline of so many days, and what the prescriber states of whether that was long enough."""
    stated = f"attestations: [{{states: trial_duration_sufficient, about: t0, answer: {word}, {DOCTOR}}}]"
    return f"{trials(f'sertraline, end: {LASTING[days]}', *others)}\n{stated if word else ''}"


SOFT = [
    # days, what the prescriber states, verdict
    (42, None, YES),  # 6 × 7
    (42, "no", YES),  # the weeks that are asked for are enough by themselves
    (41, None, OPEN),
    (41, "yes", YES),
    (41, "no", NO),
]


@pytest.mark.parametrize(("days", "word", "verdict"), [*SOFT, (35, "yes", YES), (35, "no", NO), (27, "yes", YES)])
@pytest.mark.parametrize(
    ("key", "name", "others"),
    [
        (HCSC, "one-antidepressant", ()),
        (TRIPLE_S, "two-antidepressants", ("bupropion XL",)),
        (LABEL, "resistant", ("bupropion XL",)),
        (LABEL_BEFORE_2025, "resistant", ("bupropion XL",)),
    ],
)
def test_oddity_8_or_as_the_physician_judges_sufficient(
    key: str, name: str, others: tuple[str, ...], days: int, word: str | None, verdict: Verdict
) -> None:
    """Six weeks; short of them nothing is inferred from the days, and with no floor even 27 may have been enough."""
    found = held(key, name, lasted(days, word, *others))
    assert found.verdict is verdict
    if days < 42:
        said = {"yes": "judged sufficient by", "no": "judged not sufficient by", None: "is the prescriber's to judge"}
        assert said[word] in found.facts.because
    if verdict is OPEN:
        assert [gap.owner for gap in found.gaps] == ["prescriber"]


def test_oddity_8_these_are_all_of_the_policies_that_ask_softly() -> None:
    folder = PAYERS.glob("*/*.yaml")
    soft = {f"{one.parent.name}/{one.stem}" for one in folder if "or_judged_sufficient" in one.read_text("utf-8")}
    assert soft == {HCSC, TRIPLE_S, LABEL, LABEL_BEFORE_2025}


FOUR_TO_SIX = "weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: 4}"
TYPICALLY_SIX = "weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: none}"


@pytest.mark.parametrize(
    ("time", "days", "word", "verdict", "told"),
    [
        *((FOUR_TO_SIX, *one, "") for one in SOFT),
        (FOUR_TO_SIX, 28, None, OPEN, "whether that was sufficient is the prescriber's to judge"),
        (FOUR_TO_SIX, 28, "yes", YES, "judged sufficient by"),
        (FOUR_TO_SIX, 28, "no", NO, "judged not sufficient by"),
        (FOUR_TO_SIX, 27, None, NO, "below the 4 weeks at which judgement begins"),
        (FOUR_TO_SIX, 27, "yes", NO, "below the 4 weeks at which judgement begins"),  # no word lifts the lower end
        *((TYPICALLY_SIX, *one, "") for one in SOFT),
        (TYPICALLY_SIX, 27, None, OPEN, "whether that was sufficient is the prescriber's to judge"),
        (TYPICALLY_SIX, 27, "yes", YES, "judged sufficient by"),
    ],
)
def test_oddity_8_four_to_six_weeks_and_typically_six(
    time: str, days: int, word: str | None, verdict: Verdict, told: str
) -> None:
    """A range passes at its upper end, fails below its lower one, is argued between; "typically" has no lower end."""
    found = judged(f"failed_antidepressants: {{count: 1, {time}, non_response: {{words: [none]}}}}", lasted(days, word))
    assert found.verdict is verdict
    assert told in found.facts.because


@pytest.mark.parametrize(("days", "verdict"), [(42, YES), (41, OPEN), (28, OPEN), (27, NO)])
def test_oddity_8_a_range_that_may_mean_either_of_its_ends_tells_both_readings(days: int, verdict: Verdict) -> None:
    """A text that prints "4-6 weeks" and leaves it to nobody's judgement: at least 4, or at least 6."""
    reading = "{id: of-%s, says: at least %s weeks, failed_antidepressants: {count: 1, weeks: {at_least: %s}, %s}}"
    both = ", ".join(reading % (weeks, weeks, weeks, "non_response: {words: [none]}") for weeks in (4, 6))
    found = judge(chart(lasted(days, None)), policy(f"[{{id: range, unclear: [{both}]}}]"))
    assert found.verdict is verdict
    if verdict is OPEN:
        asked = "from the payer: which reading holds (at least 4 weeks or: at least 6 weeks)"
        assert ("billing", asked) in [(gap.owner, gap.needed) for gap in found.gaps]


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
