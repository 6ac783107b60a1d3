"""Trials held against a rule: time at dose, effect, intolerance, and how many count together."""

from __future__ import annotations

import pytest

from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from tests.spec.trial_rule import CLOSED, LEXAPRO, SEVERE, SHORT, SIX_WEEKS, because, found, needed, verdict

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED


class TestTimeAtDose:
    def test_the_sentence_has_the_arithmetic(self) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}")
        assert judged.verdict is YES
        assert "escitalopram 20 mg from 2025-02-03 to 2025-04-01: 58 days at or above 10 mg, 42 required" in because(
            judged
        )

    @pytest.mark.parametrize(
        ("end", "result"),
        [
            ("2025-03-16", YES),  # 26 days in February, 16 in March
            ("2025-03-15", NO),
            ("2025-03", OPEN),
            ("2025-04", YES),  # 1 April at the earliest: 58
            ("2025-02", NO),
            ("unknown", OPEN),
        ],
    )
    def test_42_days_are_six_weeks(self, end: str, result: Verdict) -> None:
        trial = LEXAPRO.replace("2025-04-01", end)
        assert verdict(f"{{{trial}, response: none, ended_because: lack_of_effect}}") is result

    @pytest.mark.parametrize(
        ("trial", "asked"),
        [
            (LEXAPRO.replace("2025-04-01", "unknown"), "the exact stop date of escitalopram"),
            (LEXAPRO.replace("2025-04-01", "2025-03"), "the exact stop date of escitalopram"),
            (LEXAPRO.replace("2025-02-03", "2025-02").replace("2025-04-01", "2025-03-20"), "the exact start date of"),
            (LEXAPRO.replace("start: 2025-02-03, ", ""), "the start date of escitalopram"),
            (LEXAPRO.replace("constant_dose", "max_dose"), "since when escitalopram was taken at 20 mg"),
            (LEXAPRO.replace(", constant_dose: 20 mg", ""), "the doses of escitalopram and their dates"),
        ],
    )
    def test_what_would_narrow_it_is_asked_of_the_prescriber(self, trial: str, asked: str) -> None:
        judged = found(f"{{{trial}, response: none, ended_because: lack_of_effect}}")
        assert judged.verdict is OPEN
        (gap,) = judged.gaps
        assert gap.needed.startswith(asked)
        assert (gap.owner, gap.item) == ("prescriber", "trial-escitalopram" + ("-2025" if "start:" in trial else ""))

    @pytest.mark.parametrize(
        ("who", "owner"),
        [("prescribed_by: x", "former_prescriber"), ("dispensed_by: x", "pharmacy"), ("note: x", "prescriber")],
    )
    def test_or_of_whom_the_chart_names(self, who: str, owner: str) -> None:
        trial = LEXAPRO.replace("2025-04-01", "unknown")
        (gap,) = found(f"{{{trial}, response: none, ended_because: lack_of_effect, {who}}}").gaps
        assert gap.owner == owner

    def test_where_named_rules_differ_on_the_least_dose_the_payer_is_asked(self) -> None:
        """Venlafaxine: 150 mg by the copy of the questionnaire, 75 mg by the table of usual doses."""
        trial = "{medicine: venlafaxine, start: 2025-02-03, end: 2025-06-01, constant_dose: %s mg, response: none}"
        assert verdict(trial % 37.5) is NO
        assert verdict(trial % 75) is OPEN
        assert verdict(trial % 150) is YES
        judged = found(trial % 75)
        (gap,) = judged.gaps
        assert gap.owner == "billing"
        assert "150 mg by the MGH-ATRQ minimum" in gap.needed
        assert "75 mg by the lower end of the usual dose" in gap.needed

    def test_the_strictest_of_the_readings_that_hold_is_told(self) -> None:
        judged = found(
            "{medicine: venlafaxine, start: 2025-02-03, end: 2025-06-01, constant_dose: 150 mg, response: none}"
        )
        assert "119 days at or above 150 mg" in because(judged)

    @pytest.mark.parametrize(("time", "result"), [("cumulative", YES), ("consecutive", NO), ("unclear", OPEN)])
    def test_whether_a_break_matters_is_said_by_the_rule(self, time: str, result: Verdict) -> None:
        trial = LEXAPRO.replace(
            "constant_dose", "interruptions: [{from: 2025-03-10, until: 2025-03-16}], constant_dose"
        )
        rule = SIX_WEEKS.replace("cumulative", time)  # 35 days, a week off, 16 days
        assert verdict(f"{{{trial}, response: none}}", f"count: 1, {rule}") is result
        assert verdict(f"{{{trial}, response: none}}", f"count: 1, tolerated_gap_days: 7, {rule}") is YES

    def test_a_break_is_told_with_the_days_that_count_and_all_of_them(self) -> None:
        trial = LEXAPRO.replace(
            "constant_dose", "interruptions: [{from: 2025-03-10, until: 2025-03-16}], constant_dose"
        )
        span = "escitalopram 20 mg from 2025-02-03 to 2025-04-01, interrupted from 2025-03-10 to 2025-03-16"
        for time, days in (
            ("consecutive", "35 days without a break at or above 10 mg, of 51 in all, 42 required"),
            ("cumulative", "51 days at or above 10 mg, 42 required"),
        ):
            rule = SIX_WEEKS.replace("cumulative", time)
            assert f"{span}: {days}" in because(found(f"{{{trial}, response: none}}", f"count: 1, {rule}"))

    @pytest.mark.parametrize(
        ("dose", "tolerated", "result"),
        [
            ("200 mg", "", YES),  # the labelled maximum
            ("150 mg", ", highest_tolerated: yes", YES),
            ("150 mg", ", highest_tolerated: no", NO),
            ("150 mg", "", OPEN),
        ],
    )
    def test_the_highest_dose_tolerated_or_labelled(self, dose: str, tolerated: str, result: Verdict) -> None:
        rule = "count: 1, weeks: {at_least: 8}, dose: maximum_tolerated_labeled, non_response: {words: [none, partial]}"
        trial = f"medicine: sertraline, start: 2025-02-03, end: 2025-06-01, constant_dose: {dose}, response: none"
        assert verdict(f"{{{trial}{tolerated}}}", rule) is result

    def test_a_low_dose_of_a_sedating_agent_is_no_trial_whatever_the_rule_says_of_doses(self) -> None:
        rule = "count: 1, non_response: {words: [none]}"
        trial = "{medicine: trazodone, start: 2025-02-03, end: 2025-06-01, constant_dose: %s mg, response: none%s}"
        assert verdict(trial % (50, ", purpose: sleep"), rule) is NO
        assert verdict(trial % (50, ""), rule) is not YES
        assert verdict(trial % (300, ""), rule) is YES


class TestEffect:
    @pytest.mark.parametrize(
        ("told", "result"),
        [
            ("response: none", YES),
            ("response: worse", YES),
            ("response: partial", OPEN),  # 25 to 49 percent: 25 would pass
            ("response: inadequate", OPEN),
            ("response: response", NO),
            ("response: remission", NO),
            ("response: unknown", OPEN),
            ("improvement_percent: 25", YES),
            ("improvement_percent: 26", NO),
            ("improvement_percent: -10", YES),
            ("episode: current", OPEN),  # nothing is said of the effect
        ],
    )
    def test_25_percent_or_less(self, told: str, result: Verdict) -> None:
        trial = f"{{{LEXAPRO}, {told}}}"
        assert verdict(trial) is result
        if result is OPEN:
            assert any("the effect of escitalopram" in one for one in needed(found(trial)))

    @pytest.mark.parametrize(("after", "result"), [(15, YES), (14, NO)])
    def test_scores_decide_to_the_point(self, after: int, result: Verdict) -> None:
        """5 of 20 are 25.0 %, 6 of 20 are 30.0 %."""
        scores = f"""
            scores:
              - {{id: a, instrument: PHQ-9, on: 2025-02-03, total: 20}}
              - {{id: b, instrument: PHQ-9, on: 2025-04-01, total: {after}}}
        """
        judged = found(
            f"{{{LEXAPRO}, score_before: a, score_after: b}}", more=CLOSED + scores.replace("\n            ", "\n")
        )
        assert judged.verdict is result
        assert f"PHQ-9 20 to {after}" in because(judged)
        assert {"a", "b"} <= {one.item for one in judged.criteria[0].evidence}

    def test_two_accounts_that_exclude_each_other_are_a_conflict_and_the_gap_names_both(self) -> None:
        judged = found(f"{{{LEXAPRO}, improvement_percent: 10, response: remission}}")
        assert judged.verdict is OPEN
        assert needed(judged) == ["which is right for escitalopram: stated as 10% improvement or remission"]

    def test_two_accounts_that_lead_to_one_verdict_need_no_settling(self) -> None:
        assert verdict(f"{{{LEXAPRO}, improvement_percent: 10, response: none}}") is YES

    def test_ways_to_fail_that_each_pass_in_their_own_world_are_a_failure(self) -> None:
        """Whether the effect was none or partial is not known, and in both cases this trial failed."""
        rule = """count: 1, fails_by: [
            {response: {words: [none]}, dose: minimum, weeks: {at_least: 4}},
            {response: {words: [partial]}, dose: maximum, weeks: {at_least: 8}}]"""
        trial = LEXAPRO.replace("2025-04-01", "2025-06-01")
        assert verdict(f"{{{trial}, response: inadequate}}", rule) is YES
        assert (
            verdict(f"{{{LEXAPRO.replace('20 mg', '10 mg')}, response: inadequate}}", rule) is OPEN
        )  # not the maximum
        assert verdict(f"{{{trial}, response: unknown}}", rule) is OPEN  # it may have helped

    def test_where_a_way_turns_on_side_effects_they_are_asked_about(self) -> None:
        rule = "count: 1, fails_by: [{response: {words: [none, partial]}, dose_limiting_side_effects: true}]"
        judged = found(f"{{{LEXAPRO}, response: partial}}", rule)
        assert judged.verdict is OPEN
        (gap,) = judged.gaps
        assert "escitalopram" in gap.needed
        assert "side effects" in gap.needed


class TestIntolerance:
    @pytest.mark.parametrize(
        ("rule", "result"),
        [("counts_as_failure", YES), ("waives_duration", YES), ("no", NO), ("not_stated", OPEN)],
    )
    def test_a_trial_cut_short_by_side_effects_is_what_the_policy_says(self, rule: str, result: Verdict) -> None:
        """Eleven days; silence is not documented, with a note, and not a yes."""
        judged = found(f"{{{SHORT}, {SEVERE}}}", f"count: 1, intolerance: {rule}, {SIX_WEEKS}")
        assert judged.verdict is result
        if rule == "not_stated":
            assert needed(judged) == [
                "from the payer: whether escitalopram, stopped for side effects, counts as a trial"
            ]

    def test_where_it_counts_as_a_failure_the_effect_is_not_asked_for(self) -> None:
        trial = f"{{{SHORT.replace('none', 'unknown')}, {SEVERE}}}"
        assert verdict(trial, f"count: 1, intolerance: counts_as_failure, {SIX_WEEKS}") is YES
        assert verdict(trial, f"count: 1, intolerance: waives_duration, {SIX_WEEKS}") is not YES

    @pytest.mark.parametrize("rule", ["counts_as_failure", "waives_duration", "no", "not_stated"])
    def test_a_trial_cut_short_for_another_reason_is_too_short(self, rule: str) -> None:
        trial = f"{{{SHORT}, ended_because: cost_or_access}}"
        assert verdict(trial, f"count: 1, intolerance: {rule}, {SIX_WEEKS}") is NO

    @pytest.mark.parametrize("rule", ["counts_as_failure", "waives_duration"])
    def test_a_trial_that_ended_nobody_knows_why_may_have_ended_by_side_effects(self, rule: str) -> None:
        judged = found(f"{{{SHORT}}}", f"count: 1, intolerance: {rule}, {SIX_WEEKS}")
        assert judged.verdict is OPEN
        assert any("why escitalopram" in one for one in needed(judged))


class TestTogether:
    def test_an_open_list_may_hold_another_trial(self) -> None:
        rule = f"count: 2, {SIX_WEEKS}"
        judged = found(f"{{{LEXAPRO}, response: none}}", rule, more="")
        assert judged.verdict is OPEN
        assert needed(judged) == [
            "another antidepressant trial (medicine, doses, dates, effect), or the statement that there was none"
        ]
        assert verdict(f"{{{LEXAPRO}, response: none}}", rule) is NO

    @pytest.mark.parametrize(("up_to", "result"), [("2026-10-10", NO), ("2026-10-09", OPEN)])
    def test_a_statement_holds_until_there_was_time_for_another(self, up_to: str, result: Verdict) -> None:
        """Since 10 October 41 days have passed: no trial of 42 can have been begun and ended since."""
        closed = f"complete: [{{list: antidepressant_trials, up_to: {up_to}, by: x, on: 2026-11-01}}]"
        assert verdict(f"{{{LEXAPRO}, response: none}}", f"count: 2, {SIX_WEEKS}", closed) is result

    @pytest.mark.parametrize(("classes", "result"), [("each_different", NO), ("2", NO), ("any", YES), ("1", YES)])
    def test_two_of_one_class(self, classes: str, result: Verdict) -> None:
        trials = "{medicine: sertraline, %s}, {medicine: paroxetine, %s}" % (
            ("start: 2025-02-03, end: 2025-06-01, constant_dose: 100 mg, response: none",) * 2
        )
        judged = found(trials, f"count: 2, classes: {classes}, {SIX_WEEKS}")
        assert judged.verdict is result
        if result is NO:
            assert "2 trials count one by one, but not together" in because(judged)
            assert "SSRI" in because(judged)

    @pytest.mark.parametrize(("related", "result"), [("distinct", YES), ("same", NO), ("unclear", OPEN)])
    def test_citalopram_and_escitalopram_are_as_the_policy_says(self, related: str, result: Verdict) -> None:
        trials = f"{{{LEXAPRO}, response: none}}, {{{LEXAPRO.replace('escitalopram', 'citalopram')}, response: none}}"
        judged = found(trials, f"count: 2, related: {related}, {SIX_WEEKS}")
        assert judged.verdict is result
        if related == "unclear":
            (gap,) = judged.gaps
            assert gap.owner == "billing"
            assert "whether citalopram and escitalopram" in gap.needed

    def test_brand_and_generic_count_once(self) -> None:
        trials = f"{{{LEXAPRO}, response: none}}, {{{LEXAPRO.replace('escitalopram', 'Lexapro')}, response: none}}"
        assert verdict(trials, f"count: 2, related: distinct, {SIX_WEEKS}") is NO

    def test_only_what_it_rests_on_is_its_evidence(self) -> None:
        trials = (
            f"{{{LEXAPRO}, response: none}}, {{{LEXAPRO.replace('escitalopram', 'sertraline')}, response: remission}}"
        )
        judged = found(trials)
        assert {one.item for one in judged.criteria[0].evidence} == {"trial-escitalopram-2025"}

    def test_what_is_no_antidepressant_does_not_count(self) -> None:
        assert verdict(f"{{{LEXAPRO.replace('escitalopram', 'buspirone')}, response: none}}") is NO

    def test_all_contraindicated_waives_the_trials_where_the_policy_says_so(self) -> None:
        stated = "attestations: [{states: all_antidepressants_contraindicated, answer: yes, by: x, on: 2026-11-12}]"
        judged = found("", f"count: 2, all_contraindicated: waives, {SIX_WEEKS}", f"{CLOSED}\n{stated}")
        assert judged.verdict is YES
        assert judged.criteria[0].proof is Proof.ATTESTATION
        assert verdict("", f"count: 2, {SIX_WEEKS}", f"{CLOSED}\n{stated}") is not YES
