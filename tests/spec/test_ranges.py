"""Thresholds on numbers that are known only to lie between two bounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.logic.ranges import Bound, Range
from priorauth.logic.verdict import Verdict

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("bound", "just_outside", "just_inside"),
    [
        (Bound(at_least=42), 41, 42),  # six weeks
        (Bound(more_than=28), 28, 29),  # "more than 4 weeks" is not "4 weeks"
        (Bound(at_most=25), 26, 25),
        (Bound(less_than=65), 65, 64),
        (Bound(more_than=18, less_than=65), 18, 19),  # "> 18" read literally excludes an 18-year-old
        (Bound(at_least=18, less_than=65), 17, 18),
        (Bound(at_most=Decimal(25)), Decimal("25.1"), Decimal("25.0")),
    ],
)
def test_the_operator_is_part_of_the_rule(bound: Bound, just_outside: int, just_inside: int) -> None:
    assert bound.judge(Range.exactly(just_outside)) is NO
    assert bound.judge(Range.exactly(just_inside)) is YES


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (42, 58, YES),
        (42, None, YES),
        (0, 41, NO),
        (None, 41, NO),
        (41, 42, OPEN),  # the threshold lies inside: nobody guesses the middle
        (0, None, OPEN),
        (None, None, OPEN),
    ],
)
def test_at_least_42_days(low: int | None, high: int | None, verdict: Verdict) -> None:
    assert Bound(at_least=42).judge(Range(low, high)) is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(29, 29, YES), (28, 28, NO), (28, 29, OPEN), (29, None, YES), (None, 28, NO), (0, 28, NO)],
)
def test_more_than_28_days(low: int | None, high: int | None, verdict: Verdict) -> None:
    assert Bound(more_than=28).judge(Range(low, high)) is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(18, 64, YES), (17, 17, NO), (65, 80, NO), (17, 18, OPEN), (64, 65, OPEN), (0, 17, NO), (10, 90, OPEN)],
)
def test_at_least_18_and_less_than_65(low: int, high: int, verdict: Verdict) -> None:
    assert Bound(at_least=18, less_than=65).judge(Range(low, high)) is verdict


@pytest.mark.parametrize(
    ("one", "spoken"),
    [
        (Range(58, 58), "58"),
        (Range(29, 58), "29 to 58"),
        (Range(29, None), "29 or more"),
        (Range(None, 58), "up to 58"),
        (Range(None, None), "an unknown number of"),
    ],
)
def test_a_range_is_told_as_it_is(one: Range, spoken: str) -> None:
    assert str(one) == spoken


def test_a_bound_is_told_with_its_operators() -> None:
    assert str(Bound(at_least=18, less_than=65)) == "at least 18 and less than 65"
    assert str(Bound(more_than=28)) == "more than 28"
    assert str(Bound(at_most=25)) == "at most 25"


NUMBERS = st.integers(-20, 20)
SIDES = st.none() | NUMBERS


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = draw(SIDES), draw(SIDES)
    return Range(high, low) if low is not None and high is not None and low > high else Range(low, high)


@st.composite
def bounds(draw: st.DrawFn) -> Bound:
    return Bound(draw(SIDES), draw(SIDES), draw(SIDES), draw(SIDES))


@given(bounds().filter(lambda bound: bound != Bound()), ranges(), ranges())
def test_a_narrower_range_keeps_what_was_decided(bound: Bound, wide: Range, narrow: Range) -> None:
    if narrow in wide and bound.judge(wide).decided:
        assert bound.judge(narrow) is bound.judge(wide)


@given(bounds().filter(lambda bound: bound != Bound()), NUMBERS, NUMBERS)
def test_each_number_of_a_decided_range_has_its_verdict(bound: Bound, low: int, length: int) -> None:
    wide = Range(low, low + abs(length))
    if (verdict := bound.judge(wide)).decided:
        assert {bound.judge(Range.exactly(number)) for number in range(low, low + abs(length) + 1)} == {verdict}


@given(ranges(), ranges(), NUMBERS)
def test_overlap_is_a_number_in_both(one: Range, other: Range, number: int) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    if Range.exactly(number) in one and Range.exactly(number) in other:
        assert one.overlaps(other)
