"""How much is asked for, in milligrams, sessions, devices and kits."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    judged,
    owners,
)

ASKED = "asks: [{coverage: coverage-payer, indication: trd, regimen: {%s}}]"


@pytest.mark.parametrize(
    ("limit", "regimen", "verdict"),
    [
        ("mg_per_week: 168, until_week: 4", "dose_mg: 84", "met"),  # 84 twice a week
        ("mg_per_week: 167, until_week: 4", "dose_mg: 84", "not_met"),
        ("mg_per_week: 112, until_week: 4", "dose_mg: 56", "met"),  # 56 twice a week
        ("mg_per_week: 111, until_week: 4", "dose_mg: 56", "not_met"),
        ("mg_per_week: 140, until_week: 1", "dose_mg: 84, first_dose_mg: 56", "met"),  # 56 + 84
        ("mg_per_week: 139, until_week: 1", "dose_mg: 84, first_dose_mg: 56", "not_met"),
        ("mg_per_week: 84, until_week: 8", "dose_mg: 84, starts_in_week: 5", "met"),  # once a week from week 5 on
        ("mg_per_week: 83, until_week: 8", "dose_mg: 84, starts_in_week: 5", "not_met"),
        ("mg_per_week: 84, until_week: 12", "dose_mg: 84, starts_in_week: 9, maintenance_every_weeks: 2", "met"),
        ("mg_per_week: 168, until_week: 4", "dose_mg: 84, starts_in_week: 5", "not_applicable"),
    ],
)
def test_the_week_with_the_most_decides(limit: str, regimen: str, verdict: str) -> None:
    assert judged(f"dose_limit: {{{limit}}}", ASKED % regimen).verdict == verdict


def test_the_sentence_does_the_sum() -> None:
    found = judged("dose_limit: {mg_per_week: 168, until_week: 4}", ASKED % "dose_mg: 84, first_dose_mg: 56")
    # 56 + 84 = 140 mg in week 1, 84 + 84 = 168 mg from week 2 on
    assert "168 mg a week (week 2)" in found.facts.because


@pytest.mark.parametrize(
    "ask",
    [
        "asks: [{coverage: coverage-payer, indication: trd}]",
        ASKED % "dose_mg: 84",  # how often from week 9 on is the prescriber's to say
    ],
    ids=["no plan", "a plan without the frequency of maintenance"],
)
def test_what_is_not_planned_is_not_documented(ask: str) -> None:
    found = judged("dose_limit: {mg_per_week: 168, until_week: 12}", ask)
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


@pytest.mark.parametrize(
    ("limit", "regimen", "verdict"),
    [
        ("mg_per_session: 84", "dose_mg: 84", "met"),
        ("mg_per_session: 56", "dose_mg: 84", "not_met"),
        ("mg_per_session: 56", "dose_mg: 56", "met"),
        ("sessions_per_week: 2, until_week: 4", "dose_mg: 84", "met"),
        ("sessions_per_week: 1, until_week: 4", "dose_mg: 84", "not_met"),
        ("sessions_per_week: 1, from_week: 5, until_week: 8", "dose_mg: 84", "met"),  # once a week from week 5 on
        ("first_dose_mg: 56", "dose_mg: 84, first_dose_mg: 56", "met"),
        ("first_dose_mg: 56", "dose_mg: 84", "not_met"),
        ("first_dose_mg: 56", "dose_mg: 84, starts_in_week: 3", "not_applicable"),  # it was given long ago
    ],
)
def test_in_a_session_in_the_first_one_and_how_often(limit: str, regimen: str, verdict: str) -> None:
    assert judged(f"dose_limit: {{{limit}}}", ASKED % regimen).verdict == verdict
