"""Where a policy names no number, what the verdict rests on is told with its age or length, and nothing is decided."""

from __future__ import annotations

import pytest

from tests.spec.builders import AS_OF, chart, judge, policy
from tests.spec.criteria.builders import DULOXETINE, ESCITALOPRAM, courses, trials_asked

SUICIDAL = "suicide_assessments: [{on: %s, behavior: yes}]"


def doubts(facts: str, rule: str) -> dict[str, str]:
    found = judge(chart(facts), policy(f"- {{{rule}}}"), AS_OF)
    assert found.verdict == "met"
    return {one.code: one.text for one in found.warnings}


@pytest.mark.parametrize(
    ("on", "age"), [("2026-11-20", None), ("2026-11-19", "is 1 day old"), ("2025-11-20", "is 365 days old")]
)
def test_an_assessment_whose_age_nobody_limits(on: str, age: str | None) -> None:
    """ "Now", says the source, and no number: how old it is, the reader sees."""
    told = doubts(SUICIDAL % on, "suicidality: {any_of: [[behavior]]}").get("assessment_age")
    assert (age in told) if age and told else told is None


def test_where_the_policy_has_a_number_it_decides() -> None:
    assert doubts(SUICIDAL % "2026-11-19", "suicidality: {any_of: [[behavior]], within_days: 3}") == {}


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("2025-03-16", None),  # 2025-02-03 to 2025-03-16: 26 + 16 = 42 days
        ("2025-03-15", "For duloxetine no more than 41 days are certain"),
        ("2025-02-07", "For duloxetine no more than 5 days are certain"),
    ],
)
def test_a_trial_shorter_than_any_questionnaire_counts(end: str, said: str | None) -> None:
    facts = courses(ESCITALOPRAM, f"{DULOXETINE}, end: {end}")
    told = doubts(facts, trials_asked(count=2)).get("short_trial")
    assert (said in told) if said and told else told is None


def test_where_the_policy_names_weeks_or_ways_to_fail_they_decide() -> None:
    facts = courses(f"{ESCITALOPRAM}, end: 2025-03-03")  # 26 + 3 = 29 days
    assert doubts(facts, trials_asked("weeks: {at_least: 4}")) == {}
    assert doubts(facts, trials_asked("fails_by: [{response: {words: [none]}, weeks: {at_least: 4}}]")) == {}
