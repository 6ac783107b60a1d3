"""Facts of a chart that exclude each other: no document tells both as if nothing were wrong."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import chart


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            "diagnoses: [{code: F33.2}]\nepisode: {severity: mild}",
            ["which is right: F33.2 (severe), or an episode that is mild"],
        ),
        ("diagnoses: [{code: F33.2}]\nepisode: {severity: severe}", []),
        ("diagnoses: [{code: F33.2}]\nepisode: {severity: moderately_severe}", []),  # a band the codes do not have
        (
            "diagnoses: [{code: F33.0}]\nepisode: {severity: moderately_severe}",
            ["which is right: F33.0 (mild), or an episode that is moderately severe"],
        ),
        ("diagnoses: [{code: F33.9}]\nepisode: {severity: mild}", []),  # says nothing of severity
        (
            "diagnoses: [{code: F33.3}]\nepisode: {psychotic_features: no}",
            ["which is right: F33.3 (with psychotic features), or an episode without them"],
        ),
        (
            "diagnoses: [{code: F32.2}]\nepisode: {psychotic_features: yes}",
            ["which is right: F32.2 (without psychotic features), or an episode with them"],
        ),
        ("diagnoses: [{code: F33.3, resolved: 2020-01-01}]\nepisode: {psychotic_features: no}", []),
        (
            "suicide_assessments: [{on: 2026-11-12, ideation: no, plan: yes}]",
            ["which is right: no suicidal ideation, or the intent or plan beside it"],
        ),
        ("suicide_assessments: [{on: 2026-11-12, ideation: no, behavior: yes}]", []),  # it may lie back
        (
            "trials: [{medicine: sertraline, start: 2025-02-03, end: 2025-06-01, response: none, "
            "ended_because: improved}]",
            ["which is right for sertraline: no response, or ended for improvement"],
        ),
        (
            "trials: [{medicine: sertraline, start: 2026-02-03, end: {ongoing_as_of: 2026-11-12}, "
            "constant_dose: 100 mg}]\ncurrent_medicines: [{medicine: sertraline, dose: 50 mg, as_of: 2026-11-12}]",
            ["which dose of sertraline is taken now: the one listed, or the one its trial ends with"],
        ),
    ],
)
def test_each_is_a_question_to_whoever_knows(facts: str, told: list[str]) -> None:
    assert [one.text for one in contradictions(chart(facts))] == told
