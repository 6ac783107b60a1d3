"""When to ask for the next authorization: before the last day, by as much as the payer usually needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from priorauth.worklist.case import Case
from priorauth.worklist.deadline import Deadline
from priorauth.worklist.events import Event
from priorauth.worklist.renewals import renewals
from tests.spec.builders import chart
from tests.worklist.small_cases import DAY, appealed, approved, case, closed, denied, line, signed, submitted

ENDS = line(until="2027-02-28")


def running(**opened: Any) -> Case:
    return case(submitted("11-20"), approved("11-25", ENDS), **opened)


def decided(*days: int, payer: str = "cigna") -> list[Case]:
    """Other patients' requests, closed since, each decided after so many days."""
    return [
        case(
            submitted("11-16"), denied(date(2026, 11, 16) + timedelta(days=after)), closed("12-31"),
            case=f"other-{place}", payer=payer,
        )
        for place, after in enumerate(days)
    ]  # fmt: skip


def renewal(*cases: Case) -> Deadline:
    [found] = list(renewals(cases, {}, DAY))
    return found


@pytest.mark.parametrize(
    ("opened", "begin", "source", "verify"),
    [
        ({}, "2027-02-13", "29 CFR", True),  # 15 days before
        # 72 hours and two business days are of the decision alone: the convention's 14 days are the least
        ({"line_of_business": "medicare_advantage", "benefit": "pharmacy"}, "2027-02-14", "a convention of ours", True),
        ({"state": "MA"}, "2027-02-14", "a convention of ours", True),
        ({"line_of_business": "military"}, "2027-02-14", "a convention of ours", True),
        ({"line_of_business": None}, "2027-02-14", "a convention of ours", True),
    ],
)
def test_without_a_history_the_rule_or_else_a_convention(
    opened: dict[str, Any], begin: str, source: str, verify: bool
) -> None:
    found = renewal(running(**opened))
    assert found.day == date.fromisoformat(begin)
    assert source in found.source
    assert found.verify is verify
    assert "The authorization ends on 2027-02-28" in found.what


@pytest.mark.parametrize(
    ("days", "begin", "by_history"),
    [
        # The running case itself was decided in 5 days
        ([21], "2027-02-13", False),
        ([21, 9], "2027-02-19", True),  # 5, 9, 21
        ([21, 9, 10], "2027-02-18", True),  # 5, 9, 10, 21: 9.5 days are counted as 10
    ],
)
def test_from_three_decisions_on_the_clinics_own_history_goes_first(
    days: list[int], begin: str, by_history: bool
) -> None:
    found = renewal(running(), *decided(*days))
    assert found.day == date.fromisoformat(begin)
    assert (found.source == "the clinic's own history") is by_history


def test_another_payers_pace_says_nothing() -> None:
    assert renewal(running(), *decided(30, 30, 30, payer="aetna")).day == date(2027, 2, 13)


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], "4711/second is draft."),
        ([signed("11-27")], "4711/second is signed."),
        ([submitted("11-27")], None),
        ([submitted("11-27"), denied("11-28"), appealed("11-29")], None),
        (
            [submitted("11-27"), denied("11-28")],
            "4711/second was submitted on 2026-11-27 and refused on 2026-11-28: appeal it, or ask anew",
        ),
        ([submitted("11-27"), denied("11-28"), closed("11-30")], "refused on 2026-11-28"),
    ],
)
def test_a_renewal_that_is_with_the_payer_is_not_asked_for_again(events: list[Event], wanted: str | None) -> None:
    second = case(*events, ask="second", phase="continuation")
    found = list(renewals([running(), second], {}, DAY))
    if wanted is None:
        assert found == []
    else:
        assert [one.case for one in found] == ["4711/first"]
        assert wanted in found[0].what


def test_a_refusal_of_before_the_authorization_is_none_of_its_renewal() -> None:
    earlier = case(submitted("11-14"), denied("11-18"), ask="earlier")
    [found] = list(renewals([earlier, running()], {}, DAY))
    assert "refused" not in found.what


def test_only_the_last_authorization_of_a_plan_is_renewed() -> None:
    second = case(submitted("11-26"), approved("11-27", line(until="2027-06-30")), ask="second", phase="continuation")
    assert [one.case for one in renewals([running(), second], {}, DAY)] == ["4711/second"]


def test_each_benefit_and_each_coverage_has_a_renewal_of_its_own() -> None:
    cases = [
        running(), running(ask="pharmacy", benefit="pharmacy"), running(ask="other", payer="aetna", coverage_order=2)
    ]  # fmt: skip
    assert sorted(one.case for one in renewals(cases, {}, DAY)) == ["4711/first", "4711/other", "4711/pharmacy"]


@pytest.mark.parametrize("after", [closed("11-27"), denied("11-27")])
def test_what_is_closed_or_taken_back_is_not_renewed(after: Event) -> None:
    assert list(renewals([case(submitted("11-20"), approved("11-25"), after)], {}, DAY)) == []


def test_a_later_line_moves_the_last_day_and_a_line_of_visits_does_not() -> None:
    lines = (line(), line(until="2027-03-31"), line(code="99214", units=8, strength_mg=None, until="2027-06-30"))
    found = renewal(case(submitted("11-20"), approved("11-25", *lines)))
    assert "The authorization ends on 2027-03-31" in found.what


def test_what_is_left_is_told_with_the_renewal() -> None:
    known = chart("case: '4711'\nsessions: [{on: 2026-12-01, dose_mg: 84}]")
    [found] = list(renewals([running()], {"4711": known}, DAY))
    assert found.what.endswith("588 of 672 units of J0013 at 84 mg are left.")
