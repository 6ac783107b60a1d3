"""What a case makes due with its payer, from what happened to it; the days are counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.worklist.case import Case
from priorauth.worklist.deadline import NOTICE, Deadline
from priorauth.worklist.deadlines import deadlines
from priorauth.worklist.events import AppealLevel, Event
from tests.worklist.small_cases import (
    DAY,
    appealed,
    approved,
    call,
    case,
    closed,
    day,
    denied,
    sent,
    signed,
    submitted,
    wanted,
)


def of(kind: str, made: Case) -> Deadline:
    [found] = [one for one in deadlines(made) if one.kind == kind]
    return found


def days(kind: str, made: Case) -> list[date | None]:
    return [one.day for one in deadlines(made) if one.kind == kind]


@pytest.mark.parametrize(
    ("opened", "events", "due"),
    [
        ({}, [submitted("11-20")], "12-05"),
        ({}, [submitted("11-20", expedited=True)], "11-23"),
        ({"state": "MA"}, [submitted("11-20")], "11-24"),
        ({"line_of_business": "medicare_advantage"}, [submitted("11-20")], "11-23"),
        ({"line_of_business": "medicare_advantage"}, [submitted("11-20", expedited=True)], "11-21"),
        # A request that is made anew is counted anew
        ({}, [submitted("11-10"), denied("11-12"), submitted("11-20")], "12-05"),
        # What the payer asked for was sent: whether its time began anew, it has to say
        ({}, [submitted("11-10"), wanted("11-12"), sent("11-20")], "12-05"),
    ],
)
def test_the_payers_decision(opened: dict[str, Any], events: list[Event], due: str) -> None:
    assert of("decision", case(*events, **opened)).day == day(due)


@pytest.mark.parametrize(
    ("line", "benefit"), [("federal_employees", "medical"), ("medicare_ffs", "medical"), (None, "medical")]
)
def test_where_no_rule_is_known_the_payers_own_notice_decides(line: str | None, benefit: str) -> None:
    found = of("decision", case(submitted("11-20"), line_of_business=line, benefit=benefit))
    assert (found.day, found.source, found.verify) == (None, NOTICE, True)
    assert "the payer's own notice says" in found.what


@pytest.mark.parametrize(
    ("opened", "verify"),
    [
        ({"line_of_business": "medicare_advantage", "benefit": "pharmacy"}, False),  # read at Medicare's own site
        ({}, True),
        ({"state": "MA"}, True),
    ],
)
def test_a_source_that_is_not_strong_is_to_be_verified(opened: dict[str, Any], verify: bool) -> None:
    assert of("decision", case(submitted("11-20"), **opened)).verify is verify


def test_even_a_strong_rule_is_to_be_verified_once_the_payer_had_asked_for_more() -> None:
    part_d = {"line_of_business": "medicare_advantage", "benefit": "pharmacy"}
    assert of("decision", case(submitted("11-10"), wanted("11-12"), sent("11-20"), **part_d)).verify


def test_the_rule_is_that_of_the_plan_as_the_chart_was_corrected() -> None:
    made = case(submitted("11-20"))
    corrected = made.corrected(made.opened.model_copy(update={"line_of_business": "medicaid_mco"}))
    assert corrected
    assert of("decision", made).day == day("12-05")
    assert of("decision", made.checked(corrected)).day == day("11-21")


def test_hours_are_told_with_the_end_of_the_day() -> None:
    told = of("decision", case(submitted("11-20", expedited=True))).what
    assert told.startswith("The payer must decide within 72 hours: 2026-11-20 (submission) + 72 hours (")
    assert "due by the end of the day" in told
    assert "15 days more" not in told
    assert "15 days more" in of("decision", case(submitted("11-20"))).what


@pytest.mark.parametrize(
    ("opened", "asked", "due", "verify"),
    [
        ({}, {"until": "2026-11-30"}, "11-30", False),
        ({}, {}, "2027-01-03", True),  # 45 days: 11 are left of November 19 to 30, 31 of December; 3 more
        ({"line_of_business": "medicaid_mco"}, {}, None, True),
        ({"line_of_business": "medicaid_mco"}, {"until": "2026-11-30"}, "11-30", False),
    ],
)
def test_the_days_to_answer_the_payer(
    opened: dict[str, Any], asked: dict[str, str], due: str | None, verify: bool
) -> None:
    found = of("answer", case(submitted("11-12"), wanted("11-19", **asked), **opened))
    assert (found.day, found.verify) == (day(due) if due else None, verify)


def test_an_urgent_request_leaves_two_days_to_answer() -> None:
    assert of("answer", case(submitted("11-18", expedited=True), wanted("11-19"))).day == date(2026, 11, 21)


def test_what_is_asked_for_in_an_appeal_has_no_rule() -> None:
    made = case(submitted("11-10"), denied("11-12"), appealed("11-13"), wanted("11-19"))
    assert days("answer", made) == [None]


REFUSED = [denied("11-10"), appealed("11-11")]


@pytest.mark.parametrize(
    ("opened", "events", "due"),
    [
        ({}, [denied("11-13")], "2027-05-12"),
        ({"line_of_business": "medicare_advantage"}, [denied("11-13")], "2027-01-17"),
        # The notice's own day goes before the rule
        ({}, [denied("11-13", appeal_until="2026-12-31")], "12-31"),
        ({}, [denied("11-13", appeal_until="2026-12-31", notice_received="2026-11-16")], "12-31"),
        ({"line_of_business": "military"}, [denied("11-13")], None),
        ({"line_of_business": "military"}, [denied("11-13", appeal_until="2026-12-31")], "12-31"),
        # After the plan's own appeal: a hearing, the Office of Personnel Management
        ({"line_of_business": "medicaid_mco"}, [*REFUSED, denied("11-13", level="first")], "2027-03-13"),
        ({"line_of_business": "federal_employees"}, [*REFUSED, denied("11-13", level="first")], "2027-02-11"),
        # After a review by others
        ({}, [*REFUSED, denied("11-13", level="external")], None),
        ({}, [*REFUSED, denied("11-13", level="external", appeal_until="2026-12-01")], "12-01"),
    ],
)
def test_the_last_day_to_appeal(opened: dict[str, Any], events: list[Event], due: str | None) -> None:
    assert days("appeal", case(submitted("11-09"), *events, **opened)) == [day(due) if due else None]


@pytest.mark.parametrize(
    ("opened", "later"),
    [
        # The claims procedure of employers' and insured plans counts from the day on which the notice came …
        ({}, 3),
        ({"line_of_business": "exchange"}, 3),
        ({"line_of_business": "self_funded"}, 3),
        # … and the others from the day of the notice
        ({"line_of_business": "federal_employees"}, 0),
        ({"line_of_business": "medicare_advantage"}, 0),
        ({"line_of_business": "medicare_advantage", "benefit": "pharmacy"}, 0),
        ({"line_of_business": "medicare_ffs"}, 0),
        ({"line_of_business": "medicaid_mco"}, 0),
        ({"line_of_business": "medicaid_ffs", "state": "MA"}, 0),
    ],
)
def test_how_many_days_a_notice_that_came_three_days_late_leaves_more(opened: dict[str, Any], later: int) -> None:
    at_once, late = (
        of("appeal", case(submitted("11-09"), denied("11-13", **came), **opened)).day
        for came in ({}, {"notice_received": "2026-11-16"})
    )
    assert at_once
    assert late == at_once + timedelta(days=later)


def test_a_rough_number_of_days_is_told_as_one() -> None:
    """The source says "about 60 days", however strong it is."""
    made = case(submitted("11-09"), denied("11-13"), appealed("11-16"), line_of_business="medicare_ffs")
    found = of("decision", made)
    assert found.day == day("2027-01-15")
    assert "within about 60 days, which is no fixed day" in found.what
    assert found.verify


@pytest.mark.parametrize(("state", "last"), [("MD", "2027-03-13"), ("MA", "2027-03-16")])
def test_the_four_months_of_an_external_review_begin_with_the_receipt_in_massachusetts(state: str, last: str) -> None:
    final = denied("11-13", level="first", notice_received="2026-11-16")
    made = case(submitted("11-09"), *REFUSED, final, state=state)
    assert days("appeal", made) == [None, day(last)]


def test_after_a_first_appeal_of_a_commercial_plan_the_external_review_is_told_with_its_condition() -> None:
    made = case(submitted("11-09"), denied("11-10"), appealed("11-11"), denied("11-13", level="first"))
    own, external = [one for one in deadlines(made) if one.kind == "appeal"]
    assert own.day is None
    assert external.day == date(2027, 3, 13)
    assert external.what.startswith("If the notice says that this is the plan's final decision: 2026-11-13 + 4 months")
    assert external.verify


def test_where_the_plan_itself_sends_the_case_on_nobody_has_to_appeal() -> None:
    made = case(
        submitted("11-09"), denied("11-10"), appealed("11-11"), denied("11-13", level="first"),
        line_of_business="medicare_advantage",
    )  # fmt: skip
    found = of("appeal", made)
    assert found.day is None
    assert "sends the case on to the independent review entity" in found.what


@pytest.mark.parametrize(
    ("opened", "appeal", "due"),
    [
        ({}, {}, "12-20"),  # 30 days
        ({}, {"expedited": True}, "11-23"),
        ({"line_of_business": "medicare_advantage"}, {}, "11-27"),
        ({}, {"level": "external"}, "2027-01-04"),  # 45 days: 10 of November, 31 of December, 4
        ({}, {"level": "second"}, None),
        ({"line_of_business": "medicaid_mco"}, {"level": "hearing"}, None),
        ({"line_of_business": "military"}, {}, None),
    ],
)
def test_the_decision_of_an_appeal(opened: dict[str, Any], appeal: dict[str, Any], due: str | None) -> None:
    made = case(submitted("11-09"), denied("11-10"), appealed("11-20", **appeal), **opened)
    assert days("decision", made) == [day(due) if due else None]


def test_information_for_an_appeal_leaves_it_an_appeal() -> None:
    made = case(submitted("11-09"), denied("11-10"), appealed("11-20"), wanted("11-21"), sent("11-22"))
    assert days("decision", made) == [date(2026, 12, 20)]


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([call("11-16", until="2026-11-19")], [date(2026, 11, 19)]),
        ([call("11-16")], [None]),
        ([call("11-16"), call("11-17", held=True)], []),
        ([denied("11-16")], [None]),
        ([denied("11-16"), call("11-17", until="2026-11-19")], [date(2026, 11, 19)]),
        ([call("11-16", until="2026-11-19"), denied("11-17")], [date(2026, 11, 19)]),
        ([denied("11-16"), appealed("11-17")], []),
        ([], []),
    ],
)
def test_the_window_of_a_call_is_the_payers_own(events: list[Event], due: list[date | None]) -> None:
    found = [one for one in deadlines(case(submitted("11-13"), *events)) if one.kind == "call"]
    assert [one.day for one in found] == due
    for one in found:
        assert one.source == NOTICE
        assert "It is no appeal" in one.what


@pytest.mark.parametrize(
    "events", [[], [signed("11-20")], [submitted("11-20"), approved("11-21")], [submitted("11-20"), closed("11-21")]]
)
def test_nothing_is_due_with_the_payer_before_and_after(events: list[Event]) -> None:
    assert list(deadlines(case(*events))) == []


LINES, BENEFITS, LEVELS = get_args(LineOfBusiness), get_args(Benefit), get_args(AppealLevel)
PLANS = st.fixed_dictionaries(
    {
        "line_of_business": st.sampled_from([None, *LINES]),
        "state": st.sampled_from([None, "MA", "MD"]),
        "benefit": st.sampled_from([None, *BENEFITS]),
    }
)
EXPEDITED = st.booleans()


def ways(expedited: bool, level: Any) -> list[list[Event]]:
    """Every way in which a payer can leave a case waiting, one day after the other."""
    first, second, third, fourth = (DAY + timedelta(days=step) for step in range(4))
    asked = submitted(first, expedited=expedited)
    refused = [asked, denied(second), appealed(third, level=level, expedited=expedited)]
    return [
        [asked],
        [asked, wanted(second)],
        [asked, wanted(second), sent(third)],
        [asked, denied(second)],
        [asked, denied(second), call(third)],
        refused,
        [*refused, denied(fourth, level=level)],
    ]


@given(PLANS, EXPEDITED, st.sampled_from(LEVELS))
def test_whatever_the_plan_something_is_told_and_no_day_is_before_what_it_is_counted_from(
    plan: dict[str, Any], expedited: bool, level: Any
) -> None:
    for events in ways(expedited, level):
        found = list(deadlines(case(*events, **plan)))
        assert found
        for one in found:
            assert one.day is None or one.day > events[0].on
            assert one.source
            assert "0057" not in f"{one.what} {one.source}"
            assert one.verify or one.day is not None
