"""A score on file, whatever it says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners


@pytest.mark.parametrize(
    ("accepted", "scores", "verdict"),
    [
        ("[MADRS, QIDS-SR16]", "{instrument: MADRS, on: 2026-11-12, total: 0}", "met"),  # its total is no question
        ("[MADRS, QIDS-SR16]", "{instrument: PHQ-9, on: 2026-11-12, total: 25}", "not_documented"),
        ("any_validated", "{instrument: PHQ-9, on: 2026-11-12, total: 25}", "met"),
        ("any_validated", "{instrument: GAD-7, on: 2026-11-12, total: 15}", "not_documented"),  # measures anxiety
        ("any_validated", "", "not_documented"),
    ],
)
def test_on_an_instrument_that_the_payer_names(accepted: str, scores: str, verdict: str) -> None:
    found = judged(f"scale_on_file: {{accepted: {accepted}}}", f"scores: [{scores}]")
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(("on", "verdict"), [("2026-10-21", "met"), ("2026-10-20", "not_documented")])
def test_at_most_thirty_days_old(on: str, verdict: str) -> None:
    """From 21 October to 20 November are thirty days."""
    rule = "scale_on_file: {accepted: [PHQ-9], within_days: 30}"
    assert judged(rule, f"scores: [{{instrument: PHQ-9, on: {on}, total: 12}}]").verdict == verdict


def test_the_first_day_that_is_too_late_is_known() -> None:
    rule = "scale_on_file: {accepted: [PHQ-9], within_days: 30}"
    found = judged(rule, "scores: [{instrument: PHQ-9, on: 2026-11-01, total: 12}]")
    assert found.moments == (date(2026, 12, 2),)


@pytest.mark.parametrize(("first_session", "verdict"), [("2026-05-04", "met"), ("2026-05-03", "not_documented")])
def test_from_before_the_first_session(first_session: str, verdict: str) -> None:
    facts = f"""
        scores: [{{instrument: MADRS, on: 2026-05-04, total: 34}}]
        sessions: [{{on: {first_session}, dose_mg: 56}}]
    """
    assert judged("scale_on_file: {accepted: [MADRS], measured: baseline}", facts).verdict == verdict


@pytest.mark.parametrize(
    ("rule", "answer", "verdict"),
    [
        ("attestation_suffices: true", "yes", "met"),
        ("attestation_suffices: true", "no", "not_documented"),
        ("attestation_suffices: false", "yes", "not_documented"),
    ],
)
def test_or_by_the_word_of_the_prescriber_where_that_is_enough(rule: str, answer: str, verdict: str) -> None:
    facts = f"attestations: [{{states: baseline_score_recorded, answer: {answer}, {DOCTOR}}}]"
    assert judged(f"scale_on_file: {{accepted: [MADRS], {rule}}}", facts).verdict == verdict
