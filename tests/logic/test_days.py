"""Stretches of days: both ends count, gaps are bridged only as far as allowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.logic.days import Stretch, joined, longest_days, total_days

DAY_0 = date(2025, 1, 1)


def stretch(first: int, last: int) -> Stretch:
    """Days counted from 1 January 2025, which is 1."""
    return Stretch(DAY_0 + timedelta(days=first - 1), DAY_0 + timedelta(days=last - 1))


@pytest.mark.parametrize(("first", "last", "days"), [(3, 3, 1), (3, 9, 7), (3, 2, 0), (3, 1, 0)])
def test_both_ends_count(first: int, last: int, days: int) -> None:
    assert stretch(first, last).days == days


@pytest.mark.parametrize(
    ("holes", "left"),
    [
        ([], [stretch(3, 9)]),
        ([stretch(5, 6)], [stretch(3, 4), stretch(7, 9)]),
        ([stretch(3, 4)], [stretch(5, 9)]),
        ([stretch(8, 20)], [stretch(3, 7)]),
        ([stretch(1, 20)], []),
        ([stretch(10, 12)], [stretch(3, 9)]),
        ([stretch(4, 4), stretch(6, 6)], [stretch(3, 3), stretch(5, 5), stretch(7, 9)]),
        ([stretch(6, 5)], [stretch(3, 9)]),  # a hole of no day
    ],
)
def test_what_is_left_when_days_are_taken_out(holes: list[Stretch], left: list[Stretch]) -> None:
    assert stretch(3, 9).without(holes) == left


@pytest.mark.parametrize(
    ("pieces", "tolerated_gap", "runs"),
    [
        ([stretch(1, 3), stretch(4, 6)], 0, [stretch(1, 6)]),  # they touch
        ([stretch(1, 3), stretch(5, 6)], 0, [stretch(1, 3), stretch(5, 6)]),
        ([stretch(1, 3), stretch(5, 6)], 1, [stretch(1, 6)]),
        ([stretch(1, 9), stretch(2, 3)], 0, [stretch(1, 9)]),
        ([stretch(5, 6), stretch(1, 3)], 0, [stretch(1, 3), stretch(5, 6)]),
        ([stretch(5, 4)], 0, []),
        ([], 0, []),
    ],
)
def test_what_touches_or_lies_near_is_one(pieces: list[Stretch], tolerated_gap: int, runs: list[Stretch]) -> None:
    assert joined(pieces, tolerated_gap) == runs


@pytest.mark.parametrize(("tolerated_gap", "days"), [(0, 5), (1, 8), (2, 8), (3, 9)])
def test_the_days_of_a_bridged_gap_do_not_count(tolerated_gap: int, days: int) -> None:
    pieces = [stretch(1, 3), stretch(5, 9), stretch(13, 13)]
    assert longest_days(pieces, tolerated_gap) == days
    assert total_days(pieces) == 9


PIECES = st.lists(
    st.builds(lambda first, length: stretch(first, first + length), st.integers(1, 25), st.integers(-2, 6))
)


def days_of(pieces: list[Stretch]) -> set[date]:
    return {one.first + timedelta(days=number) for one in pieces for number in range(one.days)}


@given(PIECES, PIECES)
def test_it_is_arithmetic_on_sets_of_days(pieces: list[Stretch], holes: list[Stretch]) -> None:
    assert days_of(joined(pieces)) == days_of(pieces)
    assert total_days(pieces) == len(days_of(pieces))
    left = [rest for one in pieces for rest in one.without(holes)]
    assert days_of(left) == days_of(pieces) - days_of(holes)


@given(PIECES, PIECES, st.integers(0, 4))
def test_more_days_never_make_a_shorter_run(pieces: list[Stretch], more: list[Stretch], tolerated_gap: int) -> None:
    assert longest_days(pieces + more, tolerated_gap) >= longest_days(pieces, tolerated_gap)
    assert longest_days(pieces, tolerated_gap + 1) >= longest_days(pieces, tolerated_gap)
    assert longest_days(pieces, 1000) == total_days(pieces)
