"""When a trial was: in the current episode, and within the years that a rule looks back."""

from __future__ import annotations

import pytest

from priorauth.logic.verdict import Verdict
from tests.spec.trial_rule import CLOSED, LEXAPRO, SIX_WEEKS, because, found, needed, verdict

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED
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
