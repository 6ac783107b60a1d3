"""A claim paid not long ago."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import judged, owners

RULE = "grandfathered: {claim_within_days: 120}"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("fills: [{medicine: Spravato, on: 2026-07-23, days_supply: 7}]", "met"),  # 8 + 31 + 30 + 31 + 20 = 120 days
        ("fills: [{medicine: Spravato, on: 2026-07-22, days_supply: 7}]", "not_documented"),  # a later one may be
        ("fills: [{medicine: sertraline, on: 2026-11-02, days_supply: 30}]", "not_documented"),
        ("sessions: [{on: 2026-11-02, dose_mg: 84}]", "not_documented"),  # says nothing of who paid
        ("", "not_documented"),
    ],
)
def test_a_claim_as_the_pharmacy_has_it(facts: str, verdict: str) -> None:
    found = judged(RULE, facts)
    assert found.verdict == verdict
    assert owners(found) == ({"pharmacy"} if verdict == "not_documented" else set())


def test_the_first_day_that_is_too_late_is_known() -> None:
    found = judged(RULE, "fills: [{medicine: Spravato, on: 2026-11-02, days_supply: 7}]")
    assert found.moments == (date(2027, 3, 3),)  # 28 + 31 + 31 + 28 + 3 = 121 days later
