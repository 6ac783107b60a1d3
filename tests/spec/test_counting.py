"""Counting trials: which of them can stand together under one rule, and what an open list leaves possible."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.logic.counting import Candidate, Count, CountRule, count
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

YES, NO, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED
WORDS = {"yes": YES, "no": NO, "maybe": OPEN}


def tried(table: str) -> list[Candidate]:
    """One candidate a line: medicine, class, whether it counts, whether it is of this episode (yes, if not said)."""
    candidates = []
    for number, line in enumerate(table.strip().splitlines()):
        medicine, sort, counts, *marked = line.split()
        key = f"{medicine}-{number}"
        candidates.append(Candidate(key, medicine, sort, WORDS[counts], WORDS[marked[0]] if marked else YES))
    return candidates


def verdict(rule: CountRule, table: str, *, unlisted: bool = False) -> Verdict:
    return count(rule, tried(table), unlisted=unlisted).verdict


TWO_SSRI_AND_AN_SNRI = """
    sertraline   SSRI  yes
    escitalopram SSRI  yes
    venlafaxine  SNRI  yes
"""


@pytest.mark.parametrize(
    ("rule", "together"),
    [
        (CountRule(3), YES),
        (CountRule(4), NO),
        (CountRule(2, "each_different"), YES),  # one SSRI and the SNRI
        (CountRule(3, "each_different"), NO),  # three trials, but two classes
        (CountRule(3, 2), YES),  # three trials of at least two classes
        (CountRule(3, 3), NO),
        (CountRule(2, 2), YES),
    ],
)
def test_each_from_a_different_class_is_not_at_least_two_classes(rule: CountRule, together: Verdict) -> None:
    assert verdict(rule, TWO_SSRI_AND_AN_SNRI) is together


def test_one_medicine_counts_once() -> None:
    table = """
        bupropion bupropion yes
        bupropion bupropion yes
        sertraline SSRI     yes
    """
    assert verdict(CountRule(2), table) is YES
    assert verdict(CountRule(3), table) is NO


@pytest.mark.parametrize(
    ("count_of", "marked", "together"),
    [
        (2, 1, YES),  # sertraline and venlafaxine, the latter of this episode
        (2, 2, NO),  # only one is certainly of this episode, and none may be
        (3, 1, YES),
    ],
)
def test_some_of_them_must_carry_a_mark(count_of: int, marked: int, together: Verdict) -> None:
    table = """
        sertraline   SSRI  yes  no
        escitalopram SSRI  yes  no
        venlafaxine  SNRI  yes  yes
    """
    assert verdict(CountRule(count_of, marked=marked), table) is together


def test_classes_and_marks_may_fall_on_different_trials() -> None:
    """Two trials of two classes, one of this episode: it takes three to show it, and that is no fault of theirs."""
    table = """
        sertraline   SSRI  yes  no
        venlafaxine  SNRI  yes  no
        escitalopram SSRI  yes  yes
    """
    assert count(CountRule(2, 2, marked=1), tried(table), unlisted=False) == Count(
        YES, ("venlafaxine-1", "escitalopram-2")
    )
    table = """
        sertraline   SSRI  yes  no
        venlafaxine  SNRI  yes  no
        mirtazapine  NaSSA yes  no
        escitalopram SSRI  yes  yes
        fluoxetine   SSRI  yes  yes
    """
    assert verdict(CountRule(3, 3, marked=2), table) is YES  # four of the five


@pytest.mark.parametrize(
    ("counts", "marked", "together"),
    [("yes", "yes", YES), ("maybe", "yes", OPEN), ("yes", "maybe", OPEN), ("no", "yes", NO), ("yes", "no", NO)],
)
def test_what_is_uncertain_about_a_trial_leaves_the_count_open_only_if_it_matters(
    counts: str, marked: str, together: Verdict
) -> None:
    table = f"""
        sertraline   SSRI  yes yes
        venlafaxine  SNRI  {counts} {marked}
    """
    assert verdict(CountRule(2, marked=2), table) is together
    assert verdict(CountRule(1, marked=1), table) is YES


def test_an_open_list_may_hold_more_than_it_shows() -> None:
    table = "sertraline SSRI yes"
    assert verdict(CountRule(2), table, unlisted=True) is OPEN
    assert verdict(CountRule(2), table, unlisted=False) is NO
    assert verdict(CountRule(1), table, unlisted=True) is YES
    assert verdict(CountRule(1), "sertraline SSRI no", unlisted=True) is OPEN


def test_the_trials_on_which_it_can_rest_are_named() -> None:
    table = """
        sertraline   SSRI yes
        escitalopram SSRI yes
        venlafaxine  SNRI maybe
        bupropion    NDRI no
    """
    assert count(CountRule(1), tried(table), unlisted=False).chosen == ("sertraline-0",)
    assert count(CountRule(2, 2), tried(table), unlisted=False) == Count(OPEN, ("sertraline-0", "venlafaxine-2"))
    assert count(CountRule(4), tried(table), unlisted=False) == Count(NO, ())


# A naive way to count: each world in which what is uncertain is either so or not, each group of trials tried.

CANDIDATES = st.lists(
    st.builds(
        lambda kin, sort, counts, marked: (kin, sort, counts, marked),
        st.sampled_from("abcd"),
        st.sampled_from("XYZ"),
        st.sampled_from([YES, NO, OPEN]),
        st.sampled_from([YES, NO, OPEN]),
    ),
    max_size=6,
).map(
    lambda rows: [
        Candidate(f"{kin}{place}", kin, sort, counts, marked) for place, (kin, sort, counts, marked) in enumerate(rows)
    ]
)

RULES = (
    st.builds(CountRule, st.integers(1, 4), st.sampled_from(["each_different", 1, 2, 3]), st.integers(0, 3))
    .filter(lambda rule: rule.sorts == "each_different" or rule.sorts <= rule.count)
    .filter(lambda rule: rule.marked <= rule.count)
)


def worlds(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    def either(verdict: Verdict) -> list[Verdict]:
        return [verdict] if verdict.decided else [YES, NO]

    for outcome in product(*(product(either(one.counts), either(one.marked)) for one in candidates)):
        yield [
            Candidate(one.key, one.kin, one.sort, counts, marked)
            for one, (counts, marked) in zip(candidates, outcome, strict=True)
            if counts is YES
        ]


def stands(rule: CountRule, group: Sequence[Candidate]) -> bool:
    """Whether this very group satisfies the rule."""
    classes = len({one.sort for one in group})
    return (
        len(group) >= rule.count
        and len({one.kin for one in group}) == len(group)
        and (classes == len(group) if rule.sorts == "each_different" else classes >= rule.sorts)
        and sum(one.marked is YES for one in group) >= rule.marked
    )


def holds(rule: CountRule, candidates: Sequence[Candidate]) -> bool:
    return any(stands(rule, group) for size in range(len(candidates) + 1) for group in combinations(candidates, size))


@given(RULES, CANDIDATES)
def test_it_agrees_with_trying_each_group_in_each_world(rule: CountRule, candidates: list[Candidate]) -> None:
    outcomes = {holds(rule, world) for world in worlds(candidates)}
    expected = OPEN if len(outcomes) == 2 else YES if outcomes == {True} else NO
    found = count(rule, candidates, unlisted=False).verdict
    assert found is expected
    assert count(rule, candidates, unlisted=True).verdict is (YES if found is YES else OPEN)


@given(RULES, CANDIDATES.map(lambda found: [one for one in found if one.counts.decided and one.marked.decided]))
def test_where_nothing_is_uncertain_it_agrees_exactly(rule: CountRule, candidates: list[Candidate]) -> None:
    assert count(rule, candidates, unlisted=False).verdict is (
        YES if holds(rule, [one for one in candidates if one.counts is YES]) else NO
    )


@given(RULES, CANDIDATES)
def test_the_chosen_satisfy_the_rule(rule: CountRule, candidates: list[Candidate]) -> None:
    found = count(rule, candidates, unlisted=False)
    chosen = [one for one in candidates if one.key in found.chosen]
    match found.verdict:
        case Verdict.MET:
            assert stands(rule, chosen)
            assert all(one.counts is YES for one in chosen)
        case Verdict.NOT_DOCUMENTED:
            assert any(stands(rule, [one for one in world if one.key in found.chosen]) for world in worlds(candidates))
        case _:
            assert found.chosen == ()


@given(RULES, CANDIDATES, st.booleans(), st.randoms())
def test_the_order_of_candidates_does_not_matter(
    rule: CountRule, candidates: list[Candidate], unlisted: bool, random
) -> None:
    shuffled = random.sample(candidates, len(candidates))
    assert count(rule, shuffled, unlisted=unlisted).verdict is count(rule, candidates, unlisted=unlisted).verdict
