"""An earlier approval, and how treatment began."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners

APPROVED = "authorizations: [{payer: payer, product: Spravato, from: 2026-05-04, until: 2026-10-31}]"
BY_ANOTHER = APPROVED.replace("payer: payer", "payer: another")
SESSION = "sessions: [{on: 2026-05-11, dose_mg: 56, supply: %s}]"


@pytest.mark.parametrize(
    ("facts", "by_this_payer", "by_any_payer"),
    [
        (APPROVED, "met", "met"),
        (BY_ANOTHER, "not_documented", "met"),
        (APPROVED.replace("Spravato", "Zulresso"), "not_documented", "not_documented"),
        ("", "not_documented", "not_documented"),
    ],
)
def test_by_whom(facts: str, by_this_payer: str, by_any_payer: str) -> None:
    """That there was none a chart cannot show: it is never a no."""
    found = judged("prior_approval: {by: this_payer}", facts)
    assert found.verdict == by_this_payer
    assert owners(found) == ({"billing"} if by_this_payer == "not_documented" else set())
    assert judged("prior_approval: {by: any_payer}", facts).verdict == by_any_payer


@pytest.mark.parametrize(
    ("supply", "verdict"),
    [
        ("practice_stock", "met"),
        ("specialty_pharmacy", "met"),
        ("sample", "not_met"),
        ("manufacturer", "not_met"),
        ("~", "not_documented"),
    ],
)
def test_treatment_that_began_with_samples_does_not_count(supply: str, verdict: str) -> None:
    rule = "prior_approval: {by: this_payer, excluded_supply: [sample, manufacturer]}"
    assert judged(rule, f"{APPROVED}\n{SESSION % supply}").verdict == verdict


@pytest.mark.parametrize(
    ("denied", "authorized", "verdict"),
    [
        ("", "", "not_documented"),  # the list is open
        ("", "complete", "met"),
        ("2026-05-01", "", "not_met"),
        ("2026-05-01", "approved after it", "met"),  # denied, then approved, then begun
        ("2026-05-12", "complete", "met"),  # after the first session
    ],
)
def test_treatment_that_was_begun_after_a_denial_does_not_count(denied: str, authorized: str, verdict: str) -> None:
    approved = APPROVED if authorized == "approved after it" else APPROVED.replace("2026-05-04", "2026-06-01")
    facts = [approved, SESSION % "practice_stock"]
    if denied:
        facts.append(f"denials: [{{payer: payer, product: Spravato, on: {denied}}}]")
    if authorized == "complete":
        facts.append(f"complete: [{{list: denials, up_to: 2026-11-20, {DOCTOR}}}]")
    assert judged("prior_approval: {by: this_payer, not_after_denial: true}", "\n".join(facts)).verdict == verdict
