"""Improvement since the baseline, on one and the same instrument."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners

SESSION = "sessions: [{on: 2026-06-01, dose_mg: 56}]"


def scored(*scores: str, more: str = "") -> str:
    """A chart with these scores, each written "MADRS 2026-05-04 34", and a first session on 2026-06-01."""
    told = []
    for one in scores:
        instrument, on, total = one.split()
        told.append(f"{{instrument: {instrument}, on: {on}, total: {total}}}")
    return f"scores: [{', '.join(told)}]\n{SESSION}\n{more}"


@pytest.mark.parametrize(
    ("percent", "before", "after", "verdict"),
    [
        ("at_least: 50", 34, 17, "met"),  # 17 of 34
        ("at_least: 50", 34, 18, "not_met"),  # 16 of 34 are 47.1 %
        ("more_than: 50", 34, 17, "not_met"),
        ("more_than: 50", 34, 16, "met"),  # 52.9 %
        ("at_least: 20", 25, 20, "met"),  # 5 of 25
        ("at_least: 20", 25, 21, "not_met"),  # 16.0 %
        ("at_least: 20", 20, 25, "not_met"),  # worse
    ],
)
def test_in_percent_of_the_baseline(percent: str, before: int, after: int, verdict: str) -> None:
    rule = f"improvement: {{shown_on: [MADRS], percent: {{{percent}}}}}"
    assert judged(rule, scored(f"MADRS 2026-05-04 {before}", f"MADRS 2026-11-12 {after}")).verdict == verdict


@pytest.mark.parametrize(("after", "verdict"), [(19, "met"), (20, "not_met"), (21, "not_met")])
def test_any_improvement_where_no_number_is_named(after: int, verdict: str) -> None:
    rule = "improvement: {shown_on: any_validated}"
    assert judged(rule, scored("PHQ-9 2026-05-04 20", f"PHQ-9 2026-11-12 {after}")).verdict == verdict


@pytest.mark.parametrize(
    "scores",
    [
        ("MADRS 2026-05-04 34", "PHQ-9 2026-11-12 5"),  # never compared
        ("MADRS 2026-05-04 34",),
        ("MADRS 2026-11-12 10",),
        ("PHQ-9 2026-05-04 20", "PHQ-9 2026-11-12 5"),  # the payer does not name it
        (),
    ],
)
def test_two_scores_on_one_instrument_are_needed(scores: tuple[str, ...]) -> None:
    found = judged("improvement: {shown_on: [MADRS, QIDS-SR16]}", scored(*scores))
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


def test_one_instrument_that_shows_it_is_enough() -> None:
    rule = "improvement: {shown_on: [MADRS, PHQ-9], percent: {at_least: 50}}"
    facts = scored("MADRS 2026-05-04 34", "MADRS 2026-11-12 20", "PHQ-9 2026-05-04 20", "PHQ-9 2026-11-12 10")
    found = judged(rule, facts)
    assert found.verdict == "met"
    assert "PHQ-9 20 before (2026-05-04) and 10 on 2026-11-12: 50" in found.facts.because


@pytest.mark.parametrize(
    ("on", "verdict", "stale"),
    [("2026-10-21", "met", "2026-11-21"), ("2026-10-20", "not_documented", "2026-11-20")],
)
def test_at_most_thirty_days_old(on: str, verdict: str, stale: str) -> None:
    rule = "improvement: {shown_on: [PHQ-9], within_days: 30}"
    found = judged(rule, scored("PHQ-9 2026-05-04 20", f"PHQ-9 {on} 10"))
    assert (found.verdict, found.moments) == (verdict, (date.fromisoformat(stale),))


@pytest.mark.parametrize(
    ("sustained", "improved", "stated", "verdict"),
    [
        ("required", True, "yes", "met"),
        ("required", True, "no", "not_met"),
        ("required", True, None, "not_documented"),  # two scores do not show that it lasts
        ("required", False, "yes", "not_met"),
        ("suffices", True, None, "met"),
        ("suffices", False, "yes", "met"),
        ("suffices", False, "no", "not_met"),
        ("suffices", False, None, "not_documented"),
    ],
)
def test_that_it_lasts_the_prescriber_states(sustained: str, improved: bool, stated: str | None, verdict: str) -> None:
    rule = f"improvement: {{shown_on: [PHQ-9], percent: {{at_least: 50}}, sustained: {sustained}}}"
    word = f"attestations: [{{states: sustained_improvement, answer: {stated}, {DOCTOR}}}]" if stated else ""
    after = 10 if improved else 15
    assert judged(rule, scored("PHQ-9 2026-05-04 20", f"PHQ-9 2026-11-12 {after}", more=word)).verdict == verdict
