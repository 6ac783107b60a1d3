"""What pharmacies supplied of one medicine, as a course: its days, the days without supply, its doses.

Pharmacy fills of a CSV or workbook and dispenses of FHIR come here alike. A fill says what was handed over, so that
nothing here claims more days or a higher dose than the supplies give by themselves:

- the end is the last day of a supply; what overlaps left over may have lasted longer, which is told and not claimed;
- where supply, with all that was left over, reaches today, the course may go on: it was ongoing on the last fill's day;
- days are without supply only where even what was left over would not have covered them;
- a dose is rounded down, and of fills one of which has no dose none is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from priorauth.intake.readings import number_text
from priorauth.logic.days import ONE_DAY, Stretch, total_days
from priorauth.medicines.filled_doses import daily_dispensed
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from priorauth.chart.treatment import Fill

MADE_OF_FILLS = "Made of pharmacy fills: the first and last days are those of the supply."
"""How the note of such a trial begins. It tells what the fills tell, and nothing besides them."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """A course as the fills have it, in a chart's keys, and what is to be told of how it was made."""

    course: dict[str, Any]
    told: tuple[str, ...]


def supplied(fills: Sequence[Fill], today: date) -> Supplied:
    """The course that these fills of one medicine make; there is at least one."""
    fills = sorted(fills, key=lambda one: (one.on, one.id))
    supplies = [supply_of(one) for one in fills]
    first, last = fills[0].on, max(one.last for one in supplies)
    gaps, doubtful, kept_until = _gaps(fills)
    course: dict[str, Any] = {"start": first.isoformat()}
    course["end"] = {"ongoing_as_of": fills[-1].on.isoformat()} if kept_until >= today else last.isoformat()
    count = f"{len(fills)} fill{'s' if len(fills) > 1 else ''}"
    told = [f"from {first} to {last} by {count}; response and reason for its end are not known"]
    steps, why = _steps(fills)
    told += why
    if steps:
        course["steps"] = steps
    if gaps:
        course["interruptions"] = [{"from": one.first.isoformat(), "until": one.last.isoformat()} for one in gaps]
        told += [f"no supply from {one.first} to {one.last} ({one.days} days)" for one in gaps]
    told += doubtful
    covered, whole = total_days(supplies), Stretch(first, last).days
    if twice := sum(one.days for one in supplies) - covered:
        told.append(f"supplies overlap on {twice} days")
    if kept_until > last:
        told.append(f"what overlaps left over would last until {kept_until}, if it was kept and taken")
    told.append(f"supply covers {covered} of {whole} days ({covered * 100 // whole} %)")
    return Supplied(course, tuple(told))


def supply_of(fill: Fill) -> Stretch:
    """The days for which it was handed over, from that day on."""
    return Stretch(fill.on, fill.on + timedelta(days=fill.days_supply - 1))


def _gaps(fills: Sequence[Fill]) -> tuple[list[Stretch], list[str], date]:
    """Days that no supply covers even if all that overlapped was saved for them; those that only so are covered.

    And the last day to which supply would reach then.
    """
    gaps: list[Stretch] = []
    doubtful: list[str] = []
    plain_last = saved_last = fills[0].on - ONE_DAY
    for fill in fills:
        if fill.on > saved_last + ONE_DAY and saved_last >= fills[0].on:
            gaps.append(Stretch(saved_last + ONE_DAY, fill.on - ONE_DAY))
        if plain_last >= fills[0].on and plain_last < min(saved_last, fill.on - ONE_DAY):
            until = min(saved_last, fill.on - ONE_DAY)
            doubtful.append(
                f"from {plain_last + ONE_DAY} to {until} only supply left over from overlaps, if it was kept"
            )
        plain_last = max(plain_last, supply_of(fill).last)
        saved_last = max(saved_last + timedelta(days=fill.days_supply), supply_of(fill).last)
    return gaps, doubtful, saved_last


def _steps(fills: Sequence[Fill]) -> tuple[list[dict[str, str]], list[str]]:
    """The dose from each day on which another one was dispensed; none where the dose of one fill is not known."""
    named = reference().known(fills[0].medicine)
    if named and named.medicine.measured_as:
        measured = named.medicine.measured_as
        return [], [f"its dose is told in {measured}, and of what the strengths are fills do not say: no dose is told"]
    steps: list[dict[str, str]] = []
    why: list[str] = []
    before: tuple[Decimal, date] | None = None
    for day, together in groupby(fills, key=lambda fill: fill.on):
        filled = tuple(together)
        daily = daily_dispensed(filled)
        if daily is None:
            return [], [f"a fill of {day} lacks strength or quantity, so that no dose is told of the trial"]
        if len({fill.days_supply for fill in filled}) > 1:
            return [], [f"fills of {day} are for different numbers of days, so that no dose is told of the trial"]
        if len({(fill.strength_mg, fill.quantity) for fill in filled}) < len(filled):
            return [], [f"fills of {day} are alike, so that one may stand twice: no dose is told of the trial"]
        dose = daily.quantize(Decimal("0.01"), ROUND_DOWN)
        if not dose:
            return [], [f"a fill of {day} makes less than 0.01 mg a day, so that no dose is told of the trial"]
        if dose != daily:
            why.append(f"the dose from {day} is {daily:.4f} mg, and taken as {number_text(dose)} mg")
        if before is None or before[0] != dose:
            steps.append({"dose": f"{number_text(dose)} mg", "from": day.isoformat()})
            if before and before[1] >= day:
                why.append(
                    f"{number_text(dose)} mg was dispensed on {day} while {number_text(before[0])} mg lasted until "
                    f"{before[1]}: whether in its place or added to it is not known; it is taken as in its place"
                )
        before = dose, max(supply_of(fill).last for fill in filled)
    return steps, why
