"""A stay in hospital: now, or not long ago."""

from __future__ import annotations

from datetime import date

import pytest

from tests.spec.criteria.builders import judged, owners

FIVE_DAYS = "inpatient: {for_suicidality: true, discharged_within_days: 5, levels: [acute, subacute]}"


@pytest.mark.parametrize(
    ("stay", "verdict"),
    [
        ("discharged: 2026-11-15, for_suicidality: yes, level: acute", "met"),  # five days before the request
        ("discharged: 2026-11-14, for_suicidality: yes, level: acute", "not_met"),
        ("discharged: still_admitted, for_suicidality: yes, level: subacute", "met"),
        ("discharged: 2026-11, for_suicidality: yes, level: acute", "not_documented"),
        ("discharged: 2026-10, for_suicidality: yes, level: acute", "not_met"),
        ("for_suicidality: yes, level: acute", "not_documented"),
        ("discharged: 2026-11-18, for_suicidality: no, level: acute", "not_met"),
        ("discharged: 2026-11-18, level: acute", "not_documented"),
        ("discharged: 2026-11-18, for_suicidality: yes", "not_documented"),
    ],
)
def test_discharged_at_most_five_days_ago(stay: str, verdict: str) -> None:
    found = judged(FIVE_DAYS, f"inpatient: [{{admitted: 2026-10-05, {stay}}}]")
    assert found.verdict == verdict
    assert owners(found) == ({"hospital"} if verdict == "not_documented" else set())


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        ("2026-11-20", "met"),
        ("2026-11-15", "met"),  # who was there five days ago was not discharged earlier
        ("2026-11-14", "not_documented"),
    ],
)
def test_who_is_still_there_was_last_seen_there_on_a_day(seen: str, verdict: str) -> None:
    stay = f"admitted: 2026-10-05, discharged: still_admitted, as_of: {seen}, for_suicidality: yes, level: acute"
    found = judged(FIVE_DAYS, f"inpatient: [{{{stay}}}]")
    assert found.verdict == verdict
    assert f"still there on {seen}" in found.facts.because
    assert date(2026, 11, 20) in found.moments or seen != "2026-11-14"
    assert owners(found) == ({"hospital"} if verdict == "not_documented" else set())


def test_that_there_was_no_stay_a_chart_cannot_show() -> None:
    found = judged(FIVE_DAYS)
    assert (found.verdict, owners(found)) == ("not_documented", {"hospital"})


def test_of_several_stays_one_that_fits_is_enough() -> None:
    rest = "for_suicidality: yes, level: acute"
    facts = f"""
        inpatient:
          - {{admitted: 2025-03-03, discharged: 2025-03-10, {rest}}}
          - {{admitted: 2026-11-10, discharged: 2026-11-18, {rest}}}
    """
    assert judged(FIVE_DAYS, facts).verdict == "met"


@pytest.mark.parametrize(
    ("discharged", "verdict", "owner"),
    [("still_admitted", "met", set()), ("2026-11-18", "not_documented", {"billing"})],
)
def test_how_recent_recently_is_only_the_payer_can_say(discharged: str, verdict: str, owner: set[str]) -> None:
    found = judged(
        "inpatient: {discharged_recently: true}", f"inpatient: [{{admitted: 2026-11-10, discharged: {discharged}}}]"
    )
    assert (found.verdict, owners(found)) == (verdict, owner)


@pytest.mark.parametrize(("started", "verdict"), [("yes", "met"), ("no", "not_met"), ("~", "not_documented")])
def test_with_esketamine_begun_during_the_stay(started: str, verdict: str) -> None:
    facts = f"inpatient: [{{admitted: 2026-11-10, discharged: still_admitted, esketamine_started: {started}}}]"
    assert judged("inpatient: {esketamine_started: true}", facts).verdict == verdict


def test_the_first_day_that_is_too_late_is_known() -> None:
    facts = "inpatient: [{admitted: 2026-11-10, discharged: 2026-11-18, for_suicidality: yes, level: acute}]"
    assert set(judged(FIVE_DAYS, facts).moments) == {date(2026, 11, 24)}
    assert judged(FIVE_DAYS, facts, as_of=date(2026, 11, 23)).verdict == "met"
    assert judged(FIVE_DAYS, facts, as_of=date(2026, 11, 24)).verdict == "not_met"


@pytest.mark.parametrize(
    ("stay", "verdict"),
    [
        ("admitted: 2026-08-01, discharged: 2026-08-14", "met"),  # treatment began there
        ("admitted: 2026-08-01, discharged: 2026-08-03", "met"),  # on the last day
        ("admitted: 2026-07-20, discharged: 2026-07-29", "met"),  # five days before
        ("admitted: 2026-07-20, discharged: 2026-07-28", "not_met"),  # six
        ("admitted: 2026-08-04, discharged: 2026-08-14", "not_met"),  # a day after it had begun
    ],
)
def test_at_renewal_a_stay_is_read_as_it_was_when_treatment_began(stay: str, verdict: str) -> None:
    rule = "inpatient: {discharged_within_days: 5, measured: baseline}"
    facts = f"sessions: [{{on: 2026-08-03, dose_mg: 84}}]\ninpatient: [{{{stay}}}]"
    assert judged(rule, facts).verdict == verdict
    assert judged(rule, f"inpatient: [{{{stay}}}]").verdict == "not_documented"  # without a session
