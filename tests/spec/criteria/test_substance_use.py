"""A substance use disorder: of what severity, and what makes it no obstacle."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import (
    judged,
    owners,
)


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
def test_unless_in_treatment(severity: str, treatment: str, verdict: str) -> None:
    facts = f"substance_use: [{{substance: alcohol, disorder: yes, severity: {severity}, treatment: {treatment}}}]"
    rule = "substance_use: {excluded: [moderate, severe], unless: [in_treatment]}"
    assert judged(rule, facts).verdict == verdict


@pytest.mark.parametrize(("severity", "verdict"), [("mild", "met"), ("moderate", "not_met"), ("~", "not_documented")])
def test_without_an_exception_treatment_does_not_help(severity: str, verdict: str) -> None:
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
def test_without_a_disorder_the_question_must_have_been_answered(facts: str, verdict: str) -> None:
    found = judged("substance_use: {excluded: [moderate, severe], unless: [in_treatment]}", facts)
    assert found.verdict == verdict
    assert owners(found) == (set() if verdict == "met" else {"prescriber"})


def test_a_no_to_severe_disorders_is_no_answer_where_mild_ones_are_excluded() -> None:
    """The question is about moderate and severe disorders."""
    rule = "substance_use: {excluded: [mild, moderate, severe]}"
    assert judged(rule, "safety: {substance_use_disorder: no}").verdict == "not_documented"


@pytest.mark.parametrize(
    ("last_use", "verdict"),
    [
        ("2026-10-20", "met"),  # a month on the day of the request
        ("2026-10-21", "not_met"),
        ("2026-10", "not_documented"),
        ("2026-09", "met"),
        ("2026-11", "not_met"),
        ("~", "not_documented"),
    ],
)
def test_unless_abstinent_for_a_month(last_use: str, verdict: str) -> None:
    facts = f"substance_use: [{{substance: alcohol, disorder: yes, severity: severe, last_use: {last_use}}}]"
    rule = "substance_use: {excluded: [moderate, severe], unless_abstinent_months: 1}"
    found = judged(rule, facts)
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("last_use: 2026-08-20", "met"),
        ("last_use: 2026-08-21, controlled_environment_since: 2026-08-21", "not_met"),
        ("last_use: 2026-08-21, controlled_environment_since: 2026-08-20", "met"),
        ("last_use: 2026-08-21", "not_documented"),
        ("treatment: in_treatment, last_use: 2026-11-19, controlled_environment_since: 2026-11-01", "not_met"),
    ],
)
def test_unless_abstinent_or_confined_for_three_months(facts: str, verdict: str) -> None:
    """Being treated does not help where the payer does not say so."""
    rule = "substance_use: {excluded: [moderate, severe], unless_abstinent_months: 3, unless_confined_months: 3}"
    told = f"substance_use: [{{substance: opioids, disorder: yes, severity: moderate, {facts}}}]"
    assert judged(rule, told).verdict == verdict


def test_the_day_on_which_it_will_have_been_long_enough_is_known() -> None:
    facts = "substance_use: [{substance: alcohol, disorder: yes, severity: severe, last_use: 2026-10-31}]"
    found = judged("substance_use: {excluded: [severe], unless_abstinent_months: 1}", facts)
    assert (found.verdict, set(found.moments)) == ("not_met", {date(2026, 11, 30)})
