"""What pharmacies dispensed, as trials: of which medicines fills make one, and where one ends and the next begins.

Fills say what was handed over. Whether it was taken, against what, how it helped and why it ended they do not say: a
trial made of them says none of it, and nothing here decides how long a gap parts two trials.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.intake.supplied import MADE_OF_FILLS, supplied, supply_of
from priorauth.medicines.fills import claims_for
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Fill

NOTE = f"{MADE_OF_FILLS} Whether it was taken, the response and the reason for its end are to be asked for."


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
            found = supplied(course, today)
            trial = {"medicine": name, **found.course, "note": NOTE}
            yield Dispensed(trial, tuple(f"{name}: {one}" for one in found.told))


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
        bare = (fill.on - max(supply_of(one).last for one in courses[-1])).days - 1
        if new_after is not None and bare > new_after:
            courses.append([])
        courses[-1].append(fill)
    return courses
