"""Who may prescribe, and whether a consultation will do."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    judged,
    owners,
)

BY_PSYCHIATRIST = "prescriber: {roles: [psychiatrist], consultation: not_accepted}"
OR_IN_CONSULTATION = "prescriber: {roles: [psychiatrist], consultation: accepted}"
NURSE = "care_team: {prescriber: {name: Somebody, role: psychiatric_np}}"


@pytest.mark.parametrize(
    ("rule", "role", "verdict"),
    [
        (BY_PSYCHIATRIST, "psychiatrist", "met"),
        (BY_PSYCHIATRIST, "psychiatric_np", "not_met"),
        (OR_IN_CONSULTATION, "psychiatrist", "met"),
        (OR_IN_CONSULTATION, "psychiatric_np", "not_documented"),
        (
            "prescriber: {roles: [psychiatrist, psychiatric_np], consultation: not_accepted}",
            "psychiatric_np",
            "met",
        ),
        ("prescriber: {roles: [psychiatrist, psychiatric_np], consultation: not_accepted}", "other", "not_met"),
    ],
)
def test_by_the_prescribers_own_kind(rule: str, role: str, verdict: str) -> None:
    assert judged(rule, f"care_team: {{prescriber: {{name: Somebody, role: {role}}}}}").verdict == verdict


@pytest.mark.parametrize(
    ("consultation", "verdict"),
    [
        ("role: psychiatrist, on: 2026-11-20", "met"),
        ("role: psychiatrist, on: 2026-11-21", "not_documented"),  # tomorrow
        ("role: other_physician, on: 2026-11-20", "not_documented"),
    ],
)
def test_by_a_consultation_that_has_taken_place(consultation: str, verdict: str) -> None:
    facts = f"{NURSE}\nconsultations: [{{consultant: Somebody Else, {consultation}}}]"
    assert judged(OR_IN_CONSULTATION, facts).verdict == verdict


def test_the_sentence_names_the_day_of_the_consultation() -> None:
    facts = f"{NURSE}\nconsultations: [{{consultant: Somebody Else, role: psychiatrist, on: 2026-11-12}}]"
    assert "in consultation with a psychiatrist on 2026-11-12" in judged(OR_IN_CONSULTATION, facts).facts.because


@pytest.mark.parametrize(
    ("facts", "owner"),
    [("", "billing"), ("care_team: {prescriber: {name: Somebody}}", "billing"), (NURSE, "prescriber")],
)
def test_who_has_what_is_missing(facts: str, owner: str) -> None:
    assert owners(judged(OR_IN_CONSULTATION, facts)) == {owner}
