"""The planned sessions held against what one authorization covers, in the unit in which the payer counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from priorauth.policy.envelope import Quantity
from priorauth.request.model import DatedSession, QuantityLimit
from priorauth.request.quantities import held_against

FIRST = date(2026, 12, 1)


def induction(first: int, rest: int) -> list[DatedSession]:
    """Eight sessions in four weeks: on the 1st and 4th, the 8th and 11th, the 15th and 18th, the 22nd and 25th."""
    days = [FIRST + timedelta(days=7 * week + offset) for week in range(4) for offset in (0, 3)]
    doses = [first if number == 0 else rest for number in range(len(days))]
    return [
        DatedSession(on, number // 2 + 1, "induction", mg, mg // 28)
        for number, (on, mg) in enumerate(zip(days, doses, strict=True))
    ]


def held(first: int, rest: int, **limit: int) -> QuantityLimit:
    return held_against(Quantity(**limit), induction(first, rest))


@pytest.mark.parametrize(
    ("first", "rest", "limit", "arithmetic", "over"),
    [
        (56, 84, {"devices": 23}, "1 × 2 + 7 × 3 = 23", 0),
        (84, 84, {"devices": 23}, "8 × 3 = 24", 1),
        (56, 56, {"devices": 23}, "8 × 2 = 16", -7),
        (56, 84, {"kits": 8}, "1 × 1 + 7 × 1 = 8", 0),
        (56, 84, {"kits": 7}, "1 × 1 + 7 × 1 = 8", 1),
        (56, 84, {"sessions": 8}, "1 × 1 + 7 × 1 = 8", 0),
        (56, 84, {"mg": 644}, "1 × 56 + 7 × 84 = 644", 0),
        (56, 84, {"mg": 643}, "1 × 56 + 7 × 84 = 644", 1),
    ],
)
def test_an_induction_in_each_unit(first: int, rest: int, limit: dict[str, int], arithmetic: str, over: int) -> None:
    found = held(first, rest, **limit)
    assert (found.arithmetic, found.over) == (arithmetic, over)


@pytest.mark.parametrize(
    ("limit", "arithmetic", "over"),
    [
        ({"devices": 6, "per_days": 7}, "2 × 3 = 6", 0),  # two sessions lie within any seven days
        ({"devices": 5, "per_days": 7}, "1 × 2 + 1 × 3 = 5", 0),  # in the first week
        ({"mg": 168, "per_days": 7}, "2 × 84 = 168", 0),
        ({"mg": 167, "per_days": 7}, "2 × 84 = 168", 1),
        ({"sessions": 3, "per_days": 8}, "3 × 1 = 3", 0),  # from the 1st to the 8th are eight days
    ],
)
def test_within_so_many_days(limit: dict[str, int], arithmetic: str, over: int) -> None:
    first = 56 if arithmetic.startswith("1 ×") else 84
    sessions = induction(first, 84)[:2] if first == 56 else induction(84, 84)
    found = held_against(Quantity(**limit), sessions)
    assert (found.arithmetic, found.over) == (arithmetic, over)


def test_how_far_what_is_allowed_reaches() -> None:
    found = held(84, 84, devices=23)
    assert (found.sessions_covered, found.covered_until) == (7, date(2026, 12, 22))
    assert str(found) == (
        "8 sessions: 8 × 3 = 24 devices, 1 more than the 23 allowed. They cover the first 7, until December 22, 2026."
    )


def test_it_may_not_cover_one() -> None:
    assert "They cover no session." in str(held(84, 84, devices=2))


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"devices": 23}, "23 devices"),
        ({"kits": 1}, "1 kit"),
        ({"mg": 168, "per_days": 7}, "168 mg in 7 days"),
        ({"packs": 6, "devices_per_pack": 1, "per_days": 7}, "6 packs (of 1 device) in 7 days"),
        ({"packs": 1, "devices_per_pack": 2}, "1 pack (of 2 devices)"),
    ],
)
def test_in_words(limit: dict[str, int], told: str) -> None:
    assert str(Quantity(**limit)) == told
