"""When a patient would qualify: time makes and unmakes eligibility although nothing new is learned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priorauth.determination.tree import find
from priorauth.determination.windows import HORIZON, Window
from priorauth.logic.verdict import Verdict
from priorauth.policy.view import View
from tests.spec.builders import AS_OF, chart, judge, policy

if TYPE_CHECKING:
    from priorauth.chart.chart import Case
    from priorauth.policy.model import Policy

TWO_TRIALS = """
- failed_antidepressants:
    {count: 2, classes: each_different, weeks: {at_least: 6}, time: cumulative, dose: therapeutic,
     non_response: {improvement: {at_most: 25}}}
"""
FAILED = """
  - {id: sertraline, medicine: sertraline, start: 2025-02-03, end: 2025-06-08, constant_dose: 100 mg, response: none,
     ended_because: lack_of_effect}
"""
RUNNING = """
  - {id: running, medicine: venlafaxine, start: 2026-10-26, end: {ongoing_as_of: 2026-11-20}, constant_dose: 150 mg}
"""


def eligible(text: str, criteria: str, as_of: date = AS_OF, **envelope: str) -> Window | None:
    return judge(chart(text), policy(criteria, **envelope), as_of).eligible


def test_who_qualifies_today_and_stays_so_has_a_window_without_an_end() -> None:
    assert eligible("", "- {age: {at_least: 18}}") == Window(AS_OF, None, ())


def test_where_time_alone_does_not_help_there_is_none() -> None:
    closed = "complete: [{list: antidepressant_trials, up_to: 2026-11-20, by: x, on: 2026-11-20}]"
    one_trial = f"trials: {FAILED}\n{closed}"
    assert eligible(one_trial, TWO_TRIALS) is None  # not met, and nothing is under way
    assert eligible("", "- {pdmp: {}}") is None  # not documented: somebody must look
    assert eligible("", "- {age: {less_than: 18}}") is None


def test_a_running_trial_at_its_sixth_week_is_not_yet_a_failed_one() -> None:
    """From 26 October, the 42nd day is 6 December. That it goes on, and fails, is taken for granted and said."""
    assert eligible(f"trials: {FAILED}{RUNNING}", TWO_TRIALS) == Window(
        date(2026, 12, 6),
        None,
        (
            "venlafaxine is still taken at or above 150 mg on 2026-12-06",
            "improvement on venlafaxine is at most 25% on that day",
        ),
    )


@pytest.mark.parametrize(
    ("weeks", "start"), [("{at_least: 6}", date(2026, 12, 6)), ("{more_than: 6}", date(2026, 12, 7))]
)
def test_the_operator_moves_the_day(weeks: str, start: date) -> None:
    window = eligible(f"trials: {FAILED}{RUNNING}", TWO_TRIALS.replace("{at_least: 6}", weeks))
    assert window is not None
    assert window.start == start


def test_a_running_trial_that_was_last_seen_some_days_ago() -> None:
    """By 20 November it may have run for 42 days, if it was not stopped since it was seen at 33."""
    running = RUNNING.replace("2026-10-26", "2026-10-10").replace("2026-11-20", "2026-11-11")
    window = eligible(f"trials: {FAILED}{running}", TWO_TRIALS)
    assert window is not None
    assert window.start == AS_OF
    assert window.provided[0] == "venlafaxine is still taken at or above 150 mg on 2026-11-20"


def test_a_trial_that_is_long_enough_waits_only_for_its_effect() -> None:
    running = RUNNING.replace("2026-10-26", "2026-06-01")
    assert eligible(f"trials: {FAILED}{running}", TWO_TRIALS) == Window(
        AS_OF, None, ("improvement on venlafaxine is at most 25% on that day",)
    )


def test_a_running_trial_that_helps_does_not_become_a_failure_by_waiting() -> None:
    helping = RUNNING.replace("constant_dose", "response: remission, constant_dose")
    assert eligible(f"trials: {FAILED}{helping}", TWO_TRIALS) is None


def test_a_trial_whose_end_is_unknown_is_not_taken_to_go_on() -> None:
    ended = RUNNING.replace("{ongoing_as_of: 2026-11-20}", "unknown")
    assert eligible(f"trials: {FAILED}{ended}", TWO_TRIALS) is None


def test_a_low_dose_does_not_become_adequate_by_waiting() -> None:
    low = RUNNING.replace("150 mg", "37.5 mg")
    assert eligible(f"trials: {FAILED}{low}", TWO_TRIALS) is None


def test_fills_up_to_today_are_no_argument_against_the_days_to_come() -> None:
    fills = "fills: [{medicine: venlafaxine, on: 2026-10-26, days_supply: 30}]"
    window = eligible(f"trials: {FAILED}{RUNNING}\n{fills}", TWO_TRIALS)
    assert window is not None
    assert window.start == date(2026, 12, 6)


def test_where_a_change_of_treatment_is_asked_for_it_is_among_the_conditions() -> None:
    rule = TWO_TRIALS.replace("count: 2", "therapy_change: true, count: 2")

    def opens(changed: str) -> Window | None:
        return eligible(f"trials: {FAILED}{RUNNING.replace('constant_dose', changed + 'constant_dose')}", rule)

    change = "venlafaxine leads to a change of treatment"
    not_said, did, did_not = opens(""), opens("therapy_changed: yes, "), opens("therapy_changed: no, ")
    assert not_said is not None
    assert did is not None
    assert not_said.start == did.start == date(2026, 12, 6)
    assert (change in not_said.provided, change in did.provided) == (True, False)
    assert did_not is None  # what is documented is not imagined away


PHQ_9 = "- {score: {any_of: [{instrument: PHQ-9, total: {more_than: 15}}], within_days: 28}}"


def test_a_score_grows_stale() -> None:
    """A PHQ-9 of 12 November is 28 days old on 10 December, and too old on the 11th."""
    score = "scores: [{instrument: PHQ-9, on: DATE, total: 20}]"
    assert eligible(score.replace("DATE", "2026-11-12"), PHQ_9) == Window(AS_OF, date(2026, 12, 10), ())
    assert eligible(score.replace("DATE", "2026-10-23"), PHQ_9) == Window(AS_OF, AS_OF, ())
    assert eligible(score.replace("DATE", "2026-10-22"), PHQ_9) is None


@pytest.mark.parametrize(
    ("born", "rule", "window"),
    [
        ("2008-12-24", "{at_least: 18}", Window(date(2026, 12, 24), None, ())),
        ("2008-12-24", "{more_than: 18}", None),  # the next birthday is more than a year away
        ("2007-12-24", "{more_than: 18}", Window(date(2026, 12, 24), None, ())),
        ("1961-12-24", "{less_than: 65}", Window(AS_OF, date(2026, 12, 23), ())),
        ("1961-12-24", "{at_most: 65}", Window(AS_OF, None, ())),
        ("1960-12-24", "{at_most: 65}", Window(AS_OF, date(2026, 12, 23), ())),
        ("2008-11-20", "{at_least: 18}", Window(AS_OF, None, ())),
        ("2008-02-29", "{at_least: 18}", Window(AS_OF, None, ())),
        ("2009-02-28", "{at_least: 18}", Window(date(2027, 2, 28), None, ())),
    ],
)
def test_a_birthday_comes(born: str, rule: str, window: Window | None) -> None:
    assert eligible(f"patient: {{birth_date: {born}}}", f"- {{age: {rule}}}") == window


def test_who_was_born_on_29_february_turns_a_year_older_on_1_march() -> None:
    window = eligible("patient: {birth_date: 2008-02-29}", "- {age: {at_least: 18}}", as_of=date(2026, 1, 15))
    assert window == Window(date(2026, 3, 1), None, ())


LOOKBACK = """
- failed_antidepressants:
    {count: 1, non_response: {words: [none]}, within: {PERIOD, measured_at: end, counted_from: request}}
"""


@pytest.mark.parametrize(
    ("period", "ended", "as_of", "until"),
    [
        ("years: 5", "2021-12-31", AS_OF, date(2026, 12, 31)),
        ("years: 5", "2021-11-20", AS_OF, AS_OF),
        ("years: 5", "2021-11-19", AS_OF, None),
        ("years: 5", "2023-01-01", AS_OF, "never"),
        ("years: 1", "2023-02-28", date(2024, 1, 15), date(2024, 2, 29)),  # a year before 29 February is 28 February
        ("years: 1", "2024-02-29", date(2025, 1, 15), date(2025, 2, 28)),
        ("months: 6", "2026-08-31", AS_OF, date(2027, 2, 28)),
        ("months: 6", "2026-02-28", date(2026, 7, 15), date(2026, 8, 31)),  # six months before 31 August is 28 February
        ("months: 1", "2026-11-10", AS_OF, date(2026, 12, 10)),
    ],
)
def test_a_trial_leaves_the_look_back(period: str, ended: str, as_of: date, until: date | str | None) -> None:
    trial = f"trials: [{{medicine: sertraline, start: 2020-01-01, end: {ended}, response: none}}]"
    window = eligible(trial, LOOKBACK.replace("PERIOD", period), as_of)
    if until is None:
        assert window is None
    else:
        assert window == Window(as_of, None if until == "never" else until, ())


def test_a_window_may_open_and_close() -> None:
    """From the running trial's sixth week until the score is too old."""
    scores = "scores: [{instrument: PHQ-9, on: 2026-11-12, total: 20}]"
    window = eligible(f"trials: {FAILED}{RUNNING}\n{scores}", TWO_TRIALS + PHQ_9)
    assert window is not None
    assert (window.start, window.until) == (date(2026, 12, 6), date(2026, 12, 10))
    stale_by_then = scores.replace("2026-11-12", "2026-11-07")  # too old on 6 December
    assert eligible(f"trials: {FAILED}{RUNNING}\n{stale_by_then}", TWO_TRIALS + PHQ_9) is None


def test_a_window_under_a_policy_that_was_not_seen_whole_says_so() -> None:
    window = eligible("", "- {age: {at_least: 18}}", completeness="partial")
    assert window is not None
    assert window.start == AS_OF
    assert any("not seen" in condition for condition in window.provided)


def test_service_that_begins_later_is_judged_on_its_own_day() -> None:
    """Eighteen on 1 December, the first day of service; the request can go out today."""
    found = judge(
        chart("patient: {birth_date: 2008-12-01}"), policy("- {age: {at_least: 18}}"), service_start=date(2026, 12, 1)
    )
    assert (found.verdict, found.eligible) == (Verdict.MET, Window(AS_OF, None, ()))


# A naive way to find the window: judge each day of the year to come.

EVERYTHING = policy(f"""
- {{age: {{at_least: 18, less_than: 65}}}}
{TWO_TRIALS.replace("time: cumulative", "within: {months: 18, measured_at: unclear}")}
- any_of:
  {PHQ_9}
  - {{severity: {{at_least: severe, shown_on: [MADRS], within_days: 60}}}}
""")


@st.composite
def charts_in_time(draw: st.DrawFn) -> Case:
    """Charts in which birthdays, running trials, look-backs and scores come due within a year."""

    def ago(least: int, most: int) -> date:
        return AS_OF - timedelta(days=draw(st.integers(least, most)))

    birthday = draw(st.sampled_from([date(2008, 2, 29), date(2009, 3, 15), date(1962, 2, 28), date(1990, 1, 1)]))
    seen = ago(0, 30)
    severe = {"PHQ-9": 20, "MADRS": 40}
    scores = [
        f"{{id: s{number}, instrument: {name}, on: {ago(0, 70)}, total: {draw(st.sampled_from([10, severe[name]]))}}}"
        for number, name in enumerate(draw(st.lists(st.sampled_from(sorted(severe)), max_size=3)))
    ]
    return chart(f"""
        patient: {{birth_date: {birthday}}}
        trials:
          - {{id: ended, medicine: sertraline, start: {ago(500, 560)}, end: {ago(180, 450)}, constant_dose: 100 mg,
             response: none, ended_because: lack_of_effect}}
          - {{id: running, medicine: venlafaxine, start: {seen - timedelta(days=draw(st.integers(0, 60)))},
             end: {{ongoing_as_of: {seen}}}, constant_dose: 150 mg}}
        scores: [{", ".join(scores)}]
    """)


def day_by_day(facts: Case, rules: Policy) -> tuple[date, date | None] | None:
    asked = facts.asks[0]
    tree = rules.tree("trd", "initial")
    view = View(facts.as_of(AS_OF), asked, AS_OF, AS_OF, ahead=True)
    days = [AS_OF + timedelta(days=number) for number in range(HORIZON.days + 1)]
    holds = {day: find(tree, replace(view, as_of=day, service_begins=day)).verdict is Verdict.MET for day in days}
    start = next((day for day in days if holds[day]), None)
    if start is None:
        return None
    ends = next((day for day in days if day > start and not holds[day]), None)
    return start, ends and ends - timedelta(days=1)


@settings(max_examples=10)  # each judges 367 days
@given(charts_in_time())
def test_the_days_that_are_looked_at_are_all_that_matter(facts: Case) -> None:
    window = judge(facts, EVERYTHING).eligible
    assert (window and (window.start, window.until)) == day_by_day(facts, EVERYTHING)


@pytest.mark.parametrize(("before", "start"), [(28, date(2026, 12, 20)), (27, None)])
def test_treatment_under_way_is_taken_to_go_on(before: int, start: date | None) -> None:
    """Of age on 2026-12-20, a pause too long after the last session: but no pause is to make today's score decide."""
    window = eligible(
        f"""
        patient: {{birth_date: 2008-12-20}}
        sessions: [{{on: 2026-11-16, dose_mg: 56}}]
        scores:
          - {{instrument: MADRS, on: 2026-11-15, total: {before}}}
          - {{instrument: MADRS, on: 2026-11-18, total: 28}}
        """,
        "[{age: {at_least: 18}}, {score: {any_of: [{instrument: MADRS, total: {at_least: 28}}], within_days: 60}}]",
    )
    assert (window.start if window else None) == start
    assert window is None or window.provided == ("treatment with Spravato goes on",)


AGEING = """
- attested: [urgent]
  within_days: 2
- {id: dosing, attested: [label_dosing]}
"""


def test_a_statement_that_must_be_new_ends_the_window() -> None:
    """Made on 19 November, and at most 2 days old: the 21st is the last day."""
    told = "states: {}, answer: yes, by: Dr. Example"
    facts = ", ".join(f"{{{told.format(one)}, on: 2026-11-19}}" for one in ("urgent", "label_dosing"))
    assert eligible(f"attestations: [{facts}]", AGEING) == Window(AS_OF, date(2026, 11, 21), ())
    newer = f"{facts}, {{id: newer, {told.format('urgent')}, on: 2026-11-20}}"  # the latest counts
    assert eligible(f"attestations: [{newer}]", AGEING) == Window(AS_OF, date(2026, 11, 22), ())
