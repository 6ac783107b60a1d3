"""Pharmacy fills held against a trial: for how many of its days the medicine was dispensed."""

from __future__ import annotations

from datetime import date

import pytest

from priorauth.medicines.fills import Covered, coverage_by_fills
from tests.spec.builders import chart

AS_OF = date(2026, 11, 20)
TRIAL = "trials: [{medicine: escitalopram, start: 2025-02-03, end: 2025-04-01, constant_dose: 20 mg}]"


def covered(fills: str, trial: str = TRIAL, as_of: date = AS_OF) -> Covered | None:
    facts = chart(f"{trial}\nfills: [{fills}]")
    return coverage_by_fills(facts.trials[0], facts.fills, as_of)


def fill(on: str, days: int, medicine: str = "escitalopram") -> str:
    return f"{{medicine: {medicine}, on: {on}, days_supply: {days}}}"


@pytest.mark.parametrize(
    ("fills", "days"),
    [
        ([fill("2025-02-03", 30)], 30),
        ([fill("2025-02-03", 30), fill("2025-03-05", 28)], 58),  # 3 February to 4 March, 5 March to 1 April
        ([fill("2025-02-03", 30), fill("2025-03-06", 27)], 57),  # none for 5 March
        ([fill("2025-02-03", 90)], 58),  # what is left over afterwards does not count
        ([fill("2025-01-20", 30)], 16),  # 20 January to 18 February: from the 3rd on
        ([fill("2025-02-03", 30), fill("2025-02-10", 30)], 37),  # overlapping supplies are not shifted to later days
        ([fill("2025-02-03", 1), fill("2025-04-01", 30)], 2),  # the first and the last day
    ],
)
def test_a_day_is_covered_or_not(fills: list[str], days: int) -> None:
    found = covered(", ".join(fills))
    assert found is not None
    assert (found.covered, found.claimed) == (days, 58)
    assert len(found.fills) == len(fills)


@pytest.mark.parametrize(
    ("on", "days"),
    [
        ("2025-04-02", 30),  # the day after
        ("2025-01-20", 14),  # up to 2 February
    ],
)
def test_a_fill_beside_the_trial_says_nothing_of_it(on: str, days: int) -> None:
    assert covered(fill(on, days)) is None


@pytest.mark.parametrize("medicine", ["Lexapro", "escitalopram oxalate", "ESCITALOPRAM 20 MG TABLET"])
def test_brand_and_generic_are_one_medicine(medicine: str) -> None:
    found = covered(f"{fill('2025-02-03', 30, 'escitalopram')}, {fill('2025-03-05', 28, medicine)}")
    assert found is not None
    assert found.covered == (30 if "20 MG" in medicine else 58)  # a name with a dose is no name known here


@pytest.mark.parametrize("medicine", ["citalopram", "lisinopril", "something unknown"])
def test_another_medicine_covers_nothing(medicine: str) -> None:
    assert covered(fill("2025-02-03", 58, medicine)) is None


@pytest.mark.parametrize(
    ("days", "percent"), [(58, 100), (57, 98), (47, 81), (46, 79), (1, 1)]
)  # 46 of 58 are 79.3 %: under 80, and not rounded up to it
def test_the_share_of_days_is_rounded_down(days: int, percent: int) -> None:
    found = covered(fill("2025-02-03", days))
    assert found is not None
    assert found.percent == percent


@pytest.mark.parametrize(
    ("trial", "claimed"),
    [
        (TRIAL.replace("start: 2025-02-03", "start: 2025-02"), 33),  # 28 February to 1 April: what is certain
        (TRIAL.replace("end: 2025-04-01", "end: {ongoing_as_of: 2025-03-04}"), 30),
        (TRIAL.replace("end: 2025-04-01", "end: unknown"), 1),
    ],
)
def test_of_a_trial_known_in_part_the_certain_days_are_claimed(trial: str, claimed: int) -> None:
    found = covered(fill("2025-02-03", 60), trial)
    assert found is not None
    assert found == Covered(claimed, claimed, ("fill-escitalopram-2025-02-03",))


@pytest.mark.parametrize(
    "trial",
    [
        TRIAL.replace("start: 2025-02-03, ", ""),
        TRIAL.replace("start: 2025-02-03", "start: 2025").replace("end: 2025-04-01", "end: 2025"),
    ],
)
def test_without_a_certain_day_there_is_nothing_to_cover(trial: str) -> None:
    assert covered(fill("2025-02-03", 60), trial) is None


def test_days_on_which_the_chart_itself_says_it_was_not_taken_are_not_claimed() -> None:
    off = TRIAL.replace("constant_dose", "interruptions: [{from: 2025-03-10, until: 2025-03-16}], constant_dose")
    found = covered(f"{fill('2025-02-03', 35)}, {fill('2025-03-17', 16)}", off)  # up to 9 March, and from the 17th on
    assert found is not None
    assert (found.covered, found.claimed) == (51, 51)


def test_what_comes_after_as_of_is_not_claimed() -> None:
    found = covered(fill("2025-02-03", 90), as_of=date(2025, 3, 4))
    assert found is not None
    assert (found.covered, found.claimed) == (30, 30)
