"""The dose that pharmacies dispensed, held against the dose that is stated for the same days.

No number of our own: a dose is another one when it differs by half of the unit dispensed, the least that can be taken
more or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.logic.days import Stretch
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.chart.treatment import Fill
    from priorauth.chart.trials import Course


@dataclass(frozen=True, slots=True)
class OtherDose:
    """What was dispensed on one day, for another daily dose than is stated for the days it is for."""

    fills: tuple[Fill, ...]
    days: Stretch

    @property
    def daily(self) -> Decimal | None:
        """Milligrams for each day; ``None`` where the number dispensed is not known."""
        return daily_dispensed(self.fills)

    def reaches(self, lowest: Decimal) -> bool:
        """Whether it is ``lowest`` mg a day, or so near that half of a unit makes no difference."""
        return _fits(self.fills, (lowest, None))

    def __str__(self) -> str:
        """The dose and what it is worked out from: "25 mg as dispensed on 2025-02-03 (126 of 25 mg for 126 days)"."""
        units = " and ".join(
            f"{f'{fill.quantity.normalize():f} of ' if fill.quantity else ''}{fill.strength_mg:f} mg"
            f" for {fill.days_supply} days"
            for fill in self.fills
        )
        dose = f"{round(self.daily, 2).normalize():f} mg" if self.daily else "more"
        return f"{dose} as dispensed on {self.days.first} ({units})"


def other_doses(course: Course, fills: Iterable[Fill]) -> tuple[OtherDose, ...]:
    """What was dispensed of this medicine within the course, where it is for another dose than the course states."""
    named = reference().known(course.medicine)
    if named is None or named.medicine.measured_as:  # the doses are of one component, the strengths of who knows which
        return ()
    moiety = named.medicine.moiety
    own = [
        fill
        for fill in fills
        if (other := reference().known(fill.medicine)) and other.medicine.moiety == moiety and may_hold(course, fill.on)
    ]
    return tuple(_others(course, sorted(own, key=lambda fill: (fill.on, fill.id))))


def stated_dose(course: Course) -> str:
    """The doses that the course states: "50 mg", "10 to 20 mg"."""
    doses = sorted({step.dose for step in course.steps} or {dose for dose in (course.highest_dose,) if dose})
    return f"{doses[0]:f} mg" if len(doses) == 1 else f"{doses[0]:f} to {doses[-1]:f} mg"


def may_hold(course: Course, day: date) -> bool:
    """Whether the day may lie within the course."""
    begun = course.start is None or course.start.earliest <= day
    return begun and not (isinstance(course.end, PartialDate) and course.end.latest < day)


def _others(course: Course, within: Sequence[Fill]) -> Iterator[OtherDose]:
    for day, together in groupby(within, key=lambda fill: fill.on):
        filled = tuple(together)
        span = Stretch(day, max(_last_day(fill) for fill in filled))
        stated = _stated(course, span)
        at_once = [fill for fill in within if fill.on <= span.last and _last_day(fill) >= span.first]
        if stated and not any(_fits(group, stated) for group in (filled, at_once)):
            yield OtherDose(filled, span)


def _last_day(fill: Fill) -> date:
    return fill.on + timedelta(days=fill.days_supply - 1)


def _stated(one: Course, span: Stretch) -> tuple[Decimal | None, Decimal] | None:
    """The lowest and the highest dose that the chart states for these days; ``None`` where it states none."""
    if one.constant_dose is not None:
        return one.constant_dose, one.constant_dose
    if one.max_dose is not None:
        return None, one.max_dose
    if not one.steps or one.steps[0].start.latest > span.first:
        return None
    held = [
        step.dose
        for step, following in zip(one.steps, [*one.steps[1:], None], strict=True)
        if step.start.earliest <= span.last and (following is None or following.start.latest >= span.first)
    ]
    return min(held), max(held)


def _fits(filled: Sequence[Fill], stated: tuple[Decimal | None, Decimal | None]) -> bool:
    """Whether so much was dispensed for each day; without quantities, whether one unit is no more than the dose."""
    low, high = stated
    strengths = [fill.strength_mg for fill in filled if fill.strength_mg is not None]
    if len(strengths) < len(filled):
        return True
    total, least = daily_dispensed(filled), min(strengths) / 2
    if total is None:
        return high is None or max(strengths) <= high
    return (low is None or total > low - least) and (high is None or total < high + least)


def daily_dispensed(filled: Sequence[Fill]) -> Decimal | None:
    """Milligrams for each day, of what was dispensed together; ``None`` where a strength or number is not known."""
    daily = [
        fill.strength_mg * fill.quantity / fill.days_supply for fill in filled if fill.strength_mg and fill.quantity
    ]
    return sum(daily, Decimal()) if len(daily) == len(filled) else None
