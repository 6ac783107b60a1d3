"""Failed antidepressants: with what effect, when, and what of a trial that is under way.

A trial here is 58 days long (2025-02-03 to 2025-04-01), without response, and the list of trials is complete, where a
test does not say otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.spec.criteria.builders import (
    DOCTOR,
    DULOXETINE,
    ESCITALOPRAM,
    courses,
    judged,
    owners,
    trials_asked,
)


class TestWithWhatEffect:
    @pytest.mark.parametrize(
        ("effect", "at_most_25", "failed", "no_response"),
        [
            ("improvement_percent: 24", "met", "met", "met"),
            ("improvement_percent: 25", "met", "met", "not_met"),
            ("improvement_percent: 26", "not_met", "met", "not_met"),
            ("improvement_percent: 49", "not_met", "met", "not_met"),
            ("improvement_percent: 50", "not_met", "not_met", "not_met"),
            ("improvement_percent: -20", "met", "met", "met"),
            ("response: none", "met", "met", "met"),
            ("response: worse", "met", "met", "met"),
            ("response: partial", "not_documented", "met", "not_met"),
            ("response: inadequate", "not_documented", "met", "not_documented"),
            ("response: response", "not_met", "not_met", "not_met"),
            ("response: remission", "not_met", "not_met", "not_met"),
            ("response: unknown", "not_documented", "not_documented", "not_documented"),
            ("response: ~, ended_because: lack_of_effect", "not_documented", "met", "not_documented"),
            ("response: ~, ended_because: loss_of_effect", "not_documented", "not_documented", "not_documented"),
            ("response: ~, ended_because: cost_or_access", "not_documented", "not_documented", "not_documented"),
        ],
    )
    def test_measured_in_percent_or_in_words(self, effect: str, at_most_25: str, failed: str, no_response: str) -> None:
        facts = courses(
            f"{ESCITALOPRAM}, {effect}" if "response" in effect else f"{ESCITALOPRAM}, response: ~, {effect}"
        )
        for rule, verdict in {
            "non_response: {improvement: {at_most: 25}}": at_most_25,
            "non_response: {words: [none, partial]}": failed,
            "non_response: {words: [none]}": no_response,
        }.items():
            assert judged(trials_asked(rule), facts).verdict == verdict, rule

    def test_two_accounts_that_exclude_each_other_are_told_both(self) -> None:
        before, after = (f"instrument: PHQ-9, on: {day}" for day in ("2025-02-03", "2025-04-01"))
        scores = f"scores: [{{id: s1, {before}, total: 20}}, {{id: s2, {after}, total: 17}}]"
        facts = courses(f"{ESCITALOPRAM}, score_before: s1, score_after: s2, response: remission", more=scores)
        found = judged(trials_asked(), facts)
        assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})
        assert "PHQ-9 20 to 17 (15% improvement)" in found.gaps[0].needed
        assert "remission" in found.gaps[0].needed

    @pytest.mark.parametrize(
        ("said", "no_effect", "effect_unknown"),
        [
            ("counts_as_failure", "met", "met"),
            ("waives_duration", "met", "not_documented"),  # only the time is waived
            ("no", "not_met", "not_met"),
            ("not_stated", "not_documented", "not_documented"),
        ],
    )
    def test_twenty_days_ended_by_a_severe_side_effect(self, said: str, no_effect: str, effect_unknown: str) -> None:
        """2025-02-03 to 2025-02-22 are 20 days."""
        rule = trials_asked(f"weeks: {{at_least: 6}}, intolerance: {said}")
        trial = f"{ESCITALOPRAM}, end: 2025-02-22, ended_because: side_effects"
        trial += ", adverse_effects: [{effect: hyponatremia, severity: severe}]"
        assert judged(rule, courses(trial)).verdict == no_effect
        assert judged(rule, courses(f"{trial}, response: unknown")).verdict == effect_unknown

    @pytest.mark.parametrize("effects", ["[]", "[{effect: dry mouth, severity: mild}]"])
    def test_a_side_effect_that_may_be_slight_is_the_prescribers_to_weigh(self, effects: str) -> None:
        rule = trials_asked("weeks: {at_least: 6}, intolerance: waives_duration")
        trial = f"{ESCITALOPRAM}, end: 2025-02-22, ended_because: side_effects, adverse_effects: {effects}"
        found = judged(rule, courses(trial))
        assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})

    def test_what_intolerance_is_worth_is_for_the_payer_to_say(self) -> None:
        trial = f"{ESCITALOPRAM}, end: 2025-02-22, ended_because: side_effects"
        assert owners(judged(trials_asked("weeks: {at_least: 6}"), courses(trial))) == {"billing"}

    @pytest.mark.parametrize(
        ("trial", "verdict"),
        [
            ("therapy_changed: yes", "met"),
            ("therapy_changed: no", "not_met"),
            ("note: x", "met"),  # it was ended
            ("end: unknown", "not_documented"),
            ("end: {ongoing_as_of: 2026-11-20}", "not_documented"),
        ],
    )
    def test_with_a_change_of_therapy(self, trial: str, verdict: str) -> None:
        assert judged(trials_asked("therapy_change: yes"), courses(f"{ESCITALOPRAM}, {trial}")).verdict == verdict

    @pytest.mark.parametrize(
        ("trial", "verdict"),
        [
            ("constant_dose: 20 mg, response: none", "met"),
            ("constant_dose: 20 mg, response: partial", "met"),
            ("constant_dose: 20 mg, response: inadequate", "met"),  # none by the first way, partial by the second
            ("constant_dose: 10 mg, response: inadequate", "not_documented"),
            ("constant_dose: 10 mg, response: partial", "not_met"),
            ("constant_dose: 9 mg, response: inadequate", "not_met"),
        ],
    )
    def test_a_failure_of_unknown_degree_must_count_in_every_way_it_can_be(self, trial: str, verdict: str) -> None:
        ways = """fails_by: [{response: {words: [none]}, dose: minimum, weeks: {at_least: 4}},
                             {response: {words: [partial]}, dose: maximum, weeks: {at_least: 8}}]"""
        assert judged(trials_asked(ways), courses(f"medicine: escitalopram, {trial}")).verdict == verdict


class TestWhen:
    @pytest.mark.parametrize(
        ("measured_at", "start", "end", "verdict"),
        [
            ("start", "2024-11-20", "2025-03-01", "met"),
            ("start", "2024-11-19", "2025-03-01", "not_met"),
            ("end", "2024-08-01", "2024-11-20", "met"),
            ("end", "2024-08-01", "2024-11-19", "not_met"),
            ("overlap", "2024-08-01", "2024-11-20", "met"),
            ("overlap", "2024-08-01", "2024-11-19", "not_met"),
            ("unclear", "2024-11-20", "2025-03-01", "met"),
            ("unclear", "2024-11-19", "2024-11-20", "not_documented"),
            ("unclear", "2024-08-01", "2024-11-19", "not_met"),
        ],
    )
    def test_within_two_years_of_the_request(self, measured_at: str, start: str, end: str, verdict: str) -> None:
        """On 2026-11-20 the two years begin on 2024-11-20."""
        rule = f"within: {{years: 2, measured_at: {measured_at}, counted_from: request}}"
        assert judged(trials_asked(rule), courses(f"{ESCITALOPRAM}, start: {start}, end: {end}")).verdict == verdict

    @pytest.mark.parametrize(
        ("counted_from", "verdict"), [("request", "met"), ("service_start", "not_met"), ("unclear", "not_documented")]
    )
    def test_counted_from_the_request_or_from_the_service(self, counted_from: str, verdict: str) -> None:
        """Two years before 2026-12-20 is 2024-12-20; the trial began on 2024-12-01."""
        rule = f"within: {{years: 2, measured_at: start, counted_from: {counted_from}}}"
        facts = courses(f"{ESCITALOPRAM}, start: 2024-12-01")
        assert judged(trials_asked(rule), facts, service_start=date(2026, 12, 20)).verdict == verdict

    @pytest.mark.parametrize(("start", "verdict"), [("2025-05-20", "met"), ("2025-05-19", "not_met")])
    def test_within_eighteen_months(self, start: str, verdict: str) -> None:
        rule = "within: {months: 18, measured_at: start, counted_from: request}"
        assert (
            judged(trials_asked(rule), courses(f"{ESCITALOPRAM}, start: {start}, end: 2025-08-01")).verdict == verdict
        )

    def test_a_reading_is_the_payers_to_give_and_a_date_the_prescribers(self) -> None:
        rule = trials_asked("within: {years: 2, measured_at: unclear, counted_from: request}")
        reading = judged(rule, courses(f"{ESCITALOPRAM}, start: 2024-11-19"))
        dates = judged(rule, courses(f"{ESCITALOPRAM}, start: 2024-11"))
        assert (owners(reading), owners(dates)) == ({"billing"}, {"prescriber"})

    @pytest.mark.parametrize(("wanted", "verdict"), [("0", "met"), ("1", "met"), ("2", "not_met"), ("all", "not_met")])
    def test_so_many_in_the_current_episode(self, wanted: str, verdict: str) -> None:
        """Of two trials one is of the episode that began on 2025-01-10."""
        facts = courses(
            ESCITALOPRAM, f"{DULOXETINE}, start: 2024-01-01, end: 2024-03-31", more="episode: {onset: 2025-01-10}"
        )
        assert judged(trials_asked(f"in_current_episode: {wanted}", 2), facts).verdict == verdict

    @pytest.mark.parametrize(
        ("trial", "verdict"),
        [
            ("start: 2025-02-03", "met"),
            ("start: 2025-02-02", "not_documented"),  # began before the episode, ended in it
            ("start: 2025-02-02, episode: current", "met"),
            ("start: 2025-02-02, episode: earlier", "not_met"),
            ("start: 2024-06-01, end: 2025-02-02", "not_met"),
            ("start: 2024-06-01, end: 2025-02-02, episode: current", "not_documented"),
            ("start: 2025-02-03, episode: earlier", "not_documented"),
        ],
    )
    def test_what_is_stated_of_the_episode_is_held_against_the_dates(self, trial: str, verdict: str) -> None:
        facts = courses(f"{ESCITALOPRAM}, {trial}", more="episode: {onset: 2025-02-03}")
        assert judged(trials_asked("in_current_episode: all"), facts).verdict == verdict


class TestATrialUnderWay:
    RULE = trials_asked("weeks: {at_least: 6}, dose: therapeutic, non_response: {improvement: {at_most: 25}}")

    @pytest.mark.parametrize(
        ("start", "seen", "verdict", "full"),
        [
            ("2026-10-11", "2026-11-20", "not_met", "2026-11-21"),  # 21 + 20 = 41 days
            ("2026-10-10", "2026-11-20", "met", None),  # 22 + 20 = 42 days
            ("2026-10-20", "2026-11-12", "not_met", "2026-11-30"),  # 24 days are certain, 32 possible
        ],
    )
    def test_the_day_on_which_its_time_is_full_is_known(
        self, start: str, seen: str, verdict: str, full: str | None
    ) -> None:
        facts = courses(f"{ESCITALOPRAM}, start: {start}, end: {{ongoing_as_of: {seen}}}")
        found = judged(self.RULE, facts)
        assert found.verdict == verdict
        assert (date.fromisoformat(full) in found.moments) if full else not found.moments

    def test_looked_at_ahead_it_counts_if_it_goes_on_and_fails(self) -> None:
        facts = courses(f"{ESCITALOPRAM}, start: 2026-10-20, end: {{ongoing_as_of: 2026-11-12}}, response: unknown")
        found = judged(self.RULE, facts, as_of=date(2026, 11, 30), assuming=True)
        assert found.verdict == "met"
        assert found.provided == (
            "escitalopram is still taken at or above 10 mg on 2026-11-30",
            "improvement on escitalopram is at most 25% on that day",
        )

    def test_one_day_earlier_it_does_not(self) -> None:
        facts = courses(f"{ESCITALOPRAM}, start: 2026-10-20, end: {{ongoing_as_of: 2026-11-12}}")
        assert judged(self.RULE, facts, as_of=date(2026, 11, 29), assuming=True).verdict == "not_met"

    def test_what_was_known_of_its_end_only_later_is_not_known_today(self) -> None:
        """On 2025-03-15 there were 41 of the 58 days."""
        found = judged(trials_asked("weeks: {at_least: 6}"), courses(ESCITALOPRAM), as_of=date(2025, 3, 15))
        assert found.verdict == "not_documented"  # nor is it yet stated that there was no other
        assert "41 days, 42 required" in found.facts.because


class TestJudgedSufficient:
    """ "4 to 6 weeks", "typically 6 weeks": short of it, the prescriber may judge it enough."""

    WORD = f"attestations: [{{states: trial_duration_sufficient, about: trials-0, answer: %s, {DOCTOR}}}]"

    @pytest.mark.parametrize(
        ("days", "word", "verdict"),
        [
            (42, None, "met"),
            (41, None, "not_documented"),  # nothing is inferred from the number of days
            (41, "yes", "met"),
            (41, "no", "not_met"),
            (28, "yes", "met"),
            (27, "yes", "not_met"),  # below the floor nobody judges
            (27, None, "not_met"),
        ],
    )
    def test_four_to_six_weeks(self, days: int, word: str | None, verdict: str) -> None:
        rule = "weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: 4}"
        end = date(2025, 2, 3) + timedelta(days=days - 1)
        facts = courses(f"{ESCITALOPRAM}, end: {end}", more=self.WORD % word if word else "")
        found = judged(trials_asked(rule), facts)
        assert found.verdict == verdict
        assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())

    @pytest.mark.parametrize(("word", "verdict"), [("yes", "met"), ("no", "not_met"), (None, "not_documented")])
    def test_without_a_floor(self, word: str | None, verdict: str) -> None:
        rule = "weeks: {at_least: 6}, or_judged_sufficient: {not_below_weeks: none}"
        facts = courses(f"{ESCITALOPRAM}, end: 2025-02-04", more=self.WORD % word if word else "")
        assert judged(trials_asked(rule), facts).verdict == verdict


class TestAdherence:
    FILLS = "fills: [{medicine: Lexapro, on: 2025-02-03, days_supply: %s}]"

    @pytest.mark.parametrize(("percent", "verdict"), [(80, "met"), (79, "not_met"), (None, "not_documented")])
    def test_in_percent_of_the_days_as_stated(self, percent: int | None, verdict: str) -> None:
        stated = f", adherence: {{percent: {percent}, source: stated}}" if percent else ""
        found = judged(trials_asked("adherence: {at_least: 80}"), courses(f"{ESCITALOPRAM}{stated}"))
        assert found.verdict == verdict

    @pytest.mark.parametrize(
        ("days", "verdict"),
        [(47, "met"), (46, "not_met")],  # 80 percent of 58 days are 46.4
    )
    def test_or_as_the_pharmacys_fills_have_it(self, days: int, verdict: str) -> None:
        facts = courses(ESCITALOPRAM, more=self.FILLS % days)
        assert judged(trials_asked("adherence: {at_least: 80}"), facts).verdict == verdict

    def test_where_the_two_disagree_both_are_told(self) -> None:
        stated = "adherence: {percent: 95, source: stated}"
        found = judged(
            trials_asked("adherence: {at_least: 80}"), courses(f"{ESCITALOPRAM}, {stated}", more=self.FILLS % 30)
        )
        assert (found.verdict, owners(found)) == ("not_documented", {"pharmacy"})
        assert "95 percent (stated) but 51 percent of days covered by fills (30 of 58)" in found.gaps[0].needed

    @pytest.mark.parametrize(("word", "verdict"), [("yes", "met"), ("no", "not_met"), (None, "not_documented")])
    def test_a_payer_that_names_no_number_takes_the_clinicians_word(self, word: str | None, verdict: str) -> None:
        stated = f", adherence: {{adequate: {word}, source: stated}}" if word else ""
        assert judged(trials_asked("adherence: adequate"), courses(f"{ESCITALOPRAM}{stated}")).verdict == verdict


class TestWaivers:
    SHORT = f"{ESCITALOPRAM}, end: 2025-02-22, response: unknown, ended_because: side_effects"
    SEVERE = f"{SHORT}, adverse_effects: [{{effect: hyponatremia, severity: severe}}]"

    @pytest.mark.parametrize(
        ("rows", "verdict"),
        [
            ([DULOXETINE, SEVERE], "met"),  # two asked; the one that was not tolerated lowers it to one
            ([SEVERE], "not_met"),
            ([DULOXETINE, SHORT], "not_documented"),  # how grave were they?
            ([DULOXETINE], "not_met"),
        ],
    )
    def test_a_trial_that_was_not_tolerated_lowers_the_number_asked_for(self, rows: list[str], verdict: str) -> None:
        rule = trials_asked("weeks: {at_least: 6}, intolerance: waives_trial", 2)
        assert judged(rule, courses(*rows)).verdict == verdict

    @pytest.mark.parametrize(
        ("said", "verdict"), [("counts_as_failure", "met"), ("no", "not_met"), ("not_stated", "not_documented")]
    )
    def test_a_medicine_that_must_not_be_given(self, said: str, verdict: str) -> None:
        barred = f"contraindicated_medicines: [{{medicine: bupropion, because: seizures, {DOCTOR}}}]"
        rule = trials_asked(f"contraindication: {said}", 2)
        assert judged(rule, courses(ESCITALOPRAM, more=barred)).verdict == verdict


class TestFromThesePayersMedicines:
    @pytest.mark.parametrize(
        ("rule", "medicine", "verdict"),
        [
            ("from: {classes: [SSRI, SNRI]}", "escitalopram", "met"),
            ("from: {classes: [SSRI, SNRI]}", "mirtazapine", "not_met"),
            ("from: {classes: [SSRI, mirtazapine]}", "mirtazapine", "met"),
            ("from: {preferred: [fluoxetine, sertraline]}", "Zoloft", "met"),
            ("from: {preferred: [fluoxetine, sertraline]}", "escitalopram", "not_met"),
            ("from: {route: oral}", "escitalopram", "met"),
            ("class_list: {first: [escitalopram], second: [bupropion]}", "bupropion", "met"),
            ("class_list: {first: [escitalopram], second: [bupropion]}", "sertraline", "not_met"),
        ],
    )
    def test_what_is_not_among_them_does_not_count(self, rule: str, medicine: str, verdict: str) -> None:
        assert judged(trials_asked(rule), courses(f"medicine: {medicine}, constant_dose: 20 mg")).verdict == verdict

    @pytest.mark.parametrize(
        ("own", "verdict"),
        [
            ("{first: [escitalopram], second: [sertraline]}", "met"),
            ("{first: [escitalopram, sertraline], second: [bupropion]}", "not_met"),
        ],
    )
    def test_the_payers_own_classes_count_and_no_others(self, own: str, verdict: str) -> None:
        """To pharmacology both are SSRIs."""
        facts = courses("medicine: escitalopram", "medicine: sertraline")
        assert judged(trials_asked(f"classes: 2, class_list: {own}", 2), facts).verdict == verdict
