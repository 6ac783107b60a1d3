"""Fills and the stated trial: an insurer sees its claims, so end and dose must go with them, in both directions."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart

TRIAL = "{id: trial, medicine: escitalopram, start: 2025-02-03, end: 2025-06-02, %s}"


def told(fills: str, doses: str = "constant_dose: 20 mg", more: str = "") -> list[str]:
    found = contradictions(chart(f"trials: [{TRIAL % doses}]\nfills: [{fills}]\n{more}"), AS_OF)
    assert all("trial" in one.items for one in found)
    return [one.text for one in found]


def fill(on: str, days: int = 120, *, amount: str = "quantity: 120, strength_mg: 20") -> str:
    return f"{{id: f{on}{days}{amount[-2:]}, medicine: Lexapro, on: {on}, days_supply: {days}, {amount}}}"


def test_fills_that_bear_it_out() -> None:
    assert told(fill("2025-02-03")) == []  # 120 days, up to 2 June


@pytest.mark.parametrize(("on", "after"), [("2025-06-02", False), ("2025-06-03", True)])
def test_a_fill_after_the_stated_end(on: str, after: bool) -> None:
    found = told(f"{fill('2025-02-03')}, {fill(on, 30, amount='quantity: 30, strength_mg: 20')}")
    said = f"which is right: escitalopram ended on 2025-06-02, or it was dispensed after that ({on})"
    assert found == ([said] if after else [])


@pytest.mark.parametrize(
    "explained",
    [
        "current_medicines: [{medicine: escitalopram, since: 2025-09-01, as_of: 2026-11-12, continues: yes}]",
        "augmentations: [{medicine: escitalopram, start: 2025-09-01, end: 2025-10-01}]",
    ],
)
def test_what_was_begun_again_explains_it(explained: str) -> None:
    fills = f"{fill('2025-02-03')}, {fill('2025-09-01', 30, amount='quantity: 30, strength_mg: 20')}"
    assert told(fills) != []
    assert told(fills, more=explained) == []


@pytest.mark.parametrize(
    ("days", "short"),
    [
        (60, True),  # up to 3 April: 60 days are left, for which another 60 would have been due
        (61, False),
        (120, False),
    ],
)
def test_fills_that_stop_a_whole_supply_before_the_stated_end(days: int, short: bool) -> None:
    found = told(fill("2025-02-03", days, amount=f"quantity: {days}, strength_mg: 20"))
    said = "which is right: escitalopram taken until 2025-06-02, or fills that last until 2025-04-03"
    assert found == ([said] if short else [])


def test_a_supply_that_comes_early_is_kept_for_later() -> None:
    days = ("2025-02-03", "2025-02-20", "2025-03-10", "2025-03-25")
    early = [fill(on, 30, amount="quantity: 30, strength_mg: 20") for on in days]
    assert told(", ".join(early)) == []  # 120 days, up to 2 June
    assert told(", ".join(early[:3])) != []  # 90 days, up to 3 May: a fourth supply would have been due


def test_days_without_the_medicine_use_up_nothing() -> None:
    fills = fill("2025-02-03", 60, amount="quantity: 60, strength_mg: 20")
    paused = "constant_dose: 20 mg, interruptions: [{from: 2025-03-01, until: 2025-03-01}]"
    assert told(fills, paused) == []


@pytest.mark.parametrize(
    ("amount", "other"),
    [
        ("quantity: 120, strength_mg: 20", False),
        ("quantity: 240, strength_mg: 10", False),  # two of 10 mg
        ("quantity: 120, strength_mg: 10", True),
        ("quantity: 240, strength_mg: 20", True),
        ("quantity: 60, strength_mg: 40", False),  # halves
        ("quantity: 122, strength_mg: 20", False),  # two tablets over
        ("strength_mg: 10", False),  # how many a day is not known
        ("strength_mg: 40", True),  # more in one unit than is taken in a day
        ("quantity: 120", False),
    ],
)
def test_fills_for_another_dose(amount: str, other: bool) -> None:
    assert bool(told(fill("2025-02-03", amount=amount))) is other


@pytest.mark.parametrize(
    ("amount", "dispensed"),
    [
        ("quantity: 120, strength_mg: 10", "10 mg as dispensed on 2025-02-03 (120 of 10 mg for 120 days)"),
        ("quantity: 100, strength_mg: 10", "8.33 mg as dispensed on 2025-02-03 (100 of 10 mg for 120 days)"),
        ("strength_mg: 40", "more as dispensed on 2025-02-03 (40 mg for 120 days)"),
    ],
)
def test_both_doses_are_named_and_what_was_dispensed(amount: str, dispensed: str) -> None:
    said = f"which dose of escitalopram is right: 20 mg as stated, or {dispensed}"
    assert told(fill("2025-02-03", amount=amount)) == [said]


@pytest.mark.parametrize(
    ("quantity", "other"),
    [
        (120, False),  # 10 mg a day
        (180, False),  # 15 mg, as the dose rises within the supply
        (240, False),  # 20 mg
        (300, True),  # 25 mg
        (60, True),  # 5 mg
    ],
)
def test_while_the_dose_rises_what_is_dispensed_lies_between(quantity: int, other: bool) -> None:
    steps = "steps: [{dose: 10 mg, from: 2025-02-03}, {dose: 20 mg, from: 2025-03-03}]"
    assert bool(told(fill("2025-02-03", amount=f"quantity: {quantity}, strength_mg: 10"), steps)) is other


def test_two_strengths_of_one_day_are_taken_together() -> None:
    half = fill("2025-02-03", amount="quantity: 120, strength_mg: 10")
    assert told(half) != []
    assert told(f"{half}, {half.replace('id: f', 'id: g')}") == []


def test_the_highest_dose_is_a_limit_above_and_none_below() -> None:
    assert told(fill("2025-02-03", amount="quantity: 120, strength_mg: 10"), "max_dose: 20 mg") == []
    assert told(fill("2025-02-03", amount="quantity: 240, strength_mg: 20"), "max_dose: 20 mg") != []
