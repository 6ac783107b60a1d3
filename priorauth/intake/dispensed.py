"""What pharmacies dispensed, as trials: the days that the supply covers and the dose that it was for.

Fills say what was handed over. Whether it was taken, against what, how it helped and why it ended they do not say: a
trial made of them says none of it, and nothing here decides how long a gap parts two trials.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from priorauth.intake.readings import number_text
from priorauth.logic.days import ONE_DAY, Stretch, total_days
from priorauth.medicines.filled_doses import daily_dispensed
from priorauth.medicines.fills import claims_for
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Fill

NOTE = (
    "Made of pharmacy fills: the first and last days are those of the supply. Whether it was taken, the response and "
    "the reason for its end are to be asked for."
)


@dataclass(frozen=True, slots=True)
class Dispensed:
    """A trial as the fills have it, and what is to be told of how it was made."""

    trial: dict[str, Any]
    told: tuple[str, ...]


def trials_of(chart: Chart, today: date, new_trial_after_days: int | None = None) -> Iterator[Dispensed]:
    """A trial for each antidepressant that was dispensed and of which the chart has none.

    ``new_trial_after_days``: the practice's own rule, that more days than these without supply part two trials.
    """
    has = {named.medicine.moiety for one in chart.trials if (named := reference().known(one.medicine))}
    by_name: dict[str, list[Fill]] = {}
    for fill in sorted(chart.fills, key=lambda one: (one.on, one.id)):
        named = reference().known(fill.medicine)
        if named and "antidepressant" in named.uses and named.medicine.moiety not in has:
            by_name.setdefault(named.name, []).append(fill)
    for name, fills in by_name.items():
        for course in _courses(fills, new_trial_after_days):
            yield _trial(name, course, today)


def not_trials(chart: Chart) -> tuple[str, ...]:
    """Medicines that were dispensed and count as something only if they were meant so, which fills do not say."""
    named = [found for fill in chart.fills if (found := reference().known(fill.medicine))]
    return tuple(
        dict.fromkeys(one.name for one in named if "antidepressant" not in one.uses and "augmentation" in one.uses)
    )


def covered(chart: Chart, today: date) -> Iterator[str]:
    """The proportion of days covered, of each trial that has fills."""
    for trial in chart.trials:
        if found := claims_for(trial, chart, today):
            yield f"{trial.medicine}: dispensed for {found.covered} of {found.claimed} days ({found.percent} %)"


def _courses(fills: Sequence[Fill], new_after: int | None) -> list[list[Fill]]:
    courses = [[fills[0]]]
    for fill in fills[1:]:
        bare = (fill.on - max(_supply(one).last for one in courses[-1])).days - 1
        if new_after is not None and bare > new_after:
            courses.append([])
        courses[-1].append(fill)
    return courses


def _supply(fill: Fill) -> Stretch:
    return Stretch(fill.on, fill.on + timedelta(days=fill.days_supply - 1))


def _trial(name: str, fills: Sequence[Fill], today: date) -> Dispensed:
    supplies = [_supply(fill) for fill in fills]
    last = max(one.last for one in supplies)
    trial: dict[str, Any] = {"medicine": name, "start": fills[0].on.isoformat()}
    trial["end"] = {"ongoing_as_of": fills[-1].on.isoformat()} if last >= today else last.isoformat()
    told = [
        f"{name}: from {fills[0].on} to {last} by {len(fills)} fills; response and reason for its end are not known"
    ]
    steps, why = _steps(fills)
    told += [f"{name}: {one}" for one in why]
    if steps:
        trial["steps"] = steps
    gaps, doubtful = _gaps(fills)
    if gaps:
        trial["interruptions"] = [{"from": one.first.isoformat(), "until": one.last.isoformat()} for one in gaps]
        told += [f"{name}: no supply from {one.first} to {one.last} ({one.days} days)" for one in gaps]
    told += [f"{name}: {one}" for one in doubtful]
    twice = sum(one.days for one in supplies) - total_days(supplies)
    if twice:
        told.append(f"{name}: supplies overlap on {twice} days")
    whole, supplied = Stretch(fills[0].on, last).days, total_days(supplies)
    told.append(f"{name}: supply covers {supplied} of {whole} days ({supplied * 100 // whole} %)")
    trial["note"] = NOTE
    return Dispensed(trial, tuple(told))


def _gaps(fills: Sequence[Fill]) -> tuple[list[Stretch], list[str]]:
    """Days that no supply covers even if all that overlapped was saved for them; and those that only so are covered."""
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
        plain_last = max(plain_last, _supply(fill).last)
        saved_last = max(saved_last + timedelta(days=fill.days_supply), _supply(fill).last)
    return gaps, doubtful


def _steps(fills: Sequence[Fill]) -> tuple[list[dict[str, str]], list[str]]:
    """The dose from each day on which another one was dispensed; none where the dose of one fill is not known."""
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
        dose = daily.quantize(Decimal("0.01"), ROUND_DOWN)
        if dose != daily:
            why.append(f"the dose from {day} is {daily:.4f} mg, and taken as {number_text(dose)} mg")
        if before is None or before[0] != dose:
            steps.append({"dose": f"{number_text(dose)} mg", "from": day.isoformat()})
            if before and before[1] >= day:
                why.append(
                    f"{number_text(dose)} mg was dispensed on {day} while {number_text(before[0])} mg lasted until "
                    f"{before[1]}: whether in its place or added to it is not known; it is taken as in its place"
                )
        before = dose, max(_supply(fill).last for fill in filled)
    return steps, why
