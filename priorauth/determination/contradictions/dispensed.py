"""What pharmacies dispensed, held against what is stated of a course: its end and its doses.

An insurer sees the claims. No number is needed here: a course goes on too long when a whole supply more would have been
due, and a dose is another one when it differs by half of what was dispensed, the least that can be taken more or less.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety
from priorauth.logic.days import ONE_DAY, Stretch
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Fill
    from priorauth.chart.trials import Course


def found(chart: Chart) -> Iterator[Contradiction]:
    """Each course that its fills deny."""
    courses: tuple[Course, ...] = (*chart.trials, *chart.augmentations)
    by_medicine: dict[str, list[Fill]] = {}
    for fill in sorted(chart.fills, key=lambda fill: (fill.on, fill.id)):
        by_medicine.setdefault(moiety(fill.medicine), []).append(fill)
    for one in courses:
        own = by_medicine.get(moiety(one.medicine), [])
        within = [fill for fill in own if _may_hold(one, fill.on)]
        yield from _after_the_end(one, own, courses, chart)
        yield from _run_out(one, within)
        yield from _other_dose(one, within)


def _may_hold(course: Course, day: date) -> bool:
    """Whether the day may lie within the course."""
    begun = course.start is None or course.start.earliest <= day
    return begun and not (isinstance(course.end, PartialDate) and course.end.latest < day)


def _after_the_end(
    one: Course, own: Sequence[Fill], courses: Sequence[Course], chart: Chart
) -> Iterator[Contradiction]:
    """Fills after the last day taken that belong to no other course and to nothing begun since."""
    if not isinstance(one.end, PartialDate):
        return
    same = [other for other in courses if moiety(other.medicine) == moiety(one.medicine)]
    now = [taken for taken in chart.current_medicines if moiety(taken.medicine) == moiety(one.medicine)]
    ended = one.end.latest
    later = [
        fill
        for fill in own
        if fill.on > ended
        and not any(_may_hold(other, fill.on) for other in same)
        and not any(taken.since is None or taken.since.earliest <= fill.on for taken in now)
        and not any(isinstance(other.end, PartialDate) and ended < other.end.latest < fill.on for other in same)
    ]
    if later:
        days = ", ".join(str(fill.on) for fill in later)
        told = f"{one.medicine} ended {one.end.with_preposition}"
        text = f"which is right: {told}, or it was dispensed after that ({days})"
        yield Contradiction(text, (one.id, *(fill.id for fill in later)))


def _run_out(one: Course, within: Sequence[Fill]) -> Iterator[Contradiction]:
    """Fills that stop a whole supply or more before the course does; what overlaps is kept for later."""
    match one.end:
        case PartialDate(earliest=last) | Ongoing(ongoing_as_of=last):
            pass
        case _:
            return
    if not within:
        return
    until = within[0].on - ONE_DAY
    for fill in within:
        until = max(until, fill.on - ONE_DAY) + timedelta(days=fill.days_supply)
    until += timedelta(days=sum((gap.until.latest - gap.start.earliest).days + 1 for gap in one.interruptions))
    if (last - until).days >= within[-1].days_supply:
        text = f"which is right: {one.medicine} taken until {last}, or fills that last until {until}"
        yield Contradiction(text, (one.id, *(fill.id for fill in within)))


def _other_dose(one: Course, within: Sequence[Fill]) -> Iterator[Contradiction]:
    """Fills for another daily dose than is stated for the days they are for."""
    named = reference().known(one.medicine)
    if named is None or named.medicine.measured_as:  # the doses are of one component, the strengths of who knows which
        return
    others: list[Fill] = []
    for day, together in groupby(within, key=lambda fill: fill.on):
        filled = list(together)
        span = Stretch(day, day + timedelta(days=max(fill.days_supply for fill in filled) - 1))
        stated = _stated(one, span)
        at_once = [fill for fill in within if fill.on <= span.last and _last_day(fill) >= span.first]
        if stated and not any(_fits(group, stated) for group in (filled, at_once)):
            others += filled
    if others:
        doses = sorted({step.dose for step in one.steps} or {dose for dose in (one.highest_dose,) if dose})
        told = f"{doses[0]:f} mg" if len(doses) == 1 else f"{doses[0]:f} to {doses[-1]:f} mg"
        days = ", ".join(dict.fromkeys(str(fill.on) for fill in others))
        text = f"which dose of {one.medicine} is right: {told} as stated, or another as it was dispensed ({days})"
        yield Contradiction(text, (one.id, *(fill.id for fill in others)))


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


def _fits(filled: Sequence[Fill], stated: tuple[Decimal | None, Decimal]) -> bool:
    """Whether so much was dispensed for each day; without quantities, whether one unit is no more than the dose."""
    low, high = stated
    strengths = [fill.strength_mg for fill in filled if fill.strength_mg is not None]
    if len(strengths) < len(filled):
        return True
    daily = [
        fill.strength_mg * fill.quantity / fill.days_supply for fill in filled if fill.strength_mg and fill.quantity
    ]
    if len(daily) < len(filled):
        return max(strengths) <= high
    total, least = sum(daily), min(strengths) / 2
    return (low is None or total > low - least) and total < high + least
