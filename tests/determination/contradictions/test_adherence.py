"""How much of a medicine was taken, told in two ways: under 80 percent is what payers call poor."""

from __future__ import annotations

import pytest

from priorauth.determination.contradictions import contradictions
from tests.spec.builders import AS_OF, chart

TAKEN = "medicine: Lexapro, start: 2025-02-03, end: 2025-03-04, constant_dose: 10 mg"
"""Thirty days."""


def told(adherence: str, days_supply: int | None, listed: str = "trials") -> list[str]:
    fills = f"fills: [{{medicine: escitalopram, on: 2025-02-03, days_supply: {days_supply}}}]" if days_supply else ""
    found = contradictions(chart(f"{listed}: [{{{TAKEN}, {adherence}}}]\n{fills}"), AS_OF)
    return [one.text for one in found if one.text.startswith("which adherence")]


@pytest.mark.parametrize(
    ("adherence", "days_supply", "asked"),
    [
        ("adherence: {percent: 80}", 24, False),  # 80 percent
        ("adherence: {percent: 80}", 23, True),  # 76
        ("adherence: {percent: 79}", 24, True),
        ("adherence: {percent: 79}", 23, False),  # poor by both: told, and no contradiction
        ("adherence: {adequate: yes}", 23, True),
        ("adherence: {adequate: no}", 24, True),
        ("adherence: {percent: 95}", None, False),
        ("adherence: {percent: 95, adequate: no}", None, True),
        ("response: none", 23, False),  # nothing is stated that fills could deny
    ],
)
@pytest.mark.parametrize("listed", ["trials", "augmentations"])
def test_stated_and_dispensed_on_two_sides_of_what_payers_call_poor(
    adherence: str, days_supply: int | None, asked: bool, listed: str
) -> None:
    assert bool(told(adherence, days_supply, listed)) is asked


def test_the_question_names_both() -> None:
    assert told("adherence: {percent: 95}", 15) == [
        "which adherence is right for Lexapro: 95 percent taken (stated) but 50 percent of days covered by fills "
        "(15 of 30)"
    ]
