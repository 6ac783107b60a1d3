"""A history of psychosis: excluded by one payer, weighed by another."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    judged,
    owners,
)


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
def test_excluded_by_one_payer_and_weighed_by_another(facts: str, excluded: str, weighed: str) -> None:
    assert judged("psychosis: {history: excluded}", facts).verdict == excluded
    assert judged("psychosis: {history: allowed_if_benefit_outweighs}", facts).verdict == weighed


def test_the_judgement_is_the_prescribers_to_give() -> None:
    found = judged("psychosis: {history: allowed_if_benefit_outweighs}", "safety: {history_of_psychosis: yes}")
    assert owners(found) == {"prescriber"}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("episode: {psychotic_features: no}", "met"),
        ("episode: {psychotic_features: yes}", "not_met"),
        ("episode: {psychotic_features: no}\nsafety: {history_of_psychosis: yes}", "met"),
        ("diagnoses: [{code: F33.3}]", "not_met"),
        ("episode: {psychotic_features: no}\ndiagnoses: [{code: F33.3}]", "not_documented"),
        ("safety: {history_of_psychosis: no}", "not_documented"),
        ("", "not_documented"),
    ],
)
def test_without_a_question_about_the_past_only_this_episode_counts(facts: str, verdict: str) -> None:
    assert judged("psychosis: {history: not_asked}", facts).verdict == verdict
