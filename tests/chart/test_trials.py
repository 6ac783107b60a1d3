"""Courses of medicines: doses as people write them, dates in order, one way of telling the dose."""

from __future__ import annotations

from decimal import Decimal

import pytest

from priorauth.errors import BadInput
from tests.spec.builders import chart, course


@pytest.mark.parametrize(
    ("written", "milligrams"),
    [
        ("20 mg", "20"), ("20mg", "20"), ("20 MG", "20"), ("20", "20"), ("20.0 mg", "20.0"), ("37.5 mg", "37.5"),
        ("20 mg/day", "20"), ("20 mg/d", "20"), ("20 mg per day", "20"), ("20 mg a day", "20"), ("6 mg/24 h", "6"),
        ('"1,200 mg"', "1200"), ("25 mcg", "0.025"), ("25 µg", "0.025"), ("25 μg", "0.025"), ("19999 mg", "19999"),
        ("0.025 mg", "0.025"),
    ],
)  # fmt: skip
def test_a_dose_is_the_total_of_a_day_in_milligrams(written: str, milligrams: str) -> None:
    assert course(f"medicine: sertraline, end: unknown, constant_dose: {written}").constant_dose == Decimal(milligrams)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0 mg", "must be more than 0 mg"),
        ("-5 mg", "must be more than 0 mg"),
        ("0 mcg", "must be more than 0 mg"),
        ("20000 mg", "must be less than 20,000 mg"),
        ("2 tablets", "is not a dose of a day"),
        ("20 g", "is not a dose of a day"),
        ("20-40 mg", "is not a dose of a day"),
        ("NaN", "is not a dose of a day"),
        ("Infinity", "is not a dose of a day"),
        ("''", "is not a dose of a day"),
        ("[20]", "must be"),
    ],
)
def test_what_is_no_dose(written: str, said: str) -> None:
    with pytest.raises(BadInput, match=rf"trials\[0\]\.constant_dose {said}"):
        course(f"medicine: sertraline, end: unknown, constant_dose: {written}")


@pytest.mark.parametrize(
    ("dose", "highest"),
    [
        ("constant_dose: 50 mg", 50),
        ("max_dose: 100 mg", 100),
        ("steps: [{dose: 50 mg, from: 2025}, {dose: 200 mg, from: 2025-06}, {dose: 100 mg, from: 2025-09}]", 200),
        ("response: none", None),
    ],
)
def test_the_highest_dose_named(dose: str, highest: int | None) -> None:
    assert course(f"medicine: sertraline, end: unknown, {dose}").highest_dose == highest


@pytest.mark.parametrize(
    "both", ["constant_dose: 50 mg, max_dose: 50 mg", "max_dose: 5, steps: [{dose: 5, from: 2025}]"]
)
def test_a_dose_is_told_in_one_way(both: str) -> None:
    with pytest.raises(BadInput, match="says the dose in more than one way"):
        course(f"medicine: sertraline, end: unknown, {both}")


@pytest.mark.parametrize(
    ("start", "end", "in_order"),
    [
        ("2025-02-03", "2025-02-03", True),
        ("2025-02-03", "2025-02-02", False),
        ("2025-02", "2025-02-01", True),  # it may have begun on the 1st
        ("2025-02", "2025-01-31", False),
        ("2025-02-28", "2025-02", True),
        ("2025-03-01", "2025-02", False),
        ("2025", "2025", True),
        ("2025-02-03", "{ongoing_as_of: 2025-02-03}", True),
        ("2025-02-03", "{ongoing_as_of: 2025-02-02}", False),
    ],
)
def test_an_end_is_not_before_every_possible_start(start: str, end: str, in_order: bool) -> None:
    text = f"medicine: sertraline, start: {start}, end: {end}"
    if in_order:
        assert course(text)
    else:
        with pytest.raises(BadInput, match=r"trials\[0\]\.end is before start"):
            course(text)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("{dose: 50, from: 2025-03-03}, {dose: 100, from: 2025-03-04}", None),
        ("{dose: 50, from: 2025-03-03}, {dose: 100, from: 2025-03-03}", "say two doses from the same day, 2025-03-03"),
        ("{dose: 50, from: 2025-03}, {dose: 100, from: 2025-03}", None),  # two days of one month
        ("{dose: 50, from: 2025-03-03}, {dose: 100, from: 2025-03}", None),
        ("{dose: 50, from: 2025-03-03}, {dose: 100, from: 2025-03-02}", "must be in the order of their dates"),
        ("{dose: 50, from: 2025-04}, {dose: 100, from: 2025-03}", "must be in the order of their dates"),
        ("{dose: 50, from: 2025-02-03}", None),
        ("{dose: 50, from: 2025-02-02}", "begin before start"),
        ("{dose: 50, from: 2025-06-01}", None),
        ("{dose: 50, from: 2025-06-02}", "begin after end"),
    ],
)
def test_steps_are_in_order_and_within_the_course(steps: str, said: str | None) -> None:
    text = f"medicine: sertraline, start: 2025-02-03, end: 2025-06-01, steps: [{steps}]"
    if said is None:
        assert course(text)
    else:
        with pytest.raises(BadInput, match=rf"trials\[0\]\.steps {said}"):
            course(text)


@pytest.mark.parametrize(("until", "in_order"), [("2025-03-10", True), ("2025-03", True), ("2025-03-09", False)])
def test_an_interruption_ends_after_it_began(until: str, in_order: bool) -> None:
    text = f"medicine: sertraline, end: unknown, interruptions: [{{from: 2025-03-10, until: {until}}}]"
    if in_order:
        assert course(text)
    else:
        with pytest.raises(BadInput, match="until is before from"):
            course(text)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("from: 2025-02-03, until: 2025-02-09", None),
        ("from: 2025-02-02, until: 2025-02-09", "begins before start"),
        ("from: 2025-02, until: 2025-02-09", None),  # it may have begun after the third
        ("from: 2025-01, until: 2025-02-09", "begins before start"),
        ("from: 2025-05-20, until: 2025-06-01", None),
        ("from: 2025-05-20, until: 2025-06-02", "goes on after end"),
        ("from: 2025-05-20, until: 2025-06", None),
        ("from: 2025-05-20, until: 2025-07", "goes on after end"),
    ],
)
@pytest.mark.parametrize("end", ["2025-06-01", "{ongoing_as_of: 2025-06-01}"])
def test_an_interruption_lies_within_the_course(days: str, said: str | None, end: str) -> None:
    text = f"medicine: sertraline, start: 2025-02-03, end: {end}, interruptions: [{{{days}}}]"
    if said is None:
        assert course(text)
    else:
        with pytest.raises(BadInput, match=rf"trials\[0\]\.interruptions\[0\] {said}"):
            course(text)


def test_of_a_course_without_its_dates_no_interruption_is_outside() -> None:
    assert course("medicine: sertraline, end: unknown, interruptions: [{from: 2020-03-01, until: 2025-03-09}]")


@pytest.mark.parametrize(
    ("second", "overlap"),
    [
        ("from: 2025-03-11, until: 2025-03-20", False),
        ("from: 2025-03-10, until: 2025-03-20", True),
        ("from: 2025-03-04, until: 2025-03-05", True),  # one within the other
        ("from: 2025-03, until: 2025-03-20", False),  # it may have begun after the tenth
    ],
)
def test_interruptions_do_not_overlap(second: str, overlap: bool) -> None:
    first = "{from: 2025-03-01, until: 2025-03-10}"
    text = f"medicine: sertraline, end: unknown, interruptions: [{first}, {{{second}}}]"
    if not overlap:
        assert course(text)
    else:
        told = second.removeprefix("from: ").replace(", until: ", " to ")
        with pytest.raises(BadInput, match=rf"trials\[0\]\.interruptions overlap: 2025-03-01 to 2025-03-10 and {told}"):
            course(text)


def test_one_reason_needs_no_list() -> None:
    one = course("medicine: sertraline, end: unknown, ended_because: side_effects")
    two = course("medicine: sertraline, end: unknown, ended_because: [side_effects, cost_or_access]")
    assert (one.ended_because, two.ended_because) == (("side_effects",), ("side_effects", "cost_or_access"))


SCORES = """
scores:
  - {id: early, instrument: PHQ-9, on: 2025-02-03, total: 20}
  - {id: late, instrument: PHQ-9, on: 2025-04-01, total: 18}
"""


def test_scores_and_trials_that_are_named_are_there() -> None:
    trial = "trials: [{id: t, medicine: sertraline, end: unknown, score_before: early, score_after: late}]"
    assert chart(trial + SCORES).trials[0].score_after == "late"
    with pytest.raises(BadInput, match=r"trials\[0\]\.score_after names a score that is not among scores"):
        chart(trial.replace("late", "later") + SCORES)
    with pytest.raises(BadInput, match=r"augmentations\[0\]\.alongside names a trial that is not among trials"):
        chart("augmentations: [{medicine: lithium, end: unknown, alongside: t}]")


def test_the_score_before_is_not_the_later_one() -> None:
    trial = "trials: [{medicine: sertraline, end: unknown, score_before: late, score_after: early}]"
    with pytest.raises(BadInput, match=r"trials\[0\]\.score_after is earlier than score_before"):
        chart(trial + SCORES)
