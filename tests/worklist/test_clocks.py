"""By when a payer must decide: which rule binds which plan, and how its time is counted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.coverage import LineOfBusiness
from priorauth.errors import BadInput
from priorauth.reading import validated
from priorauth.request import appeals, step_therapy
from priorauth.worklist import clocks
from priorauth.worklist.clocks import Clocks, Span, known
from priorauth.yamltree import Document, read
from tests.worklist.small_cases import case, day


@pytest.mark.parametrize(
    ("span", "since", "over"),
    [
        # The hour of the day is not known: the last of the hours may fall on the end of a day
        ({"hours": 24}, "11-20", "11-21"),
        ({"hours": 25}, "11-20", "11-22"),
        ({"hours": 48}, "11-20", "11-22"),
        ({"hours": 72}, "11-20", "11-23"),
        ({"days": 15}, "11-20", "12-05"),
        ({"days": 45}, "11-20", "2027-01-04"),
        # From a Monday, from a Friday; over Thanksgiving (26 November), and over a weekend
        ({"business_days": 2}, "11-16", "11-18"),
        ({"business_days": 2}, "11-20", "11-24"),
        ({"business_days": 2}, "11-24", "11-27"),
        ({"business_days": 2}, "11-25", "11-30"),
        ({"business_days": 1}, "12-31", "2027-01-04"),
    ],
)
def test_when_a_time_is_over(span: dict[str, int], since: str, over: str) -> None:
    assert Span(**span).after(day(since)) == day(over)


SPANS = st.one_of(
    st.builds(Span, hours=st.integers(1, 200)),
    st.builds(Span, days=st.integers(1, 120)),
    st.builds(Span, business_days=st.integers(1, 30)),
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
LINES = get_args(LineOfBusiness)


@given(SPANS, DAYS)
def test_no_time_is_over_before_it_began(span: Span, since: date) -> None:
    assert span.after(since) > since


@given(SPANS, DAYS)
def test_the_last_day_to_begin_is_the_last(span: Span, end: date) -> None:
    last = span.before(end)
    assert span.after(last) <= end < span.after(last + timedelta(days=1))


@pytest.mark.parametrize("given_", [{}, {"hours": 24, "days": 1}])
def test_a_time_is_counted_in_one_way(given_: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="wants hours, days or business_days"):
        Span(**given_)


@pytest.mark.parametrize(
    ("line", "state", "benefit", "standard", "expedited"),
    [
        ("commercial", "MD", "medical", "15 days", "72 hours"),
        ("exchange", "MD", "pharmacy", "15 days", "72 hours"),
        ("self_funded", "MD", None, "15 days", "72 hours"),
        # Massachusetts binds insured plans, beside the claims procedure; these are asked on a Friday (see below)
        ("commercial", "MA", "medical", "2 business days", "72 hours"),
        ("exchange", "MA", "medical", "2 business days", "72 hours"),
        ("self_funded", "MA", "medical", "15 days", "72 hours"),
        ("medicare_advantage", None, "medical", "72 hours", "24 hours"),
        ("medicare_advantage", None, "pharmacy", "72 hours", "24 hours"),
        ("medicare_ffs", None, "pharmacy", "72 hours", "24 hours"),
        ("medicaid_ffs", "TX", "medical", "24 hours", "24 hours"),
        ("medicaid_mco", "MA", "pharmacy", "24 hours", "24 hours"),
    ],
)
def test_the_rule_that_binds_the_plan(
    line: str, state: str | None, benefit: str | None, standard: str, expedited: str
) -> None:
    opened = case(line_of_business=line, state=state, benefit=benefit).opened
    for is_expedited, told in ((False, standard), (True, expedited)):
        clock = known().decision(opened, day("11-20"), expedited=is_expedited)
        assert clock is not None
        assert str(clock.span(expedited=is_expedited)) == told


@pytest.mark.parametrize(
    ("since", "standard", "expedited"),
    [
        # From a Monday two business days are over before 72 hours, from Thursday and Friday after them
        ("11-16", "11-18", "11-18"),
        ("11-17", "11-19", "11-19"),
        ("11-18", "11-20", "11-20"),
        ("11-19", "11-23", "11-22"),
        ("11-20", "11-24", "11-23"),
    ],
)
def test_of_two_rules_that_bind_a_plan_the_earlier_day_counts(since: str, standard: str, expedited: str) -> None:
    opened = case(state="MA").opened
    for is_expedited, over in ((False, standard), (True, expedited)):
        clock = known().decision(opened, day(since), expedited=is_expedited)
        assert clock is not None
        assert clock.span(expedited=is_expedited).after(day(since)) == day(over)


@given(DAYS, st.sampled_from(["MA", "MD"]), st.sampled_from(["medical", "pharmacy"]), st.sampled_from(LINES))
def test_what_is_expedited_is_never_due_later(since: date, state: str, benefit: str, line: str) -> None:
    opened = case(line_of_business=line, state=state, benefit=benefit).opened
    slow, fast = (known().decision(opened, since, expedited=one) for one in (False, True))
    if slow and fast:
        assert fast.span(expedited=True).after(since) <= slow.span().after(since)


@pytest.mark.parametrize(
    ("line", "benefit"),
    [
        (None, "medical"),
        ("medicare_ffs", "medical"),  # nothing has to be authorized there
        ("federal_employees", "medical"),
        ("military", "medical"),
    ],
)
def test_no_rule_is_made_up(line: str | None, benefit: str) -> None:
    assert known().decision(case(line_of_business=line, benefit=benefit).opened, day("11-20")) is None


@pytest.mark.parametrize(
    ("line", "benefit", "name"),
    [("medicare_advantage", "pharmacy", "Medicare Part D"), ("medicare_advantage", "medical", "Medicare Advantage")],
)
def test_the_benefit_decides_between_two_rules_of_one_plan(line: str, benefit: str, name: str) -> None:
    clock = known().decision(case(line_of_business=line, benefit=benefit).opened, day("11-20"))
    assert clock is not None
    assert clock.name.startswith(name)


@pytest.mark.parametrize(
    ("line", "standard", "expedited"), [("commercial", "45 days", "48 hours"), ("medicaid_mco", None, None)]
)
def test_how_long_there_is_to_answer(line: str, standard: str | None, expedited: str | None) -> None:
    opened = case(line_of_business=line).opened
    for is_expedited, told in ((False, standard), (True, expedited)):
        clock = known().answer(opened, day("11-20"), expedited=is_expedited)
        assert (str(clock.span(expedited=is_expedited)) if clock else None) == told


def test_only_two_sources_are_strong() -> None:
    assert {name for name, one in known().sources.items() if one.trust == "strong"} == {"part_d", "rems"}


@pytest.mark.parametrize(
    "table", [Path(clocks.__file__).with_name("clocks.yaml"), *Path(appeals.__file__).parent.glob("*.yaml")]
)
def test_the_rule_on_items_and_services_is_quoted_for_no_drug(table: Path) -> None:
    """CMS-0057-F leaves drugs out: neither its name nor its seven days may stand in a table of clocks."""
    text = table.read_text(encoding="utf-8")
    assert "0057" not in text
    if table.name == "clocks.yaml":
        assert {str(one.within) for one in known().decisions.values()} == {
            "15 days", "2 business days", "3 business days", "72 hours", "24 hours"
        }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "state", "exception", "standard", "expedited"),
    [
        ("commercial", "MA", True, "2 business days", "24 hours"),
        (
            "commercial",
            "MA",
            False,
            "2 business days",
            "2 business days",
        ),  # before the 72 hours of all commercial plans
        ("commercial", "MD", True, "15 days", "72 hours"),
        ("self_funded", "MA", True, "15 days", "72 hours"),  # bound by no state's law
        ("medicaid_ffs", "MA", True, "24 hours", "24 hours"),
    ],
)
def test_an_exception_to_step_therapy_has_a_time_of_its_own_in_massachusetts(
    line: str, state: str, exception: bool, standard: str, expedited: str
) -> None:
    opened = case(line_of_business=line, state=state, step_exception=exception).opened
    for urgent, span in ((False, standard), (True, expedited)):
        clock = known().decision(opened, day("11-16"), expedited=urgent)
        assert clock is not None
        assert str(clock.span(expedited=urgent)) == span


def test_the_times_for_exceptions_are_those_that_letters_cite() -> None:
    words = {"3 business days": "three business days"}
    for clock in known().decisions.values():
        if clock.step_exception:
            [law] = [one for one in step_therapy.known().laws if one.lines == clock.lines]
            assert (law.state,) == clock.states
            assert law.decision == words.get(str(clock.within), str(clock.within))
            assert law.urgent == (str(clock.expedited) if clock.expedited else "")


def test_the_numbers_of_an_appeals_decision_are_those_that_its_text_tells() -> None:
    for track in appeals.known().tracks.values():
        if track.decided_in_days:
            assert f"{track.decided_in_days} days" in track.decision
            assert track.decided_about is ("about" in track.decision)
        if track.expedited_hours:
            assert f"{track.expedited_hours} hours" in track.decision


def test_a_source_that_is_not_listed_is_a_mistake() -> None:
    path = Path(clocks.__file__).with_name("clocks.yaml")
    tree: Any = read(path).tree
    changed = {**tree, "monitoring_form": {**tree["monitoring_form"], "source": "nowhere"}}
    with pytest.raises(BadInput, match="lacks what is cited: nowhere"):
        validated(Clocks, Document(path, changed, {}))
