"""What in a chart looks like a slip, or has grown old: numbers that a reviewer would stop at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import over_a_year_old
from priorauth.chart.scales import instruments
from priorauth.chart.suicidality import suicide_risk
from priorauth.medicines.reference import reference
from priorauth.policy.baseline import depression_scales, scores_on
from priorauth.policy.criteria.suicidality import SPOKEN as SUICIDALITY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from priorauth.policy.criteria.suicidality import Found
    from priorauth.policy.view import View

Seen = tuple[str, str, str]
"""A code, what is said, and the id of what it is about."""


def doses(view: View) -> Iterator[Seen]:
    """A dose over the highest one known, and one that would be a usual dose if its unit were milligrams."""
    courses = (*view.chart.trials, *view.chart.augmentations)
    given = [
        *((one.id, one.medicine, dose) for one in courses if (dose := one.highest_dose)),
        *((one.id, one.medicine, one.dose) for one in view.chart.current_medicines if one.dose),
    ]
    for item, medicine, dose in given:
        named = reference().known(medicine)
        if named is None or named.unit != "mg/day" or not named.maximum:
            continue
        top = max(named.maximum, key=lambda limit: limit.dose)
        if dose > top.dose:
            source = named.sources[top.source].title
            text = f"{dose:f} mg of {named.name} a day is over the highest dose known here, {top.dose:f} mg ({source})."
            yield "dose_over_maximum", text, item
        elif _micrograms(dose) <= top.dose:
            text = f"{dose:f} mg of {named.name} a day ({_micrograms(dose):f} mcg): is the unit right?"
            yield "dose_in_micrograms", text, item


def _micrograms(dose: Decimal) -> Decimal:
    return (dose * 1000).normalize()


def low_scores(view: View) -> Iterator[Seen]:
    """At a first request, the latest score on a scale, if it shows remission or a mild depression in this episode."""
    onset = view.chart.episode.onset if view.chart.episode else None
    if view.ask.phase != "initial" or view.chart.sessions:
        return  # under treatment a low score is what was hoped for
    for name in depression_scales():
        latest = next(reversed(scores_on(name, view)), None)
        table = instruments().instruments[name]
        if latest is None or not table.bands or (onset and latest.on < onset.earliest):
            continue
        if all(band in (None, "mild") for band in table.severities(latest.total)):
            text = (
                f"The latest {name}, {latest.total} on {latest.on}, is {table.spoken_severity(latest.total)}: a "
                "reviewer will ask why treatment-resistant or severe depression is treated."
            )
            yield "low_score", text, latest.id


_UNLIKELY: tuple[tuple[Found, Found], ...] = (
    ("behavior", "ideation"),
    ("imminent_risk", "ideation"),
    ("hospitalization_warranted", "ideation"),
    ("imminent_risk", "hospitalization_warranted"),
)
"""What may be found, beside what need not be there, but seldom without it."""


def assessments(view: View) -> Iterator[Seen]:
    """The latest suicide risk assessment, where two of its answers are seldom right together, though both may be.

    A risk without thoughts is explained by behavior; that behavior without thoughts is asked about by itself.
    """
    latest = suicide_risk(view.chart).assessment
    if latest is None:
        return
    for found, missing in _UNLIKELY:
        explained = missing == "ideation" and found != "behavior" and latest.behavior == "yes"
        if getattr(latest, found) == "yes" and getattr(latest, missing) == "no" and not explained:
            told = f"The assessment of {latest.on} found {SUICIDALITY[found]} and not {SUICIDALITY[missing]}"
            yield "suicidality_unlikely", f"{told}: are both right, and of the same days?", latest.id


def grown_old(view: View) -> Iterator[Seen]:
    """A blood pressure, and a diagnosis of depression, that nobody has looked at for a year."""
    pressure = max(view.chart.blood_pressures, key=lambda one: (one.on, one.id), default=None)
    if pressure and over_a_year_old(pressure.on, view.as_of):
        text = f"The latest blood pressure is of {pressure.on}, more than a year ago: take it again."
        yield "old_blood_pressure", text, pressure.id
    for one in view.chart.diagnoses:
        standing = one.stands(view.as_of)
        old = one.on is not None and over_a_year_old(one.on.latest, view.as_of)
        if standing and old and one.code.startswith(("F32", "F33")):
            text = f"{one.code} was made or last confirmed {one.on}, more than a year ago: confirm it."
            yield "old_diagnosis", text, one.id
