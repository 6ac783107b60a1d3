"""What Spravato did when it was given before."""

from __future__ import annotations

import pytest

from tests.spec.criteria.builders import (
    DOCTOR,
    judged,
    owners,
)

RULE = "prior_exposure: {instrument: %s, improvement: {%s}}"
GIVEN = "sessions: [{on: 2026-03-02, dose_mg: 56}, {on: 2026-04-27, dose_mg: 84}]"


@pytest.mark.parametrize(
    ("bound", "before", "after", "verdict"),
    [
        ("more_than: 50", 40, 20, "not_met"),
        ("more_than: 50", 39, 19, "met"),  # 20/39 = 51.3 %
        ("at_least: 50", 40, 20, "met"),
        ("at_least: 50", 41, 21, "not_met"),  # 20/41 = 48.8 %
    ],
)
def test_it_helped_by_the_payers_measure(bound: str, before: int, after: int, verdict: str) -> None:
    scores = [f"{{instrument: MADRS, on: 2026-03-02, total: {before}}}"]
    scores += [f"{{instrument: MADRS, on: 2026-04-27, total: {after}}}"]
    found = judged(RULE % ("MADRS", bound), f"{GIVEN}\nscores: [{', '.join(scores)}]")
    assert found.verdict == verdict
    assert f"MADRS {before} before (2026-03-02) and {after} after (2026-04-27)" in found.facts.because


@pytest.mark.parametrize(
    ("facts", "verdict", "owner"),
    [
        ("", "not_documented", {"patient"}),
        (f"complete: [{{list: spravato_sessions, up_to: 2026-11-20, {DOCTOR}}}]", "met", set()),
        (GIVEN, "not_documented", {"prescriber"}),
    ],
)
def test_never_given_is_a_statement_not_an_empty_list(facts: str, verdict: str, owner: set[str]) -> None:
    found = judged(RULE % ("PHQ-9", "more_than: 50"), facts)
    assert (found.verdict, owners(found)) == (verdict, owner)
