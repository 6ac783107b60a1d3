"""How old the patient is on the first day of service."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import (
    judged,
)


@pytest.mark.parametrize(
    ("rule", "born", "verdict"),
    [
        ("at_least: 18", "2008-11-20", "met"),
        ("at_least: 18", "2008-11-21", "not_met"),
        ("more_than: 18", "2007-11-20", "met"),
        ("more_than: 18", "2007-11-21", "not_met"),
        ("at_most: 65", "1960-11-21", "met"),
        ("at_most: 65", "1960-11-20", "not_met"),
        ("less_than: 65", "1961-11-21", "met"),
        ("less_than: 65", "1961-11-20", "not_met"),
        ("at_least: 18, at_most: 65", "1980-05-17", "met"),
    ],
)
def test_the_operator_is_part_of_the_rule(rule: str, born: str, verdict: str) -> None:
    assert judged(f"age: {{{rule}}}", f"patient: {{birth_date: {born}}}").verdict == verdict


def test_it_is_the_age_on_the_first_day_of_service() -> None:
    facts = "patient: {birth_date: 2008-11-30}"
    assert judged("age: {at_least: 18}", facts).verdict == "not_met"
    found = judged("age: {at_least: 18}", facts, service_start=date(2026, 12, 1))
    assert found.verdict == "met"
    assert found.facts.because == "18 years old on 2026-12-01; at least 18 required."


@pytest.mark.parametrize(("day", "verdict"), [(date(2026, 2, 28), "not_met"), (date(2026, 3, 1), "met")])
def test_who_was_born_on_29_february_is_a_year_older_on_1_march(day: date, verdict: str) -> None:
    assert judged("age: {at_least: 18}", "patient: {birth_date: 2008-02-29}", as_of=day).verdict == verdict
