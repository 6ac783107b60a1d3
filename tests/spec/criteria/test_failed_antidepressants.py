"""Failed antidepressants: how many, of which classes, how long, at which dose.

A trial here is 58 days long (2025-02-03 to 2025-04-01), without response, and the list of trials is complete, where a
test does not say otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.spec.criteria.builders import (
    BUPROPION,
    DOCTOR,
    DULOXETINE,
    ESCITALOPRAM,
    SERTRALINE,
    courses,
    judged,
    owners,
    trials_asked,
)


class TestHowMany:
    @pytest.mark.parametrize(
        ("number", "is_open", "is_closed"),
        [(0, "not_documented", "not_met"), (1, "not_documented", "not_met"), (2, "met", "met"), (3, "met", "met")],
    )
    def test_an_open_list_is_not_a_no(self, number: int, is_open: str, is_closed: str) -> None:
        rows = (ESCITALOPRAM, DULOXETINE, BUPROPION)[:number]
        assert judged(trials_asked(count=2), courses(*rows, complete=False)).verdict == is_open
        assert judged(trials_asked(count=2), courses(*rows)).verdict == is_closed

    def test_the_sentence_counts(self) -> None:
        found = judged(trials_asked("weeks: {at_least: 6}", count=2), courses(ESCITALOPRAM))
        assert "1 of 2 trials required counts" in found.facts.because
        assert "58 days, 42 required" in found.facts.because

    def test_what_is_missing_is_another_trial_or_the_word_that_there_was_none(self) -> None:
        found = judged(trials_asked(count=2), courses(ESCITALOPRAM, complete=False))
        assert owners(found) == {"prescriber"}
        assert "or the statement that there was none" in found.gaps[0].needed

    @pytest.mark.parametrize(
        ("first", "second", "verdict"),
        [
            ("medicine: Zoloft", "medicine: sertraline", "not_met"),  # brand and generic
            ("medicine: bupropion SR", "medicine: bupropion XL", "not_met"),  # two releases
            ("medicine: perphenazine-amitriptyline", "medicine: amitriptyline", "not_met"),  # with a second agent
            ("medicine: sertraline", "medicine: buspirone", "not_met"),  # which is no antidepressant
            ("medicine: sertraline", "medicine: fluoxetine", "met"),
        ],
    )
    def test_one_medicine_counts_once(self, first: str, second: str, verdict: str) -> None:
        assert judged(trials_asked(count=2), courses(first, second)).verdict == verdict

    @pytest.mark.parametrize(
        ("related", "verdict"), [("same", "not_met"), ("distinct", "met"), ("unclear", "not_documented")]
    )
    @pytest.mark.parametrize("pair", [("citalopram", "escitalopram"), ("venlafaxine", "desvenlafaxine")])
    def test_whether_kin_are_one_medicine_is_the_policys_to_say(
        self, pair: tuple[str, str], related: str, verdict: str
    ) -> None:
        found = judged(trials_asked(f"related: {related}", count=2), courses(*(f"medicine: {one}" for one in pair)))
        assert found.verdict == verdict
        assert owners(found) == ({"billing"} if verdict == "not_documented" else set())

    @pytest.mark.parametrize(
        ("said", "answer", "verdict"),
        [
            ("waives", "yes", "met"),
            ("waives", "no", "not_met"),
            ("not_stated", "yes", "not_documented"),  # silence is not a yes, nor a no
            ("not_stated", "no", "not_met"),
        ],
    )
    def test_that_all_are_contraindicated_waives_where_the_policy_says_so(
        self, said: str, answer: str, verdict: str
    ) -> None:
        stated = f"attestations: [{{states: all_antidepressants_contraindicated, answer: {answer}, {DOCTOR}}}]"
        assert judged(trials_asked(f"all_contraindicated: {said}"), courses(more=stated)).verdict == verdict


class TestOfWhichClasses:
    TWO_SSRIS_AND_AN_SNRI = (ESCITALOPRAM, SERTRALINE, DULOXETINE)

    @pytest.mark.parametrize(
        ("count", "classes", "verdict"),
        [
            (2, "each_different", "met"),
            (3, "each_different", "not_met"),
            (3, "2", "met"),
            (3, "3", "not_met"),
            (3, "any", "met"),
        ],
    )
    def test_each_different_is_not_at_least_two(self, count: int, classes: str, verdict: str) -> None:
        facts = courses(*self.TWO_SSRIS_AND_AN_SNRI)
        assert judged(trials_asked(f"classes: {classes}", count), facts).verdict == verdict

    def test_the_sentence_names_the_classes_tried(self) -> None:
        found = judged(trials_asked("classes: each_different", 2), courses(ESCITALOPRAM, SERTRALINE))
        assert "each must be of a different class (classes tried: SSRI)" in found.facts.because

    @pytest.mark.parametrize(
        ("first", "second", "payers", "pharmacologic"),
        [
            ("bupropion", "mirtazapine", "met", "met"),
            ("vortioxetine", "trazodone", "not_met", "met"),  # both serotonin modulators to payers
            ("sertraline", "escitalopram", "not_met", "not_met"),
        ],
    )
    def test_payers_classes_are_not_pharmacologys(
        self, first: str, second: str, payers: str, pharmacologic: str
    ) -> None:
        facts = courses(f"medicine: {first}", f"medicine: {second}")
        assert judged(trials_asked("classes: 2, class_list: payer_groups", 2), facts).verdict == payers
        assert judged(trials_asked("classes: 2, class_list: pharmacologic", 2), facts).verdict == pharmacologic


class TestHowLong:
    @pytest.mark.parametrize(
        ("rule", "days", "verdict"),
        [
            ("weeks: {at_least: 4}", 28, "met"),
            ("weeks: {at_least: 4}", 27, "not_met"),
            ("weeks: {more_than: 4}", 28, "not_met"),
            ("weeks: {more_than: 4}", 29, "met"),
            ("weeks: {at_least: 8}", 56, "met"),
            ("weeks: {at_least: 8}", 55, "not_met"),
            ("weeks: {at_least: 4.5}", 32, "met"),  # 31.5 days: the fewest whole days are 32
            ("weeks: {at_least: 4.5}", 31, "not_met"),
        ],
    )
    def test_weeks_are_of_seven_days_and_the_last_day_counts(self, rule: str, days: int, verdict: str) -> None:
        end = date(2025, 2, 3) + timedelta(days=days - 1)
        assert judged(trials_asked(rule), courses(f"{ESCITALOPRAM}, end: {end}")).verdict == verdict

    @pytest.mark.parametrize(
        ("rule", "verdict"),
        [
            ("time: cumulative", "met"),  # 27 + 28 = 55 days in all
            ("time: consecutive", "not_met"),  # 28 days at the longest
            ("time: unclear", "not_documented"),
            ("time: consecutive, tolerated_gap_days: 3", "met"),
            ("time: consecutive, tolerated_gap_days: 2", "not_met"),
            ("time: unclear, tolerated_gap_days: 3", "met"),
        ],
    )
    def test_a_break_of_three_days(self, rule: str, verdict: str) -> None:
        """From 2025-02-03 to 2025-03-01 are 27 days, from 2025-03-05 to 2025-04-01 are 28."""
        facts = courses(f"{ESCITALOPRAM}, interruptions: [{{from: 2025-03-02, until: 2025-03-04}}]")
        assert judged(trials_asked(f"weeks: {{at_least: 6}}, {rule}"), facts).verdict == verdict

    def test_whether_a_break_matters_is_for_the_payer_to_say(self) -> None:
        facts = courses(f"{ESCITALOPRAM}, interruptions: [{{from: 2025-03-02, until: 2025-03-04}}]")
        assert owners(judged(trials_asked("weeks: {at_least: 6}"), facts)) == {"billing"}

    @pytest.mark.parametrize(
        ("who", "owner"),
        [
            ("", "prescriber"),
            (", prescribed_by: Dr. Former", "former_prescriber"),
            (", dispensed_by: A Pharmacy", "pharmacy"),
            (", prescribed_by: Dr. Former, dispensed_by: A Pharmacy", "former_prescriber"),
        ],
    )
    def test_who_knows_the_exact_day(self, who: str, owner: str) -> None:
        found = judged(trials_asked("weeks: {at_least: 6}"), courses(f"{ESCITALOPRAM}, end: 2025-03{who}"))
        assert (found.verdict, owners(found)) == ("not_documented", {owner})
        assert "27 to 57 days" in found.facts.because  # 26 + 1, 26 + 31
        assert found.gaps[0].needed == "the exact stop date of escitalopram"

    def test_pharmacy_fills_that_say_less_are_the_pharmacys_to_explain(self) -> None:
        fills = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: 30}]"
        found = judged(trials_asked("weeks: {at_least: 6}"), courses(ESCITALOPRAM, more=fills))
        assert (found.verdict, owners(found)) == ("not_documented", {"pharmacy"})
        assert "pharmacy fills cover 30 of 58 days" in found.facts.because


class TestAtWhichDose:
    @pytest.mark.parametrize(
        ("word", "dose", "verdict"),
        [
            ("any", "1 mg", "met"),
            ("therapeutic", "10 mg", "met"),
            ("therapeutic", "9 mg", "not_met"),
            ("generally_accepted", "10 mg", "met"),
            ("generally_accepted", "9 mg", "not_met"),
            ("minimum", "10 mg", "met"),
            ("minimum", "9 mg", "not_met"),
            ("floor_and_ceiling", "10 mg", "met"),
            ("floor_and_ceiling", "9 mg", "not_met"),
            ("maximum", "20 mg", "met"),
            ("maximum", "19 mg", "not_met"),
            ("maximum_tolerated_labeled", "20 mg", "met"),
            ("maximum_tolerated_labeled", "19 mg", "not_documented"),  # was it the highest tolerated?
            ("maximum_tolerated_labeled", "19 mg, highest_tolerated: yes", "met"),
            ("maximum_tolerated_labeled", "19 mg, highest_tolerated: no", "not_met"),
        ],
    )
    def test_each_word_for_a_dose_of_escitalopram(self, word: str, dose: str, verdict: str) -> None:
        """Every rule takes 10 mg as the least adequate dose; the usual maximum is 20 mg."""
        facts = courses(f"medicine: escitalopram, constant_dose: {dose}")
        assert judged(trials_asked(f"weeks: {{at_least: 6}}, dose: {word}"), facts).verdict == verdict

    def test_the_arithmetic(self) -> None:
        found = judged(trials_asked("weeks: {at_least: 6}, dose: therapeutic"), courses(ESCITALOPRAM))
        told = "escitalopram 20 mg from 2025-02-03 to 2025-04-01: 58 days at or above 10 mg, 42 required; no response"
        assert told in found.facts.because

    @pytest.mark.parametrize(
        ("medicine", "dose", "verdict"),
        [
            ("venlafaxine", 74, "not_met"),
            ("venlafaxine", 75, "not_documented"),
            ("venlafaxine", 149, "not_documented"),
            ("venlafaxine", 150, "met"),
            ("trazodone", 50, "not_met"),
            ("trazodone", 200, "not_documented"),
            ("trazodone", 300, "met"),
        ],
    )
    def test_where_the_rules_disagree_the_payer_must_say_which(self, medicine: str, dose: int, verdict: str) -> None:
        facts = courses(f"medicine: {medicine}, constant_dose: {dose} mg")
        found = judged(trials_asked("weeks: {at_least: 6}, dose: therapeutic"), facts)
        assert found.verdict == verdict
        assert owners(found) == ({"billing"} if verdict == "not_documented" else set())

    def test_a_medicine_without_a_known_least_dose_is_a_question_too(self) -> None:
        facts = courses("medicine: Prozac Weekly, constant_dose: 90 mg")
        found = judged(trials_asked("weeks: {at_least: 6}, dose: therapeutic"), facts)
        assert (found.verdict, owners(found)) == ("not_documented", {"billing"})

    @pytest.mark.parametrize("purpose", ["sleep", "pain", "anxiety", "smoking", "other"])
    def test_what_was_not_taken_for_depression_is_no_trial(self, purpose: str) -> None:
        assert judged(trials_asked(), courses(f"{BUPROPION}, purpose: {purpose}")).verdict == "not_met"
