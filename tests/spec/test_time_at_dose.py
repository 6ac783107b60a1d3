"""Time at dose: how many days a medicine was taken at or above a dose, as a range of what is certain and possible."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from pydantic import ValidationError

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Course, Interruption, Ongoing, Step
from priorauth.logic.ranges import Range
from priorauth.medicines.adequacy import time_at_dose
from tests.spec.builders import AS_OF, course

if TYPE_CHECKING:
    from collections.abc import Iterator


def total(text: str, lowest: int | None = 10, as_of: date = AS_OF) -> tuple[int | None, int | None]:
    """The fewest and the most days at or above ``lowest`` mg."""
    days = time_at_dose(course(text), None if lowest is None else Decimal(lowest), as_of).total
    return days.low, days.high


def test_both_the_first_and_the_last_day_count() -> None:
    """28 days are left of February from the 3rd on (26), March has 31, and 1 April is the last day taken: 58."""
    assert total("medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg") == (58, 58)
    assert total("medicine: escitalopram, start: 2025-02-03, end: 2025-02-03, constant_dose: 20 mg") == (1, 1)


@pytest.mark.parametrize(("dose", "days"), [("5 mg", 0), ("9.5 mg", 0), ("10 mg", 58), ("20 mg", 58)])
def test_time_counts_at_or_above_the_dose(dose: str, days: int) -> None:
    text = f"medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: {dose}"
    assert total(text, lowest=10) == (days, days)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2025-02-03", "2025-04-01", (58, 58)),
        ("2025-02-03", "2025-04", (58, 87)),  # 1 to 30 April
        ("2025-02", "2025-04-01", (33, 60)),  # 1 to 28 February
        ("2025-02", "2025-04", (33, 89)),  # 28 February to 1 April at the least, 1 February to 30 April at the most
        ("2025-02", "2025-02", (0, 28)),  # never below zero
        ("2025", "2025", (0, 365)),
        ("2024", "2025", (2, 731)),  # 31 December and 1 January at the least; 2024 was a leap year
        ("2025-02-03", "unknown", (1, 656)),  # the first day is certain, the rest up to as-of is possible
        ("2025-02", "unknown", (0, 658)),
    ],
)
def test_dates_known_in_part_give_a_range(start: str, end: str, days: tuple[int, int]) -> None:
    assert total(f"medicine: escitalopram, start: {start}, end: {end}, constant_dose: 20 mg") == days


def test_without_a_start_nothing_bounds_the_time_from_above() -> None:
    assert total("medicine: escitalopram, end: 2025-04-01, constant_dose: 20 mg") == (0, None)
    assert total("medicine: escitalopram, end: unknown, constant_dose: 20 mg") == (0, None)


def test_a_course_that_was_still_taken_on_a_day_is_certain_until_then_and_possible_after() -> None:
    """Ten days up to the day it was last seen under way; what came after is only possible."""
    text = "medicine: escitalopram, start: 2026-11-01, end: {ongoing_as_of: 2026-11-10}, constant_dose: 20 mg"
    assert total(text) == (10, 20)
    assert total(text, as_of=date(2026, 11, 10)) == (10, 10)
    ahead = time_at_dose(course(text), Decimal(10), AS_OF, assuming=True)
    assert ahead.total == Range.exactly(20)  # a look ahead takes it to go on, and says so elsewhere


@pytest.mark.parametrize(
    ("as_of", "days"),
    [("2025-04-02", 58), ("2025-04-01", 58), ("2025-03-31", 57), ("2025-02-03", 1), ("2025-02-02", 0)],
)
def test_what_comes_after_as_of_does_not_count(as_of: str, days: int) -> None:
    text = "medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg"
    assert total(text, as_of=date.fromisoformat(as_of)) == (days, days)


STEPS = """medicine: sertraline, start: 2025-02-03, end: 2025-04-27, steps: [
    {dose: 25 mg, from: 2025-02-03}, {dose: 50 mg, from: 2025-02-10},
    {dose: 100 mg, from: 2025-03-03}, {dose: 50 mg, from: 2025-04-14}]"""


@pytest.mark.parametrize(
    ("lowest", "days"),
    [
        (None, 84),  # 3 February to 27 April
        (25, 84),
        (50, 77),  # without the first week
        (75, 42),  # 3 March to 13 April
        (100, 42),
        (150, 0),
    ],
)
def test_a_step_holds_until_the_day_before_the_next(lowest: int | None, days: int) -> None:
    assert total(STEPS, lowest=lowest) == (days, days)


def test_a_border_known_in_part_is_certain_on_neither_side() -> None:
    """Raised from 5 to 20 mg some time in March: at 20 mg from 31 March at the latest, from 1 March at the earliest."""
    text = """medicine: escitalopram, start: 2025-02-03, end: 2025-04-27, steps: [
        {dose: 5 mg, from: 2025-02-03}, {dose: 20 mg, from: 2025-03}]"""
    assert total(text, lowest=20) == (28, 58)
    assert total(text, lowest=5) == (84, 84)


def test_a_border_known_in_part_between_two_adequate_doses_costs_nothing() -> None:
    text = """medicine: escitalopram, start: 2025-02-03, end: 2025-04-27, steps: [
        {dose: 10 mg, from: 2025-02-03}, {dose: 20 mg, from: 2025-03}]"""
    assert total(text, lowest=10) == (84, 84)
    text = """medicine: escitalopram, end: 2025-04-27, steps: [
        {dose: 10 mg, from: 2025-03}, {dose: 20 mg, from: 2025-03-15}]"""
    assert total(text, lowest=10) == (44, 58)  # from 15 March at the latest, whichever day the first step began


def test_a_dose_before_the_first_step_is_not_known() -> None:
    """Taken from 3 February, but the doses are known only from 3 March on."""
    text = "medicine: sertraline, start: {start}, end: 2025-04-27, steps: [{{dose: 100 mg, from: 2025-03-03}}]"
    assert total(text.format(start="2025-02-03"), lowest=100) == (56, 84)
    assert total(text.format(start="2025-02-03"), lowest=None) == (84, 84)
    assert total(text.format(start="2025"), lowest=100) == (56, 117)  # from 1 January at the earliest
    assert total(text.format(start="2025"), lowest=None) == (56, 117)


def test_a_start_and_a_first_step_written_alike_are_one_day() -> None:
    text = "medicine: sertraline, start: 2025-03, end: 2025-04-27, steps: [{dose: 25 mg, from: 2025-03}]"
    assert total(text, lowest=50) == (0, 0)


def test_steps_without_an_end_show_that_the_medicine_was_taken_up_to_the_last_of_them() -> None:
    text = """medicine: sertraline, start: 2025-02-03, end: unknown, steps: [
        {dose: 50 mg, from: 2025-02-03}, {dose: 100 mg, from: 2025-03-17}]"""
    assert total(text, lowest=50) == (43, 656)  # 3 February to 17 March
    assert total(text, lowest=100) == (1, 614)
    assert total(text.replace("start: 2025-02-03, ", ""), lowest=50) == (43, 656)


def test_a_highest_dose_without_dates_says_only_that_it_was_reached() -> None:
    text = "medicine: sertraline, start: 2025-02-03, end: 2025-04-01, max_dose: 100 mg"
    assert total(text, lowest=100) == (0, 58)
    assert total(text, lowest=50) == (0, 58)
    assert total(text, lowest=150) == (0, 0)
    assert total(text, lowest=None) == (58, 58)


def test_without_a_dose_any_is_possible() -> None:
    text = "medicine: sertraline, start: 2025-02-03, end: 2025-04-01"
    assert total(text, lowest=50) == (0, 58)
    assert total(text, lowest=None) == (58, 58)


INTERRUPTED = """medicine: escitalopram, start: 2025-02-03, end: 2025-04-27, constant_dose: 20 mg,
    interruptions: [{from: 2025-03-10, until: 2025-03-16}]"""


@pytest.mark.parametrize(
    ("tolerated_gap", "longest"),
    [
        (0, 42),  # 17 March to 27 April
        (6, 42),
        (7, 77),  # the week off is bridged, but its days do not count
    ],
)
def test_consecutive_time_ends_at_a_gap_unless_the_rule_tolerates_it(tolerated_gap: int, longest: int) -> None:
    time = time_at_dose(course(INTERRUPTED), Decimal(10), AS_OF, tolerated_gap=tolerated_gap)
    assert time.total == Range.exactly(77)  # cumulative: 84 days less 7
    assert time.longest == Range.exactly(longest)


def test_an_interruption_known_in_part_may_be_as_long_or_as_short_as_it_says() -> None:
    """Off from 3 February to 31 March (57 days) at the most, on 28 February and 1 March at the least."""
    text = INTERRUPTED.replace("from: 2025-03-10, until: 2025-03-16", "from: 2025-02, until: 2025-03")
    assert total(text) == (84 - 57, 84 - 2)


# One naive way to count: every world that the dates allow, day by day.

DAY_0 = date(2025, 1, 1)
LOW, ENOUGH = Decimal(5), Decimal(20)
LIMIT = Decimal(10)


def on(number: int) -> date:
    return DAY_0 + timedelta(days=number)


@st.composite
def days_known_in_part(draw: st.DrawFn, first: int = 0, last: int = 20) -> PartialDate:
    earliest = draw(st.integers(first, last))
    return PartialDate(on(earliest), on(earliest + draw(st.integers(0, 3))))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Small courses: up to two steps, one interruption, each date known to within three days."""
    borders = sorted(
        draw(st.lists(days_known_in_part(), min_size=4, max_size=4)), key=lambda day: (day.earliest, day.latest)
    )
    start, *raised, end = borders
    doses = [draw(st.sampled_from([LOW, ENOUGH])) for _ in range(2)]
    said = draw(st.sampled_from(["steps", "constant", "max", "nothing"]))
    facts = {
        "steps": {"steps": tuple(Step(dose=dose, **{"from": day}) for dose, day in zip(doses, raised, strict=True))},
        "constant": {"constant_dose": doses[0]},
        "max": {"max_dose": doses[0]},
        "nothing": {},
    }[said]
    if draw(st.booleans()):
        within = days_known_in_part(*((day.earliest - on(0)).days for day in (start, end)))
        off = sorted(draw(st.lists(within, min_size=2, max_size=2)), key=lambda day: (day.earliest, day.latest))
        facts["interruptions"] = (Interruption(until=off[1], **{"from": off[0]}),)
    ended = draw(st.sampled_from(["known", "unknown", "ongoing"]))
    how = {"known": end, "unknown": "unknown", "ongoing": Ongoing(ongoing_as_of=end.earliest)}[ended]
    try:
        return Course(medicine="sertraline", start=start, end=how, **facts)
    except ValidationError:  # an interruption outside of it, or two doses from one day
        reject()


def possible_days(day: PartialDate) -> list[date]:
    return [day.earliest + timedelta(days=more) for more in range((day.latest - day.earliest).days + 1)]


def worlds(one: Course, as_of: date) -> Iterator[tuple[set[date], set[date]]]:
    """For each world, the days certainly at the dose and those possibly at it: an unknown dose may be any."""
    match one.end:
        case PartialDate() as end:
            ends = possible_days(end)
        case Ongoing(ongoing_as_of=seen):
            ends = possible_days(PartialDate(seen, max(seen, as_of)))
        case _:
            ends = possible_days(PartialDate(DAY_0, as_of))
    off = [(gap.start, gap.until) for gap in one.interruptions]
    assert one.start is not None
    for start, end, *rest in product(
        possible_days(one.start),
        ends,
        *(possible_days(step.start) for step in one.steps),
        *(possible_days(day) for gap in off for day in gap),
    ):
        steps, gone = rest[: len(one.steps)], rest[len(one.steps) :]
        if one.steps and one.start == one.steps[0].start and start != steps[0]:
            continue  # written alike, they are one day
        if sorted([start, *steps]) != [start, *steps] or end < max([start, *steps]) or sorted(gone) != gone:
            continue
        sure, maybe = set(), set()
        for number in range((min(end, as_of) - start).days + 1):
            today = start + timedelta(days=number)
            if gone and gone[0] <= today <= gone[1]:
                continue
            since = [step.dose for step, day in zip(one.steps, steps, strict=True) if day <= today]
            if one.steps:
                dose, throughout = (since[-1], True) if since else (None, False)
            else:
                dose, throughout = one.constant_dose or one.max_dose, one.constant_dose is not None
            if dose is None or dose >= LIMIT:
                maybe.add(today)
                if throughout:
                    sure.add(today)
        yield sure, maybe


def longest_run(days: set[date], tolerated_gap: int) -> int:
    best = run = 0
    last: date | None = None
    for day in sorted(days):
        run = run + 1 if last is not None and (day - last).days - 1 <= tolerated_gap else 1
        best, last = max(best, run), day
    return best


@given(courses(), st.integers(5, 30), st.integers(0, 2))
def test_no_world_lies_outside_the_range(one: Course, as_of: int, tolerated_gap: int) -> None:
    time = time_at_dose(one, LIMIT, on(as_of), tolerated_gap=tolerated_gap)
    for sure, maybe in worlds(one, on(as_of)):
        assert Range(len(sure), len(maybe)) in time.total
        assert Range(longest_run(sure, tolerated_gap), longest_run(maybe, tolerated_gap)) in time.longest


@st.composite
def plain_courses(draw: st.DrawFn) -> Course:
    """Courses whose dates, however wide, do not overlap, and that were not interrupted."""
    days, first = [], 0
    for _ in range(4):
        day = draw(days_known_in_part(first, first + 4))
        days.append(day)
        first = (day.latest - DAY_0).days + 1
    start, raised, again, end = days
    doses = [draw(st.sampled_from([LOW, ENOUGH])) for _ in range(2)]
    steps = tuple(Step(dose=dose, **{"from": day}) for dose, day in zip(doses, (raised, again), strict=True))
    how = draw(st.sampled_from([end, Ongoing(ongoing_as_of=end.earliest)]))
    return Course(medicine="sertraline", start=draw(st.sampled_from([start, raised])), end=how, steps=steps)


@given(plain_courses())
def test_of_plain_courses_the_range_is_as_narrow_as_can_be(one: Course) -> None:
    time = time_at_dose(one, LIMIT, on(40))
    possible = list(worlds(one, on(40)))
    assert time.total == Range(min(len(sure) for sure, _ in possible), max(len(maybe) for _, maybe in possible))


@st.composite
def narrowed(draw: st.DrawFn, day: PartialDate) -> PartialDate:
    earliest = draw(st.sampled_from(possible_days(day)))
    return PartialDate(earliest, draw(st.sampled_from([one for one in possible_days(day) if one >= earliest])))


@given(st.data(), courses(), st.integers(5, 30))
def test_learning_a_date_never_widens_the_range(data: st.DataObject, one: Course, as_of: int) -> None:
    assert one.start is not None
    what = data.draw(st.sampled_from(["start", "end", "steps", "interruptions"]))
    match what:
        case "start":
            assume(not one.steps or one.start != one.steps[0].start)
            learned = {"start": data.draw(narrowed(one.start))}
        case "end" if isinstance(one.end, PartialDate):
            learned = {"end": data.draw(narrowed(one.end))}
        case "end" if isinstance(one.end, Ongoing):
            learned = {
                "end": PartialDate.of(
                    data.draw(st.sampled_from(possible_days(PartialDate(one.end.ongoing_as_of, on(40)))))
                )
            }
        case "end":
            last = max([one.start, *(step.start for step in one.steps)], key=lambda day: day.latest)
            learned = {"end": PartialDate.of(last.latest + timedelta(days=data.draw(st.integers(0, 20))))}
        case "steps":
            assume(one.steps and one.start != one.steps[0].start)
            learned = {
                "steps": tuple(Step(dose=step.dose, **{"from": data.draw(narrowed(step.start))}) for step in one.steps)
            }
        case _:
            assume(one.interruptions)
            gap = one.interruptions[0]
            learned = {
                "interruptions": (
                    Interruption.model_construct(
                        start=data.draw(narrowed(gap.start)), until=data.draw(narrowed(gap.until))
                    ),
                )
            }
    wide = time_at_dose(one, LIMIT, on(as_of))
    narrow = time_at_dose(one.model_copy(update=learned), LIMIT, on(as_of))
    assert narrow.total in wide.total
    assert narrow.longest in wide.longest
