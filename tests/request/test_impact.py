"""What a new version of a policy changes for a pending request."""

from __future__ import annotations

from pathlib import Path

from priorauth.policy.load import Loaded
from priorauth.request.impact import impact
from tests.spec.builders import AS_OF, chart, policy

ADULT = "{age: {at_least: 18}}"
CHECKED = "{pdmp: {}}"


def loaded(criteria: str, **envelope: str) -> Loaded:
    return Loaded(policy(f"[{criteria}]", **envelope), Path("payer/policy.yaml"), "")


def found(old: str, new: str, facts: str = "", **envelope: str) -> tuple[str, ...]:
    """The verdict, then all else that turns out otherwise; ``envelope`` is the new policy's."""
    case = chart(facts)
    one = impact(case, case.asks[0], loaded(old), loaded(new, **envelope), AS_OF)
    return (str(one), *one.told)


def test_nothing_changes() -> None:
    assert found(ADULT, ADULT) == ("met, as before",)


def test_another_number_turns_the_verdict() -> None:
    told = found(ADULT, "{age: {at_least: 50}}")  # born on 17 May 1980
    assert told[:2] == ("met → not met", "age: met → not met")
    assert "now wanted: criteria that are not met: age" in told


def test_something_more_is_asked() -> None:
    told = found(ADULT, f"{ADULT}, {CHECKED}")
    assert told[:2] == ("met → not documented", "pdmp: not asked → not documented")


def test_something_is_no_longer_asked() -> None:
    told = found(f"{ADULT}, {CHECKED}", ADULT)
    assert told[:2] == ("not documented → met", "pdmp: not documented → no longer asked")


def test_another_earliest_day_is_told_although_the_verdict_stays() -> None:
    """Somebody of 17 who turns 18 in January 2027, and 19 after the year that is looked ahead."""
    young = "patient: {birth_date: 2009-01-15}"
    assert found(ADULT, "{age: {at_least: 17}}", young)[0] == "not met → met"
    assert found(ADULT, "{age: {more_than: 18}}", young) == (
        "not met, as before",
        "earliest day: 2027-01-15 → none known",
    )


def test_what_must_be_shown_is_told_although_the_verdict_stays() -> None:
    by_records = ADULT.replace("{age", "{proof: records, age")
    assert found(ADULT, by_records) == ("met, as before", "now wanted: the page that shows it: age")
    assert found(by_records, ADULT) == ("met, as before", "no longer wanted: the page that shows it: age")


def test_what_must_be_enclosed_is_told_too() -> None:
    told = found(ADULT, ADULT, documentation="{level: submit, items: [chart_notes]}")
    assert (told[0], len(told), told[1].startswith("now wanted: ")) == ("met, as before", 2, True)
