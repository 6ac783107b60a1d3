"""Time since the last session."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import DOCTOR, judged, owners

CLOSED = f"complete: [{{list: spravato_sessions, up_to: 2026-11-20, {DOCTOR}}}]"


@pytest.mark.parametrize(
    ("rule", "last", "verdict"),
    [
        ("more_than: 4", "2026-10-23", "not_met"),  # 8 + 20 = 28 days
        ("more_than: 4", "2026-10-22", "met"),  # 29 days
        ("at_least: 4", "2026-10-23", "met"),
        ("at_least: 4", "2026-10-24", "not_met"),  # 27 days
        ("at_most: 4", "2026-10-23", "met"),
        ("at_most: 4", "2026-10-22", "not_met"),
    ],
)
def test_in_weeks_of_seven_days(rule: str, last: str, verdict: str) -> None:
    facts = f"sessions: [{{on: 2026-01-05, dose_mg: 84}}, {{on: {last}, dose_mg: 84}}]\n{CLOSED}"
    assert judged(f"gap_in_treatment: {{weeks: {{{rule}}}}}", facts).verdict == verdict


@pytest.mark.parametrize(("rule", "verdict"), [("more_than: 4", "not_documented"), ("at_most: 8", "met")])
def test_while_the_list_is_open_there_may_have_been_a_later_session(rule: str, verdict: str) -> None:
    """From 1 October to 20 November are fifty days: seven weeks and a day."""
    found = judged(f"gap_in_treatment: {{weeks: {{{rule}}}}}", "sessions: [{on: 2026-10-01, dose_mg: 84}]")
    assert found.verdict == verdict
    assert owners(found) == ({"billing"} if verdict == "not_documented" else set())


def test_counted_to_the_first_day_of_service() -> None:
    facts = f"sessions: [{{on: 2026-10-23, dose_mg: 84}}]\n{CLOSED}"
    found = judged("gap_in_treatment: {weeks: {more_than: 4}}", facts, service_start=date(2026, 11, 21))
    assert found.verdict == "met"
    assert found.facts.because == "Last session on 2026-10-23, 29 days before 2026-11-21; more than 4 weeks asked."


def test_without_a_session_nothing_is_known() -> None:
    found = judged("gap_in_treatment: {weeks: {more_than: 4}}")
    assert (found.verdict, owners(found)) == ("not_documented", {"billing"})
