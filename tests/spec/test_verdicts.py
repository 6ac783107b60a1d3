"""Three verdicts and a fourth: met, not met, not documented (Kleene's logic), and a rule that does not apply."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.logic.verdict import Verdict, agreed, all_of, any_of, at_least, none_of, opposite, verdict_of, when

YES, NO, OPEN, NONE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DOCUMENTED, Verdict.NOT_APPLICABLE
LETTERS = {"y": YES, "n": NO, "?": OPEN, "-": NONE}


def verdicts(letters: str) -> list[Verdict]:
    """``"y?n-"``: met, not documented, not met, not applicable."""
    return [LETTERS[letter] for letter in letters]


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        ("y", YES), ("n", NO), ("?", OPEN), ("-", NONE),
        ("yy", YES), ("yn", NO), ("y?", OPEN), ("y-", YES),
        ("nn", NO), ("n?", NO), ("n-", NO),
        ("??", OPEN), ("?-", OPEN), ("--", NONE),
        ("yyn?", NO),  # one certain "no" is "no", whatever else is missing
    ],
)  # fmt: skip
def test_all_of(parts: str, together: Verdict) -> None:
    assert all_of(verdicts(parts)) is together


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        ("y", YES), ("n", NO), ("?", OPEN), ("-", NONE),
        ("yy", YES), ("yn", YES), ("y?", YES), ("y-", YES),
        ("nn", NO), ("n?", OPEN), ("n-", NO),
        ("??", OPEN), ("?-", OPEN), ("--", NONE),
        ("nn?y", YES),  # one certain "yes" is "yes", whatever else is missing
    ],
)  # fmt: skip
def test_any_of(parts: str, together: Verdict) -> None:
    assert any_of(verdicts(parts)) is together


@pytest.mark.parametrize(
    ("k", "parts", "together"),
    [
        (2, "yyn", YES),
        (2, "yn?", OPEN),
        (2, "ynn", NO),
        (2, "y??", OPEN),
        (2, "n??", OPEN),
        (2, "nn?", NO),
        (2, "y-n", NO),  # one of the two that are left
        (2, "y-", YES),  # only one is left, and so one is enough
        (3, "yy-", YES),
        (3, "y?-", OPEN),
        (2, "---", NONE),
    ],
)
def test_at_least(k: int, parts: str, together: Verdict) -> None:
    assert at_least(k, verdicts(parts)) is together


@pytest.mark.parametrize(
    ("parts", "together"),
    [("n", YES), ("y", NO), ("?", OPEN), ("-", NONE), ("nn", YES), ("ny", NO), ("n?", OPEN), ("y?", NO), ("n-", YES)],
)
def test_none_of(parts: str, together: Verdict) -> None:
    assert none_of(verdicts(parts)) is together


@pytest.mark.parametrize(
    ("condition", "then", "together"),
    [
        ("y", "y", YES), ("y", "n", NO), ("y", "?", OPEN), ("y", "-", NONE),
        ("n", "y", NONE), ("n", "n", NONE), ("n", "?", NONE), ("n", "-", NONE),
        ("-", "y", NONE), ("-", "n", NONE), ("-", "?", NONE), ("-", "-", NONE),
        ("?", "y", OPEN), ("?", "n", OPEN), ("?", "?", OPEN),
        ("?", "-", NONE),  # whether the condition holds or not, nothing is asked
    ],
)  # fmt: skip
def test_when(condition: str, then: str, together: Verdict) -> None:
    assert when(LETTERS[condition], LETTERS[then]) is together


@pytest.mark.parametrize(
    ("readings", "together"),
    [("yy", YES), ("nn", NO), ("yn", OPEN), ("y?", OPEN), ("??", OPEN), ("--", NONE), ("y-", OPEN), ("n", NO)],
)
def test_readings_decide_where_they_agree(readings: str, together: Verdict) -> None:
    assert agreed(verdicts(readings)) is together


def test_a_truth_value_that_is_not_known_is_not_documented() -> None:
    assert [verdict_of(value) for value in (True, False, None)] == [YES, NO, OPEN]
    assert [opposite(one) for one in (YES, NO, OPEN, NONE)] == [NO, YES, OPEN, NONE]
    assert [one.decided for one in (YES, NO, OPEN, NONE)] == [True, True, False, True]


PARTS = st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=6)


@given(PARTS)
def test_all_of_is_at_least_n_of_n_and_any_of_at_least_one(parts: list[Verdict]) -> None:
    assert all_of(parts) is at_least(len(parts), parts)
    assert any_of(parts) is at_least(1, parts)


@given(PARTS, st.integers(1, 6), st.randoms())
def test_the_order_of_parts_is_nothing(parts: list[Verdict], k: int, random) -> None:
    shuffled = random.sample(parts, len(parts))
    for combine in (all_of, any_of, none_of, agreed):
        assert combine(shuffled) is combine(parts)
    assert at_least(k, shuffled) is at_least(k, parts)


@given(PARTS, st.integers(1, 6))
def test_what_is_decided_stays_so_whatever_the_missing_parts_turn_out_to_be(parts: list[Verdict], k: int) -> None:
    def whole(known: list[Verdict]) -> tuple[Verdict, ...]:
        return all_of(known), any_of(known), none_of(known), at_least(k, known), when(known[0], known[-1])

    possible = [[part] if part.decided else list(Verdict) for part in parts]
    for world in product(*possible):
        for before, after in zip(whole(parts), whole(list(world)), strict=True):
            assert not before.decided or after is before


@given(PARTS, st.integers(1, 6))
def test_what_is_left_open_really_depends_on_what_is_missing(parts: list[Verdict], k: int) -> None:
    worlds = list(product(*([part] if part.decided else [YES, NO] for part in parts)))
    for combine in (all_of, any_of, none_of, lambda known: at_least(k, known)):
        assert combine(parts) is agreed(combine(world) for world in worlds)
