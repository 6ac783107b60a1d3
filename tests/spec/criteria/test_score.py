"""A scale's total, in the words of the payer's own threshold."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import (
    judged,
    owners,
)

EITHER = "score: {any_of: [{instrument: MADRS, total: {at_least: 28}}, {instrument: PHQ-9, total: {at_least: 10}}]}"


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ("{instrument: MADRS, on: 2026-11-12, total: 28}", "met"),
        ("{instrument: PHQ-9, on: 2026-11-12, total: 10}", "met"),
        ("{instrument: MADRS, on: 2026-11-12, total: 27}, {instrument: PHQ-9, on: 2026-11-12, total: 10}", "met"),
        (
            "{instrument: MADRS, on: 2026-11-12, total: 27}, {instrument: PHQ-9, on: 2026-11-12, total: 9}",
            "not_met",
        ),
        ("{instrument: PHQ-9, on: 2026-11-12, total: 9}", "not_documented"),  # MADRS may still show it
        ("{instrument: QIDS-SR16, on: 2026-11-12, total: 20}", "not_documented"),
        ("", "not_documented"),
    ],
)
def test_any_one_of_several_instruments(scores: str, verdict: str) -> None:
    assert judged(EITHER, f"scores: [{scores}]").verdict == verdict


@pytest.mark.parametrize(("on", "verdict"), [("2026-11-06", "met"), ("2026-11-05", "not_documented")])
def test_at_most_so_many_days_old(on: str, verdict: str) -> None:
    rule = "score: {any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 14}"
    found = judged(rule, f"scores: [{{instrument: PHQ-9, on: {on}, total: 16}}]")
    assert found.verdict == verdict
    days = (date(2026, 11, 20) - date.fromisoformat(on)).days
    assert f"{days} days old, at most 14 allowed" in found.facts.because


def test_the_latest_decides_and_at_renewal_the_baseline() -> None:
    facts = """
        scores:
          - {instrument: PHQ-9, on: 2026-05-04, total: 20, baseline: yes}
          - {instrument: PHQ-9, on: 2026-11-12, total: 4}
    """
    rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: %s}"
    assert judged(rule % "current", facts).verdict == "not_met"
    found = judged(rule % "baseline", facts)
    assert (found.verdict, found.facts.because) == ("met", "PHQ-9 20 on 2026-05-04; at least 10 required.")


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ("", "met"),  # before the first session, every score is from before treatment
        ("sessions: [{on: 2026-05-04, dose_mg: 56}]", "met"),
        ("sessions: [{on: 2026-05-03, dose_mg: 56}]", "not_documented"),
    ],
)
def test_a_baseline_is_the_score_before_the_first_session(more: str, verdict: str) -> None:
    rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: baseline}"
    assert judged(rule, f"scores: [{{instrument: PHQ-9, on: 2026-05-04, total: 20}}]\n{more}").verdict == verdict


def test_at_a_continuation_without_its_sessions_only_a_score_that_is_called_so_is_the_baseline() -> None:
    rule = "score: {any_of: [{instrument: PHQ-9, total: {at_least: 10}}], measured: baseline}"
    asks = "asks: [{coverage: coverage-payer, indication: trd, phase: continuation}]"
    found = judged(rule, f"scores: [{{instrument: PHQ-9, on: 2026-05-04, total: 20}}]\n{asks}")
    assert (found.verdict, owners(found)) == ("not_documented", {"prescriber"})


@pytest.mark.parametrize(
    ("onset", "verdict", "said"),
    [
        ("2026-11-12", "met", ""),
        ("2026-11-13", "not_documented", "is from before the current episode (since 2026-11-13)"),
        ("2026-11", "not_documented", ""),
        ("2026-10", "met", ""),
        ("~", "met", ""),
    ],
)
@pytest.mark.parametrize(
    "rule",
    [
        "score: {any_of: [{instrument: MADRS, total: {at_least: 28}}]}",
        "severity: {at_least: severe, shown_on: [MADRS]}",
        "scale_on_file: {accepted: [MADRS], measured: baseline}",
    ],
)
def test_a_score_from_before_the_episode_does_not_speak_of_it(rule: str, onset: str, verdict: str, said: str) -> None:
    """MADRS of 36 on 2026-11-12. Where the onset is of a month only, the day may be before it."""
    facts = f"episode: {{onset: {onset}}}\nscores: [{{instrument: MADRS, on: 2026-11-12, total: 36}}]"
    found = judged(rule, facts)
    assert found.verdict == verdict
    assert said in found.facts.because
    assert bool(found.gaps) is (verdict == "not_documented")


UNDER_TREATMENT = "sessions: [{on: 2026-10-13, dose_mg: 56}, {on: 2026-11-10, dose_mg: 84}]"
OVER_15 = "score: {any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 28%s}"
FROM_THE_PAYER = "from the payer: whether the score from before treatment counts, or the one under treatment"


@pytest.mark.parametrize(
    ("before", "under", "verdict"),
    [
        (16, 15, "not_documented"),  # a responder: a gate that says nothing of the baseline may mean it
        (16, 16, "met"),
        (15, 15, "not_met"),
        (15, 16, "not_documented"),
        (None, 16, "not_documented"),
        (None, 15, "not_documented"),
    ],
)
def test_at_an_initial_request_under_treatment_the_baseline_and_the_score_of_today_must_agree(
    before: int | None, under: int, verdict: str
) -> None:
    """Whoever changes the insurer mid-course makes an initial request with an old baseline."""
    first = f"{{instrument: PHQ-9, on: 2026-10-13, total: {before}}}, " if before is not None else ""
    facts = f"scores: [{first}{{instrument: PHQ-9, on: 2026-11-12, total: {under}}}]\n{UNDER_TREATMENT}"
    found = judged(OVER_15 % "", facts)
    assert found.verdict == verdict
    if before is None:
        assert "No PHQ-9 from before the first session is documented" in found.facts.because
    else:
        assert f"Before the first session (2026-10-13): PHQ-9 {before} on 2026-10-13" in found.facts.because
    assert f"At this request: PHQ-9 {under} on 2026-11-12" in found.facts.because
    assert (FROM_THE_PAYER in {gap.needed for gap in found.gaps}) is (verdict == "not_documented")


@pytest.mark.parametrize(("on", "verdict"), [("2026-09-15", "met"), ("2026-09-14", "not_documented")])
def test_a_baseline_is_as_old_as_it_was_at_the_first_session(on: str, verdict: str) -> None:
    """2026-09-15 to 2026-10-13: 15 + 13 = 28 days."""
    facts = f"scores: [{{instrument: PHQ-9, on: {on}, total: 20, baseline: yes}}]\n{UNDER_TREATMENT}"
    found = judged(OVER_15 % ", measured: baseline", facts)
    assert found.verdict == verdict
    assert "days old at the first session, at most 28 allowed" in found.facts.because


@pytest.mark.parametrize(
    ("last", "verdict"),
    [
        ("2026-10-23", "not_documented"),  # 28 days ago: the longest spacing there is, so the course goes on
        ("2026-10-22", "not_met"),  # 29 days: it has ended, and the score of today is from before the next
    ],
)
def test_after_an_ended_course_the_score_of_today_decides_again(last: str, verdict: str) -> None:
    facts = f"""
        scores:
          - {{instrument: PHQ-9, on: 2026-09-25, total: 20}}
          - {{instrument: PHQ-9, on: 2026-11-12, total: 4}}
        sessions: [{{on: 2026-09-28, dose_mg: 56}}, {{on: {last}, dose_mg: 84}}]
    """
    assert judged(OVER_15 % "", facts).verdict == verdict


def test_the_baseline_is_that_of_the_course_under_way() -> None:
    """An earlier course, ended more than a year before, had a baseline of its own."""
    facts = """
        scores:
          - {instrument: PHQ-9, on: 2025-05-01, total: 10, baseline: yes}
          - {instrument: PHQ-9, on: 2026-10-20, total: 20, baseline: yes}
          - {instrument: PHQ-9, on: 2026-11-12, total: 16}
        sessions: [{on: 2025-05-04, dose_mg: 56}, {on: 2026-11-02, dose_mg: 56}, {on: 2026-11-10, dose_mg: 84}]
    """
    found = judged(OVER_15 % "", facts)
    assert found.verdict == "met"
    assert "Before the first session (2026-11-02): PHQ-9 20 on 2026-10-20" in found.facts.because


def test_without_a_score_under_treatment_a_stale_one_is_asked_anew() -> None:
    facts = f"scores: [{{instrument: PHQ-9, on: 2026-10-12, total: 20}}]\n{UNDER_TREATMENT}"
    found = judged(OVER_15 % "", facts)
    assert found.verdict == "not_documented"
    assert {gap.needed for gap in found.gaps} == {FROM_THE_PAYER, "a new PHQ-9"}
