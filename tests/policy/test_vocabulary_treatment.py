"""What a policy can ask of treatment besides failed antidepressants: what was added, what is taken, what is planned."""

from __future__ import annotations

from datetime import date

import pytest

from tests.policy.builders import DOCTOR, augmentations_asked, courses, judged, owners


class TestAugmentation:
    ARIPIPRAZOLE = "medicine: aripiprazole, constant_dose: 5 mg"
    LITHIUM = "medicine: lithium, constant_dose: 900 mg"

    @pytest.mark.parametrize(
        ("agents", "medicine", "verdict"),
        [
            ("[]", "aripiprazole", "met"),
            ("[]", "lamotrigine", "met"),
            ("[second_generation_antipsychotic]", "Rexulti", "met"),
            ("[second_generation_antipsychotic]", "lithium", "not_met"),
            ("[lithium]", "Lithobid", "met"),
            ("[thyroid_hormone]", "Cytomel", "met"),
            ("[buspirone]", "buspirone", "met"),
            ("[antidepressant]", "aripiprazole", "not_met"),
            ("[other]", "lamotrigine", "met"),
        ],
    )
    def test_the_agents_that_count(self, agents: str, medicine: str, verdict: str) -> None:
        facts = courses(f"medicine: {medicine}", listed="augmentations")
        assert judged(augmentations_asked(f"agents: {agents}"), facts).verdict == verdict

    @pytest.mark.parametrize(
        ("medicine", "partner", "verdict"),
        [
            ("mirtazapine", "sertraline", "met"),
            ("nortriptyline", "sertraline", "met"),
            ("fluoxetine", "sertraline", "not_met"),  # which acts alike
            ("mirtazapine", None, "not_documented"),  # added to what?
        ],
    )
    def test_a_second_antidepressant_acts_differently_from_the_first(
        self, medicine: str, partner: str | None, verdict: str
    ) -> None:
        trial = f"trials: [{{id: t, medicine: {partner}, start: 2025-01-06, end: 2025-04-01}}]" if partner else ""
        row = f"medicine: {medicine}{', alongside: t' if partner else ''}"
        facts = courses(row, listed="augmentations", more=trial)
        assert judged(augmentations_asked("agents: [antidepressant]"), facts).verdict == verdict

    @pytest.mark.parametrize(
        ("rows", "is_open", "is_closed"),
        [
            ([ARIPIPRAZOLE], "not_documented", "not_met"),
            ([ARIPIPRAZOLE, "medicine: Abilify, constant_dose: 10 mg"], "not_documented", "not_met"),  # one agent
            ([ARIPIPRAZOLE, LITHIUM], "met", "met"),
        ],
    )
    def test_so_many_agents(self, rows: list[str], is_open: str, is_closed: str) -> None:
        for complete, verdict in ((False, is_open), (True, is_closed)):
            facts = courses(*rows, listed="augmentations", complete=complete)
            assert judged(augmentations_asked(count=2), facts).verdict == verdict

    @pytest.mark.parametrize(
        ("medicine", "dose", "verdict"),
        [
            ("aripiprazole", "1 mg", "not_met"),
            ("aripiprazole", "2 mg", "not_documented"),  # the label's lowest dose; most reviewers accept 5 mg
            ("aripiprazole", "5 mg", "met"),
            ("lithium", "900 mg", "not_documented"),  # its level proves the trial, not its dose
        ],
    )
    def test_an_augmenting_dose_is_another_than_an_antidepressants(
        self, medicine: str, dose: str, verdict: str
    ) -> None:
        facts = courses(f"medicine: {medicine}, constant_dose: {dose}", listed="augmentations")
        found = judged(augmentations_asked("weeks: {at_least: 6}, dose: generally_accepted"), facts)
        assert found.verdict == verdict
        assert owners(found) == ({"billing"} if verdict == "not_documented" else set())

    @pytest.mark.parametrize(
        ("onset", "verdict"), [("2025-02-03", "met"), ("2025-02-04", "not_documented"), ("2025-04-02", "not_met")]
    )
    def test_in_the_current_episode(self, onset: str, verdict: str) -> None:
        facts = courses(self.ARIPIPRAZOLE, listed="augmentations", more=f"episode: {{onset: {onset}}}")
        assert judged(augmentations_asked("in_current_episode: yes"), facts).verdict == verdict

    def test_to_what_it_was_added_is_the_prescribers_to_say(self) -> None:
        rule = augmentations_asked("alongside_a_trial: yes")
        found = judged(rule, courses(self.ARIPIPRAZOLE, listed="augmentations"))
        assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})
        trial = "trials: [{id: t, medicine: Lexapro, start: 2025-01-06, end: 2025-04-01, response: none}]"
        found = judged(rule, courses(f"{self.ARIPIPRAZOLE}, alongside: t", listed="augmentations", more=trial))
        assert found.verdict == "met"
        assert "added to escitalopram" in found.facts.because

    @pytest.mark.parametrize(
        ("said", "answer", "verdict"),
        [
            ("waives", "yes", "met"),
            ("waives", "no", "not_met"),
            ("not_stated", "yes", "not_documented"),
            ("not_stated", "no", "not_met"),
        ],
    )
    def test_that_all_are_contraindicated_waives_where_the_policy_says_so(
        self, said: str, answer: str, verdict: str
    ) -> None:
        stated = f"attestations: [{{states: all_augmenting_agents_contraindicated, answer: {answer}, {DOCTOR}}}]"
        facts = courses(listed="augmentations", more=stated)
        assert judged(augmentations_asked(f"all_contraindicated: {said}"), facts).verdict == verdict


class TestPsychotherapy:
    CLOSED = f"complete: [{{list: psychotherapies, up_to: 2026-11-20, {DOCTOR}}}]"

    @pytest.mark.parametrize(
        ("therapy", "tried", "inadequate"),
        [
            ("kind: CBT, outcome: inadequate", "met", "met"),
            ("kind: CBT, outcome: partial", "met", "met"),
            ("kind: CBT, outcome: response", "met", "not_met"),
            ("kind: CBT, outcome: unknown", "met", "not_documented"),
            ("kind: supportive, outcome: inadequate", "met", "met"),
        ],
    )
    def test_tried_or_tried_in_vain(self, therapy: str, tried: str, inadequate: str) -> None:
        facts = f"psychotherapies: [{{{therapy}}}]\n{self.CLOSED}"
        assert judged("psychotherapy: {outcome: tried}", facts).verdict == tried
        assert judged("psychotherapy: {outcome: inadequate}", facts).verdict == inadequate

    @pytest.mark.parametrize(
        ("therapies", "is_open", "is_closed"),
        [
            ("", "not_documented", "not_met"),
            ("{kind: supportive, outcome: inadequate}", "not_documented", "not_met"),
            ("{kind: supportive, outcome: inadequate}, {kind: CBT, outcome: inadequate}", "met", "met"),
            ("{kind: CBT, outcome: response}, {kind: IPT, outcome: unknown}", "not_documented", "not_documented"),
        ],
    )
    def test_any_course_of_the_kinds_named(self, therapies: str, is_open: str, is_closed: str) -> None:
        rule = "psychotherapy: {kinds: [CBT, IPT], outcome: inadequate}"
        assert judged(rule, f"psychotherapies: [{therapies}]").verdict == is_open
        assert judged(rule, f"psychotherapies: [{therapies}]\n{self.CLOSED}").verdict == is_closed

    def test_the_therapist_knows_the_outcome(self) -> None:
        found = judged(
            "psychotherapy: {outcome: inadequate}", "psychotherapies: [{kind: CBT, start: 2026-01-05, sessions: 12}]"
        )
        assert (found.verdict, owners(found)) == ("not_documented", {"therapist"})
        assert "CBT from 2026-01-05, 12 sessions" in found.facts.because


class TestOralAntidepressant:
    NOW = "current_medicines: [{medicine: vortioxetine, dose: 20 mg, as_of: 2026-11-20, %s}]"
    NONE_MORE = f"complete: [{{list: current_medicines, up_to: 2026-11-20, {DOCTOR}}}]"

    @pytest.mark.parametrize(
        ("rule", "facts", "verdict"),
        [
            ("{}", NOW % "note: x", "met"),
            ("{}", "", "not_documented"),
            ("{}", NONE_MORE, "not_met"),
            ("{}", "current_medicines: [{medicine: lisinopril, as_of: 2026-11-20}]", "not_documented"),
            ("{}", "current_medicines: [{medicine: Emsam, as_of: 2026-11-20}]", "not_documented"),  # a patch
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
    def test_taken_now_as_the_payer_wants_it(self, rule: str, facts: str, verdict: str) -> None:
        assert judged(f"oral_antidepressant: {rule}", facts).verdict == verdict

    def test_of_several_the_one_that_passes_best_is_taken(self) -> None:
        facts = """
            current_medicines:
              - {medicine: mirtazapine, as_of: 2026-11-20, unchanged_since: 2026-11-19}
              - {medicine: vortioxetine, dose: 20 mg, as_of: 2026-11-20, unchanged_since: 2026-11-01}
        """
        found = judged("oral_antidepressant: {stable_weeks: {at_least: 2}}", facts)
        assert found.verdict == "met"
        assert "20 days, 14 required" in found.facts.because

    def test_the_day_on_which_it_will_be_stable_is_known(self) -> None:
        facts = self.NOW % "unchanged_since: 2026-11-10"
        assert date(2026, 11, 23) in judged("oral_antidepressant: {stable_weeks: {at_least: 2}}", facts).moments


class TestPriorExposure:
    RULE = "prior_exposure: {instrument: %s, improvement: {%s}}"
    GIVEN = "sessions: [{on: 2026-03-02, dose_mg: 56}, {on: 2026-04-27, dose_mg: 84}]"

    @pytest.mark.parametrize(
        ("bound", "before", "after", "verdict"),
        [
            ("more_than: 50", 40, 20, "not_met"),
            ("more_than: 50", 39, 19, "met"),  # 20/39 = 51.3 %
            ("at_least: 50", 40, 20, "met"),
            ("at_least: 50", 41, 21, "not_met"),  # 20/41 = 48.8 %
        ],
    )
    def test_it_helped_by_the_payers_measure(self, bound: str, before: int, after: int, verdict: str) -> None:
        scores = [f"{{instrument: MADRS, on: 2026-03-02, total: {before}}}"]
        scores += [f"{{instrument: MADRS, on: 2026-04-27, total: {after}}}"]
        found = judged(self.RULE % ("MADRS", bound), f"{self.GIVEN}\nscores: [{', '.join(scores)}]")
        assert found.verdict == verdict
        assert f"MADRS {before} before (2026-03-02) and {after} after (2026-04-27)" in found.facts.because

    @pytest.mark.parametrize(
        ("facts", "verdict", "owner"),
        [
            ("", "not_documented", {"patient"}),
            (f"complete: [{{list: spravato_sessions, up_to: 2026-11-20, {DOCTOR}}}]", "met", set()),
            (GIVEN, "not_documented", {"prescriber"}),
        ],
    )
    def test_never_given_is_a_statement_not_an_empty_list(self, facts: str, verdict: str, owner: set[str]) -> None:
        found = judged(self.RULE % ("PHQ-9", "more_than: 50"), facts)
        assert (found.verdict, owners(found)) == (verdict, owner)


class TestDoseLimit:
    ASKED = "asks: [{coverage: coverage-payer, indication: trd, regimen: {%s}}]"

    @pytest.mark.parametrize(
        ("limit", "regimen", "verdict"),
        [
            ("mg_per_week: 168, until_week: 4", "dose_mg: 84", "met"),  # 84 twice a week
            ("mg_per_week: 167, until_week: 4", "dose_mg: 84", "not_met"),
            ("mg_per_week: 112, until_week: 4", "dose_mg: 56", "met"),  # 56 twice a week
            ("mg_per_week: 111, until_week: 4", "dose_mg: 56", "not_met"),
            ("mg_per_week: 140, until_week: 1", "dose_mg: 84, first_dose_mg: 56", "met"),  # 56 + 84
            ("mg_per_week: 139, until_week: 1", "dose_mg: 84, first_dose_mg: 56", "not_met"),
            ("mg_per_week: 84, until_week: 8", "dose_mg: 84, starts_in_week: 5", "met"),  # once a week from week 5 on
            ("mg_per_week: 83, until_week: 8", "dose_mg: 84, starts_in_week: 5", "not_met"),
            ("mg_per_week: 84, until_week: 12", "dose_mg: 84, starts_in_week: 9, maintenance_every_weeks: 2", "met"),
            ("mg_per_week: 168, until_week: 4", "dose_mg: 84, starts_in_week: 5", "not_applicable"),
        ],
    )
    def test_the_week_with_the_most_decides(self, limit: str, regimen: str, verdict: str) -> None:
        assert judged(f"dose_limit: {{{limit}}}", self.ASKED % regimen).verdict == verdict

    def test_the_sentence_does_the_sum(self) -> None:
        found = judged("dose_limit: {mg_per_week: 168, until_week: 4}", self.ASKED % "dose_mg: 84, first_dose_mg: 56")
        # 56 + 84 = 140 mg in week 1, 84 + 84 = 168 mg from week 2 on
        assert "168 mg a week (week 2)" in found.facts.because

    @pytest.mark.parametrize(
        "ask",
        [
            "asks: [{coverage: coverage-payer, indication: trd}]",
            ASKED % "dose_mg: 84",  # how often from week 9 on is the prescriber's to say
        ],
        ids=["no plan", "a plan without the frequency of maintenance"],
    )
    def test_what_is_not_planned_is_not_documented(self, ask: str) -> None:
        found = judged("dose_limit: {mg_per_week: 168, until_week: 12}", ask)
        assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})
