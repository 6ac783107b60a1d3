"""How severe the depression is, by the band of a scale."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    judged,
)


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
def test_by_the_band_of_any_depression_scale(level: str, instrument: str, total: int, verdict: str) -> None:
    facts = f"scores: [{{instrument: {instrument}, on: 2026-11-12, total: {total}}}]"
    assert judged(f"severity: {{at_least: {level}}}", facts).verdict == verdict


def test_the_sentence_says_where_the_band_begins() -> None:
    found = judged("severity: {at_least: severe}", "scores: [{instrument: MADRS, on: 2026-11-12, total: 34}]")
    assert "MADRS 34 on 2026-11-12, moderate; severe begins at 35" in found.facts.because


def test_a_scale_that_the_payer_does_not_name_is_told_as_held() -> None:
    found = judged(
        "severity: {at_least: severe, shown_on: [MADRS]}",
        "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 25}]",
    )
    assert found.verdict == "not_documented"
    assert "the chart holds PHQ-9 only" in found.facts.because


def test_of_a_patient_already_treated_an_initial_request_tells_both_severities() -> None:
    facts = """
        scores: [{instrument: MADRS, on: 2026-10-12, total: 35}, {instrument: MADRS, on: 2026-11-12, total: 10}]
        sessions: [{on: 2026-10-13, dose_mg: 56}, {on: 2026-11-10, dose_mg: 84}]
    """
    found = judged("severity: {at_least: severe, shown_on: [MADRS]}", facts)
    assert found.verdict == "not_documented"
    assert found.facts.because == (
        "Before the first session (2026-10-13): MADRS 35 on 2026-10-12, severe; severe begins at 35. "
        "At this request: MADRS 10 on 2026-11-12, mild; severe begins at 35."
    )
    asks = "asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]"
    assert judged("severity: {at_least: severe, shown_on: [MADRS]}", f"{facts}\n        {asks}").verdict == "not_met"
