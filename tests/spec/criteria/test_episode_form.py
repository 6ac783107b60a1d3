"""The form of the current episode."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import judged, owners

TWO_YEARS_OR_RECURRENT = "episode_form: {any_of: [{form: single, at_least_months: 24}, {form: recurrent}]}"


@pytest.mark.parametrize(
    ("episode", "verdict"),
    [
        ("form: recurrent", "met"),  # of whatever length
        ("form: single, onset: 2024-11-20", "met"),  # 24 months on the day of the request
        ("form: single, onset: 2024-11-21", "not_met"),
        ("form: single, onset: 2024-11", "not_documented"),  # the 1st to the 30th
        ("form: single, onset: 2024-10", "met"),
        ("form: single, onset: 2024-12", "not_met"),
        ("form: single", "not_documented"),
        ("onset: 2020-01-06", "not_documented"),  # long enough; of which form?
        ("onset: 2026-01-06", "not_documented"),  # too short for a single one; it may be recurrent
    ],
)
def test_single_for_two_years_or_recurrent(episode: str, verdict: str) -> None:
    found = judged(TWO_YEARS_OR_RECURRENT, f"episode: {{{episode}}}")
    assert found.verdict == verdict
    assert owners(found) == ({"prescriber"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(("known", "verdict"), [("no", "met"), ("yes", "not_met"), ("~", "not_documented")])
def test_without_psychotic_features(known: str, verdict: str) -> None:
    rule = "episode_form: {any_of: [{form: recurrent, psychotic_features: no}]}"
    assert judged(rule, f"episode: {{form: recurrent, psychotic_features: {known}}}").verdict == verdict


def test_without_an_episode_nothing_is_known() -> None:
    found = judged(TWO_YEARS_OR_RECURRENT)
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


def test_the_day_on_which_it_will_have_lasted_long_enough_is_known() -> None:
    found = judged(TWO_YEARS_OR_RECURRENT, "episode: {form: single, onset: 2025-01-31}")
    assert (found.verdict, set(found.moments)) == ("not_met", {date(2027, 1, 31)})


def test_the_sentence_says_since_when_and_how_long_it_must_be() -> None:
    found = judged(TWO_YEARS_OR_RECURRENT, "episode: {form: single, onset: 2026-03-02}")
    assert "Single episode, since 2026-03-02, 24 months required" in found.facts.because
