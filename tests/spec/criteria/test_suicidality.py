"""Suicidal ideation or behavior, as a clinician assessed it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import judged, owners

RULE = "suicidality: {any_of: [[ideation, intent], [behavior]]}"


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ("ideation: yes, intent: yes", "met"),
        ("behavior: yes", "met"),
        ("ideation: yes, intent: no, behavior: no", "not_met"),
        ("ideation: yes, intent: no", "not_documented"),  # there may have been behavior
        ("ideation: yes, behavior: no", "not_documented"),  # with intent?
        ("ideation: no, behavior: no", "not_met"),  # without ideation intent does not matter
        ("plan: yes", "not_documented"),  # a plan answers neither
    ],
)
def test_ideation_with_intent_or_behavior(answers: str, verdict: str) -> None:
    assert judged(RULE, f"suicide_assessments: [{{on: 2026-11-12, {answers}}}]").verdict == verdict


@pytest.mark.parametrize(("on", "verdict"), [("2026-11-17", "met"), ("2026-11-16", "not_documented")])
def test_at_most_three_days_old(on: str, verdict: str) -> None:
    """On 2026-11-20 an assessment of the 17th is three days old."""
    rule = "suicidality: {any_of: [[ideation]], within_days: 3}"
    found = judged(rule, f"suicide_assessments: [{{on: {on}, ideation: yes}}]")
    assert found.verdict == verdict
    assert date.fromisoformat(on).replace(day=int(on[-2:]) + 4) in found.moments or verdict == "not_documented"


def test_the_latest_assessment_decides() -> None:
    facts = """
        suicide_assessments:
          - {on: 2026-11-02, ideation: yes, intent: yes}
          - {on: 2026-11-12, ideation: no, behavior: no}
    """
    assert judged(RULE, facts).verdict == "not_met"
    assert judged(RULE, facts, as_of=date(2026, 11, 11)).verdict == "met"


@pytest.mark.parametrize(
    ("assessed", "scale", "item9", "verdict"),
    [
        ("2026-11-10", "2026-11-18", 3, "not_documented"),  # nobody has asked since
        ("2026-11-10", "2026-11-18", 0, "not_documented"),  # no thoughts any more
        ("2026-11-10", "2026-11-10", 0, "not_documented"),  # two accounts of one day
        ("2026-11-18", "2026-11-10", 3, "met"),
        ("2026-11-18", "2026-11-10", 0, "met"),  # they came after it
    ],
)
def test_a_scale_that_came_later_or_contradicts_it_leaves_it_open(
    assessed: str, scale: str, item9: int, verdict: str
) -> None:
    items = [3, 3, 3, 3, 3, 0, 0, 0, item9]
    facts = f"""
        suicide_assessments: [{{on: {assessed}, ideation: yes, intent: yes}}]
        scores: [{{instrument: PHQ-9, on: {scale}, total: {sum(items)}, items: {items}}}]
    """
    found = judged(RULE, facts)
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())


def test_an_answer_on_a_scale_alone_is_no_assessment() -> None:
    facts = "scores: [{instrument: PHQ-9, on: 2026-11-18, total: 3, items: [0, 0, 0, 0, 0, 0, 0, 0, 3]}]"
    found = judged(RULE, facts)
    assert (found.verdict, found.facts.because) == ("not_documented", "No suicide risk assessment is documented.")


@pytest.mark.parametrize(
    ("onset", "verdict"), [("2026-11-12", "met"), ("2026-11", "met"), ("2026-11-13", "not_documented"), ("~", "met")]
)
def test_an_assessment_from_before_the_episode_does_not_speak_of_it(onset: str, verdict: str) -> None:
    """It was made on the 12th. Where the day of the onset is open, it may be of this episode."""
    facts = f"episode: {{onset: {onset}}}\nsuicide_assessments: [{{on: 2026-11-12, behavior: yes}}]"
    assert judged(RULE, facts).verdict == verdict


@pytest.mark.parametrize(
    ("first", "verdict"), [("2026-11-11", "not_documented"), ("2026-11-12", "met"), ("2026-11-18", "not_met")]
)
def test_at_renewal_it_is_read_as_it_was_when_treatment_began(first: str, verdict: str) -> None:
    """Before the 12th nobody had assessed it; on the 18th a second assessment found nothing."""
    rule = RULE.replace("[behavior]]", "[behavior]], measured: baseline")
    facts = f"""
        sessions: [{{on: {first}, dose_mg: 84}}]
        suicide_assessments:
          - {{on: 2026-11-12, ideation: yes, intent: yes}}
          - {{on: 2026-11-18, ideation: no, behavior: no}}
    """
    assert judged(rule, facts).verdict == verdict


def test_at_renewal_the_day_of_the_first_session_is_needed() -> None:
    rule = RULE.replace("[behavior]]", "[behavior]], measured: baseline")
    found = judged(rule, "suicide_assessments: [{on: 2026-11-12, behavior: yes}]")
    assert (found.verdict, [gap.needed for gap in found.gaps]) == ("not_documented", ["the day of the first session"])
