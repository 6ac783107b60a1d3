"""A code of depression says form, severity and features: its description and the episode must say the same."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart


def told(facts: str) -> list[str]:
    return [one.text for one in contradictions(chart(facts), AS_OF)]


@pytest.mark.parametrize(
    ("code", "episode", "said"),
    [
        ("F33.2", "severity: mild", ["F33.2 (severe), or an episode that is mild"]),
        ("F33.2", "severity: severe", []),
        ("F33.2", "severity: moderately_severe", []),  # a band the codes do not have
        ("F33.0", "severity: moderately_severe", ["F33.0 (mild), or an episode that is moderately severe"]),
        ("F33.9", "severity: mild", []),  # says nothing of severity
        ("F33.3", "psychotic_features: no", ["F33.3 (with psychotic features), or an episode without them"]),
        ("F32.2", "psychotic_features: yes", ["F32.2 (without psychotic features), or an episode with them"]),
        ("F33.2", "form: single", ["F33.2 (recurrent), or an episode that is said to be a single episode"]),
        ("F32.2", "form: recurrent", ["F32.2 (a single episode), or an episode that is said to be recurrent"]),
        ("F33.2", "form: recurrent", []),
        ("F32.2", "form: single", []),
        ("F32.A", "form: recurrent", []),  # says nothing of form
        ("F32.81", "form: recurrent", []),  # stands beside a recurrent depression
    ],
)
def test_the_code_and_the_episode(code: str, episode: str, said: list[str]) -> None:
    found = told(f"diagnoses: [{{code: {code}}}]\nepisode: {{{episode}}}")
    assert found == [f"which is right: {one}" for one in said]


@pytest.mark.parametrize(("resolved", "stands"), [("2020-01-01", False), ("2026-11-20", False), ("2026-11-21", True)])
def test_a_diagnosis_that_is_resolved_excludes_nothing(resolved: str, stands: bool) -> None:
    """On 2026-11-20: what is over later still stands."""
    facts = f"diagnoses: [{{code: F33.3, resolved: {resolved}}}]\nepisode: {{psychotic_features: no}}"
    assert bool(told(facts)) is stands


MDD = "Major depressive disorder"


@pytest.mark.parametrize(
    ("code", "description", "says", "instead"),
    [
        ("F32.9", f"{MDD}, recurrent, severe", "single episode, unspecified", "recurrent and severe"),
        (
            "F33.2",
            f"{MDD}, single episode, severe",
            "recurrent, severe, without psychotic features",
            "a single episode",
        ),
        ("F33.1", f"{MDD}, recurrent, severe", "recurrent, moderate", "severe"),
        ("F33.2", f"{MDD}, recurrent, unspecified", "recurrent, severe, without psychotic features", "unspecified"),
        ("F33.1", f"{MDD}, recurrent, in partial remission", "recurrent, moderate", "in remission"),
        ("F33.41", f"{MDD}, recurrent, severe", "recurrent, in partial remission", "severe, and nothing of remission"),
        (
            "F33.2",
            f"{MDD}, recurrent, severe with psychotic features",
            "recurrent, severe, without psychotic features",
            "with psychotic features",
        ),
        ("F32.A", MDD, "not a code of major depressive disorder", "major depressive disorder"),
    ],
)
def test_the_code_and_its_description(code: str, description: str, says: str, instead: str) -> None:
    found = told(f"diagnoses: [{{code: {code}, description: '{description}'}}]")
    assert found == [f"which is right: {code} ({says}), or its description, which says {instead}"]


@pytest.mark.parametrize(
    ("code", "description"),
    [
        ("F33.2", f"{MDD}, recurrent, severe without psychotic features"),
        ("F33.2", "MDD, RECURRENT, SEVERE W/O PSYCHOSIS"),
        ("F32.9", f"{MDD}, single episode, unspecified"),
        ("F33.1", f"{MDD}, recurrent, moderately severe"),  # between two codes
        ("F33.41", f"{MDD}, recurrent, severe, in partial remission"),  # how severe it was
        ("F32.A", "Depression, unspecified"),
        ("F41.1", "Generalized anxiety disorder, severe"),  # no code of depression
    ],
)
def test_descriptions_that_go_with_their_code(code: str, description: str) -> None:
    assert told(f"diagnoses: [{{code: {code}, description: '{description}'}}]") == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
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
    ],
)
def test_suicidality_and_effect_within_themselves(facts: str, said: list[str]) -> None:
    assert told(facts) == said
