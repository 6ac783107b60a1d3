"""What a policy can ask of the patient's condition: psychosis, substance use, scores, severity."""

from __future__ import annotations

from datetime import date

import pytest

from tests.policy.builders import judged, owners


class TestPsychosis:
    @pytest.mark.parametrize(
        ("facts", "excluded", "weighed"),
        [
            ("safety: {history_of_psychosis: no}", "met", "met"),
            ("safety: {history_of_psychosis: yes}", "not_met", "not_documented"),
            ("safety: {history_of_psychosis: yes, psychosis_benefit_outweighs_risk: yes}", "not_met", "met"),
            ("safety: {history_of_psychosis: yes, psychosis_benefit_outweighs_risk: no}", "not_met", "not_met"),
            ("safety: {psychosis_benefit_outweighs_risk: yes}", "not_documented", "not_documented"),
            ("", "not_documented", "not_documented"),
            ("diagnoses: [{code: F20.9}]", "not_met", "not_documented"),
            ("episode: {psychotic_features: yes}", "not_met", "not_documented"),
            ("episode: {psychotic_features: no}", "not_documented", "not_documented"),  # of this episode, not of a life
            (
                "safety: {history_of_psychosis: no}\nepisode: {psychotic_features: yes}",
                "not_documented",
                "not_documented",
            ),
            ("safety: {history_of_psychosis: no}\ndiagnoses: [{code: F32.3}]", "not_documented", "not_documented"),
        ],
    )
    def test_excluded_by_one_payer_and_weighed_by_another(self, facts: str, excluded: str, weighed: str) -> None:
        assert judged("psychosis: {history: excluded}", facts).verdict == excluded
        assert judged("psychosis: {history: allowed_if_benefit_outweighs}", facts).verdict == weighed

    def test_the_judgement_is_the_prescribers_to_give(self) -> None:
        found = judged("psychosis: {history: allowed_if_benefit_outweighs}", "safety: {history_of_psychosis: yes}")
        assert owners(found) == {"prescriber"}


class TestSubstanceUse:
    @pytest.mark.parametrize(
        ("severity", "treatment", "verdict"),
        [
            ("mild", "none", "met"),
            ("moderate", "none", "not_met"),
            ("severe", "none", "not_met"),
            ("severe", "in_treatment", "met"),
            ("severe", "completed", "not_met"),  # treated once, and not any more
            ("severe", "~", "not_documented"),
            ("~", "none", "not_documented"),
            ("~", "in_treatment", "met"),  # of whatever severity
            ("~", "~", "not_documented"),
        ],
    )
    def test_unless_in_treatment(self, severity: str, treatment: str, verdict: str) -> None:
        facts = f"substance_use: [{{substance: alcohol, disorder: yes, severity: {severity}, treatment: {treatment}}}]"
        rule = "substance_use: {excluded: [moderate, severe], unless: [in_treatment]}"
        assert judged(rule, facts).verdict == verdict

    @pytest.mark.parametrize(
        ("severity", "verdict"), [("mild", "met"), ("moderate", "not_met"), ("~", "not_documented")]
    )
    def test_without_an_exception_treatment_does_not_help(self, severity: str, verdict: str) -> None:
        facts = f"substance_use: [{{substance: alcohol, disorder: yes, severity: {severity}, treatment: in_treatment}}]"
        assert judged("substance_use: {excluded: [moderate, severe]}", facts).verdict == verdict

    @pytest.mark.parametrize(
        ("facts", "verdict"),
        [
            ("safety: {substance_use_disorder: no}", "met"),
            ("safety: {substance_use_disorder: yes}", "not_documented"),  # which, and is it treated?
            ("substance_use: [{substance: cannabis, disorder: no}]", "not_documented"),  # of the others nothing is said
            ("", "not_documented"),
        ],
    )
    def test_without_a_disorder_the_question_must_have_been_answered(self, facts: str, verdict: str) -> None:
        found = judged("substance_use: {excluded: [moderate, severe], unless: [in_treatment]}", facts)
        assert found.verdict == verdict
        assert owners(found) == (set() if verdict == "met" else {"prescriber"})

    def test_a_no_to_severe_disorders_is_no_answer_where_mild_ones_are_excluded(self) -> None:
        """The question is about moderate and severe disorders."""
        rule = "substance_use: {excluded: [mild, moderate, severe]}"
        assert judged(rule, "safety: {substance_use_disorder: no}").verdict == "not_documented"


class TestScore:
    EITHER = "score: {any_of: [{instrument: MADRS, total: {at_least: 28}}, {instrument: PHQ-9, total: {at_least: 10}}]}"

    @pytest.mark.parametrize(
        ("scores", "verdict"),
        [
            ("{instrument: MADRS, on: 2026-11-12, total: 28}", "met"),
            ("{instrument: PHQ-9, on: 2026-11-12, total: 10}", "met"),
            ("{instrument: MADRS, on: 2026-11-12, total: 27}, {instrument: PHQ-9, on: 2026-11-12, total: 10}", "met"),
            (
                "{instrument: MADRS, on: 2026-11-12, total: 27}, {instrument: PHQ-9, on: 2026-11-12, total: 9}",
                "not_met",
            ),
            ("{instrument: PHQ-9, on: 2026-11-12, total: 9}", "not_documented"),  # MADRS may still show it
            ("{instrument: QIDS-SR16, on: 2026-11-12, total: 20}", "not_documented"),
            ("", "not_documented"),
        ],
    )
    def test_any_one_of_several_instruments(self, scores: str, verdict: str) -> None:
        assert judged(self.EITHER, f"scores: [{scores}]").verdict == verdict

    @pytest.mark.parametrize(("on", "verdict"), [("2026-11-06", "met"), ("2026-11-05", "not_documented")])
    def test_at_most_so_many_days_old(self, on: str, verdict: str) -> None:
        rule = "score: {any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 14}"
        found = judged(rule, f"scores: [{{instrument: PHQ-9, on: {on}, total: 16}}]")
        assert found.verdict == verdict
        days = (date(2026, 11, 20) - date.fromisoformat(on)).days
        assert f"{days} days old, at most 14 allowed" in found.facts.because

    def test_the_latest_decides_and_at_renewal_the_baseline(self) -> None:
        facts = """
            scores:
              - {instrument: PHQ-9, on: 2026-05-04, total: 20, baseline: yes}
              - {instrument: PHQ-9, on: 2026-11-12, total: 4}
        """
        rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: %s}"
        assert judged(rule % "current", facts).verdict == "not_met"
        found = judged(rule % "baseline", facts)
        assert (found.verdict, found.facts.because) == ("met", "PHQ-9 20 on 2026-05-04; at least 10 required.")

    @pytest.mark.parametrize(
        ("more", "verdict"),
        [
            ("", "met"),  # before the first session, every score is from before treatment
            ("sessions: [{on: 2026-05-04, dose_mg: 56}]", "met"),
            ("sessions: [{on: 2026-05-03, dose_mg: 56}]", "not_documented"),
        ],
    )
    def test_a_baseline_is_the_score_before_the_first_session(self, more: str, verdict: str) -> None:
        rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: baseline}"
        assert judged(rule, f"scores: [{{instrument: PHQ-9, on: 2026-05-04, total: 20}}]\n{more}").verdict == verdict

    def test_at_a_continuation_without_its_sessions_only_a_score_that_is_called_so_is_the_baseline(self) -> None:
        rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: baseline}"
        asks = "asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]"
        found = judged(rule, f"scores: [{{instrument: PHQ-9, on: 2026-05-04, total: 20}}]\n{asks}")
        assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


class TestSeverity:
    @pytest.mark.parametrize(
        ("level", "instrument", "total", "verdict"),
        [
            ("moderate", "PHQ-9", 10, "met"),
            ("moderate", "PHQ-9", 9, "not_met"),
            ("moderately_severe", "PHQ-9", 15, "met"),
            ("moderately_severe", "PHQ-9", 14, "not_met"),
            ("severe", "PHQ-9", 20, "met"),
            ("severe", "PHQ-9", 19, "not_met"),
            ("severe", "QIDS-SR16", 16, "met"),
            ("severe", "QIDS-SR16", 15, "not_met"),
            ("moderately_severe", "MADRS", 35, "met"),  # MADRS knows no such band; the next is severe
            ("mild", "MADRS", 6, "not_met"),  # below the mildest band
            ("severe", "GAD-7", 21, "not_documented"),  # measures anxiety
        ],
    )
    def test_by_the_band_of_any_depression_scale(self, level: str, instrument: str, total: int, verdict: str) -> None:
        facts = f"scores: [{{instrument: {instrument}, on: 2026-11-12, total: {total}}}]"
        assert judged(f"severity: {{at_least: {level}}}", facts).verdict == verdict

    def test_the_sentence_says_where_the_band_begins(self) -> None:
        found = judged("severity: {at_least: severe}", "scores: [{instrument: MADRS, on: 2026-11-12, total: 34}]")
        assert "MADRS 34 on 2026-11-12, moderate; severe begins at 35" in found.facts.because

    def test_a_scale_that_the_payer_does_not_name_is_told_as_held(self) -> None:
        found = judged(
            "severity: {at_least: severe, shown_on: [MADRS]}",
            "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 25}]",
        )
        assert found.verdict == "not_documented"
        assert "the chart holds PHQ-9 only" in found.facts.because
