"""Trials held against a rule: time at dose, effect, intolerance, look-back, episode, and how many count together."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.determination.determine import Determination
from priorauth.logic.finding import Proof
from priorauth.logic.verdict import Verdict
from tests.spec.builders import AS_OF, chart, judge, policy

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED

SIX_WEEKS = "weeks: {at_least: 6}, time: cumulative, dose: therapeutic, non_response: {improvement: {at_most: 25}}"
CLOSED = "complete: [{list: antidepressant_trials, up_to: 2026-11-20, by: x, on: 2026-11-20}]"
LEXAPRO = "medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg"


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


SHORT = "medicine: escitalopram, start: 2025-02-03, end: 2025-02-13, constant_dose: 20 mg, response: none"
SEVERE = "ended_because: side_effects, adverse_effects: [{effect: akathisia, severity: severe, dose_limiting: yes}]"


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


EPISODE = f"count: 1, in_current_episode: all, {SIX_WEEKS}"


class TestEpisode:
    @pytest.mark.parametrize(
        ("onset", "stated", "result"),
        [
            ("2025-01", "", YES),  # begun after it
            ("2025-02-03", "", YES),
            ("2025-02", "", OPEN),  # the 3rd may have been before it
            ("2025-03-01", "", OPEN),  # across it: not for the dates to say
            ("2025-04-01", "", OPEN),
            ("2025-04-02", "", NO),  # ended before it
            ("2025-02-19", "episode: current", YES),  # begun before it: 10 + 31 + 1 = 42 days in it
            ("2025-02-20", "episode: current", OPEN),  # 41
            ("2025-03-01", "episode: earlier", NO),
            ("2025-02", "episode: current", YES),
        ],
    )
    def test_of_this_episode_by_its_dates_or_by_what_is_stated(self, onset: str, stated: str, result: Verdict) -> None:
        trial = f"{{{LEXAPRO}, response: none{', ' + stated if stated else ''}}}"
        assert verdict(trial, EPISODE, f"{CLOSED}\nepisode: {{onset: {onset}}}") is result

    @pytest.mark.parametrize(("onset", "stated"), [("2025-01", "earlier"), ("2025-04-02", "current")])
    def test_where_the_two_exclude_each_other_the_gap_names_both(self, onset: str, stated: str) -> None:
        judged = found(
            f"{{{LEXAPRO}, response: none, episode: {stated}}}", EPISODE, f"{CLOSED}\nepisode: {{onset: {onset}}}"
        )
        assert judged.verdict is OPEN
        (one,) = needed(judged)
        assert f"stated as of the {stated} episode, but its dates say otherwise (since {onset}" in one

    def test_of_a_trial_begun_before_it_only_the_days_in_it_count_and_both_numbers_are_told(self) -> None:
        stated = f"{{{LEXAPRO}, response: none, episode: current}}"
        judged = found(stated, EPISODE, f"{CLOSED}\nepisode: {{onset: 2025-02-19}}")
        assert "42 days in the current episode at or above 10 mg, of 58 in all, 42 required" in because(judged)
        judged = found(stated, EPISODE, f"{CLOSED}\nepisode: {{onset: 2025-03-01}}")
        assert needed(judged) == [
            "which is right for escitalopram: stated as of the current episode, but begun before its onset "
            "(2025-03-01), with 32 of 58 days in it"
        ]

    @pytest.mark.parametrize(("onset", "result"), [("2025-02-19", YES), ("2025-02-20", OPEN)])
    def test_where_one_of_several_must_be_of_it_that_one_is_by_its_days_in_it(
        self, onset: str, result: Verdict
    ) -> None:
        """Sertraline was taken in 2020, and counts; escitalopram is to be the one of this episode."""
        trials = (
            f"{{{LEXAPRO}, response: none, episode: current}}, {{medicine: sertraline, start: 2020-02-03, "
            "end: 2020-06-01, constant_dose: 100 mg, response: none, episode: earlier}"
        )
        rule = f"count: 2, in_current_episode: 1, {SIX_WEEKS}"
        assert verdict(trials, rule, f"{CLOSED}\nepisode: {{onset: {onset}}}") is result

    def test_fills_are_held_against_the_days_in_it(self) -> None:
        """Of 42 days in it fills cover 41: up to 31 March."""
        fills = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: 57}]"
        more = f"{CLOSED}\nepisode: {{onset: 2025-02-19}}\n{fills}"
        judged = found(f"{{{LEXAPRO}, response: none, episode: current}}", EPISODE, more)
        assert judged.verdict is OPEN
        assert "pharmacy fills cover 41 of 42 days" in because(judged)

    def test_without_an_onset_it_is_asked_for(self) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}", EPISODE)
        assert judged.verdict is OPEN
        assert needed(judged) == ["whether escitalopram was taken in the current episode (its onset is not documented)"]


class TestLookback:
    RULE = "count: 1, non_response: {words: [none]}, within: {years: 5, measured_at: %s, counted_from: request}"

    @pytest.mark.parametrize(
        ("measured_at", "start", "end", "result"),
        [
            ("end", "2015-01-01", "2021-11-20", YES),
            ("end", "2015-01-01", "2021-11-19", NO),
            ("end", "2015-01-01", "2021", OPEN),
            ("end", "2015-01-01", "unknown", OPEN),
            ("end", "2022-01-01", "unknown", YES),
            ("start", "2021-11-20", "2022-06-01", YES),
            ("start", "2021-11-19", "2022-06-01", NO),
            ("overlap", "2015-01-01", "2021-11-20", YES),
            ("unclear", "2021-11-20", "2022-06-01", YES),
            ("unclear", "2015-01-01", "2021-11-19", NO),
            ("unclear", "2015-01-01", "2022-06-01", OPEN),  # ended within, begun before
        ],
    )
    def test_which_part_must_lie_within_is_said_by_the_rule(
        self, measured_at: str, start: str, end: str, result: Verdict
    ) -> None:
        trial = f"{{medicine: sertraline, start: {start}, end: {end}, response: none}}"
        assert verdict(trial, self.RULE % measured_at) is result

    def test_an_unclear_rule_is_asked_of_the_payer_and_unclear_dates_of_the_prescriber(self) -> None:
        trial = "{medicine: sertraline, start: 2015-01-01, end: %s, response: none}"
        (gap,) = found(trial % "2022-06-01", self.RULE % "unclear").gaps
        assert gap.owner == "billing"
        (gap,) = found(trial % "2021", self.RULE % "end").gaps
        assert gap.owner == "prescriber"


class TestAdherence:
    """Of 58 days under a policy that says nothing of adherence: what payers call poor (under 80 percent) is asked."""

    FILL = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: %s}]"

    @pytest.mark.parametrize(
        ("told", "result"),
        [
            ("adherence: {percent: 80}", YES),
            ("adherence: {percent: 79}", OPEN),
            ("adherence: {percent: 30}", OPEN),
            ("adherence: {adequate: yes}", YES),
            ("adherence: {adequate: no}", OPEN),
            ("adherence: {percent: 95, adequate: no}", OPEN),
            ("ended_because: non_adherence", OPEN),
            ("ended_because: non_adherence, adherence: {percent: 95}", YES),  # taken until then
            ("ended_because: lack_of_effect", YES),
        ],
    )
    def test_what_was_hardly_taken_does_not_count_without_a_question(self, told: str, result: Verdict) -> None:
        assert verdict(f"{{{LEXAPRO}, response: none, {told}}}") is result

    @pytest.mark.parametrize(
        ("told", "asked"),
        [
            (
                "adherence: {percent: 30}",
                "whether escitalopram was taken enough to be a trial: 30 percent taken (stated)",
            ),
            (
                "adherence: {percent: 95, adequate: no}",
                "which adherence is right for escitalopram: 95 percent taken (stated) but adherence not adequate",
            ),
            (
                "ended_because: non_adherence",
                "how much of escitalopram was taken before it was ended for non-adherence",
            ),
        ],
    )
    def test_the_question_has_the_words_of_the_chart(self, told: str, asked: str) -> None:
        assert needed(found(f"{{{LEXAPRO}, response: none, {told}}}")) == [asked]

    @pytest.mark.parametrize(
        ("percent", "days", "result"),
        [
            (95, 47, YES),  # 47 of 58 are 81 percent
            (95, 46, OPEN),  # 79
            (60, 58, OPEN),
        ],
    )
    def test_stated_adherence_and_fills_on_two_sides_are_a_conflict(
        self, percent: int, days: int, result: Verdict
    ) -> None:
        trial = f"{{{LEXAPRO}, response: none, adherence: {{percent: {percent}}}}}"
        judged = found(trial, more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                f"which adherence is right for escitalopram: {percent} percent taken (stated) but "
                f"{days * 100 // 58} percent of days covered by fills ({days} of 58)"
            ]

    def test_fills_alone_are_held_against_the_days_asked_for(self) -> None:
        """46 of 58 days are under 80 percent, and four more than the 42 that are asked for."""
        assert verdict(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % 46}") is YES

    def test_a_trial_that_side_effects_ended_is_not_asked_how_much_of_it_was_taken(self) -> None:
        rule = f"count: 1, intolerance: counts_as_failure, {SIX_WEEKS}"
        assert verdict(f"{{{SHORT}, {SEVERE}, adherence: {{percent: 30}}}}", rule) is YES


class TestFills:
    FILL = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: %s}]"

    @pytest.mark.parametrize(("days", "result"), [(58, YES), (42, YES), (41, OPEN), (30, OPEN)])
    def test_fills_that_do_not_bear_out_the_time_are_a_conflict(self, days: int, result: Verdict) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                f"the pharmacy's record or an explanation: escitalopram, pharmacy fills cover {days} of 58 days"
            ]

    @pytest.mark.parametrize(
        ("fills", "result"),
        [
            ("days_supply: 58, quantity: 58, strength_mg: 20", YES),
            ("days_supply: 58, quantity: 58, strength_mg: 10", YES),  # another dose than stated, and enough
            ("days_supply: 58, quantity: 58, strength_mg: 5", OPEN),
            ("days_supply: 58, quantity: 116, strength_mg: 5", YES),  # two of 5 mg
            ("days_supply: 58, strength_mg: 5", YES),  # how many a day is not known
        ],
    )
    def test_a_dose_dispensed_that_is_less_than_the_rule_asks_for_is_a_conflict(
        self, fills: str, result: Verdict
    ) -> None:
        judged = found(
            f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\nfills: [{{medicine: Lexapro, on: 2025-02-03, {fills}}}]"
        )
        assert judged.verdict is result
        if result is OPEN:
            assert needed(judged) == [
                "which dose of escitalopram is right: 20 mg as stated, or "
                "5 mg as dispensed on 2025-02-03 (58 of 5 mg for 58 days)"
            ]

    @pytest.mark.parametrize(("days", "result"), [(16, YES), (17, OPEN)])
    def test_it_touches_only_the_days_it_is_for(self, days: int, result: Verdict) -> None:
        """Of 58 days, 42 must be left beside those of the low dose."""
        low = f"{{medicine: Lexapro, on: 2025-02-03, days_supply: {days}, quantity: {days}, strength_mg: 5}}"
        rest = "{id: rest, medicine: Lexapro, on: 2025-03-01, days_supply: 58, quantity: 58, strength_mg: 20}"
        all_days = "{id: more, medicine: Lexapro, on: 2025-02-20, days_supply: 58}"
        more = f"{CLOSED}\nfills: [{low}, {rest}, {all_days}]"
        assert verdict(f"{{{LEXAPRO}, response: none}}", more=more) is result

    @pytest.mark.parametrize(("days", "proof"), [(58, Proof.FILLS), (57, Proof.ENTERED_ONLY)])
    def test_fills_that_cover_every_day_are_its_proof(self, days: int, proof: Proof) -> None:
        judged = found(f"{{{LEXAPRO}, response: none}}", more=f"{CLOSED}\n{self.FILL % days}")
        assert judged.criteria[0].proof is proof
