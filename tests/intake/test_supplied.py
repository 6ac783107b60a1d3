"""What fills make of a course: no day and no milligram more than the supplies give by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.chart.treatment import Fill
from priorauth.chart.trials import Trial
from priorauth.intake.supplied import supplied

TODAY = date(2026, 11, 20)


def fill(on: str, days: int, quantity: float | None = 30, strength: float | None = 20, **more: Any) -> Fill:
    return Fill.model_validate(
        {"medicine": "fluoxetine", "on": on, "days_supply": days, "quantity": quantity, "strength_mg": strength} | more
    )


@pytest.mark.parametrize(
    ("fills", "end"),
    [
        ([fill("2025-01-01", 30)], "2025-01-30"),
        ([fill("2025-01-01", 30), fill("2025-01-31", 30)], "2025-03-01"),
        ([fill("2025-01-01", 30), fill("2025-01-26", 30)], "2025-02-24"),  # five days left over may have lasted longer
        ([fill("2026-11-01", 19)], "2026-11-19"),  # used up yesterday
        ([fill("2026-11-01", 20)], {"ongoing_as_of": "2026-11-01"}),  # lasts until today
        ([fill("2026-09-22", 30), fill("2026-10-20", 30)], {"ongoing_as_of": "2026-10-20"}),  # with what was left over
    ],
    ids=["one", "in a row", "early", "used up", "lasts", "early and may last"],
)
def test_the_end(fills: list[Fill], end: Any) -> None:
    assert supplied(fills, TODAY).course["end"] == end


def test_what_was_left_over_is_told_and_not_claimed() -> None:
    found = supplied([fill("2025-01-01", 30), fill("2025-01-26", 30)], TODAY)
    assert "what overlaps left over would last until 2025-03-01, if it was kept and taken" in found.told
    assert "interruptions" not in found.course


@pytest.mark.parametrize(
    ("fills", "doses"),
    [
        ([fill("2025-01-01", 30)], ["20 mg"]),
        ([fill("2025-01-01", 30), fill("2025-01-31", 30)], ["20 mg"]),
        ([fill("2025-01-01", 30), fill("2025-01-31", 30, 60)], ["20 mg", "40 mg"]),
        ([fill("2025-01-01", 30, 20)], ["13.33 mg"]),  # 13.3333, and never more
        ([fill("2025-01-01", 29, 29.999)], ["20.68 mg"]),  # 20.6889: rounded to the nearest it would be 20.69
        ([fill("2025-01-01", 30), fill("2025-01-01", 30, strength=10)], ["30 mg"]),
        ([fill("2025-01-01", 30), fill("2025-01-01", 30, id="b")], None),  # one dispensing, or two?
        ([fill("2025-01-01", 30), fill("2025-01-01", 60, strength=10)], None),
        ([fill("2025-01-01", 30), fill("2025-01-31", 30, None)], None),
        ([fill("2025-01-01", 30, medicine="Symbyax")], None),  # the strength of which of the two?
    ],
)
def test_the_doses(fills: list[Fill], doses: list[str] | None) -> None:
    steps = supplied(fills, TODAY).course.get("steps")
    assert (steps and [step["dose"] for step in steps]) == doses


FILLS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 90), st.integers(1, 200)), min_size=1, max_size=8)
"""Days since the one before, days' supply, quantity."""


@given(FILLS)
def test_whatever_was_dispensed_it_is_a_course_that_a_chart_can_hold(given: list[tuple[int, int, int]]) -> None:
    day, fills = date(2025, 1, 1), []
    for number, (after, days, quantity) in enumerate(given):
        day += timedelta(days=after)
        fills.append(fill(str(day), days, quantity, id=f"f{number}"))
    found = supplied(fills, TODAY)
    trial = Trial.model_validate({"medicine": "fluoxetine", **found.course})
    supplied_days = {one.on + timedelta(days=n) for one in fills for n in range(one.days_supply)}
    gaps = {
        gap.start.earliest + timedelta(days=n)
        for gap in trial.interruptions
        for n in range((gap.until.latest - gap.start.earliest).days + 1)
    }
    assert not gaps & supplied_days
    if not trial.ongoing:
        assert str(trial.end) == str(max(supplied_days))
