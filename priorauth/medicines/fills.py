"""What pharmacies dispensed, held against what was taken: the payer looks at its own claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.logic.days import Stretch, total_days
from priorauth.medicines.adequacy import time_at_dose
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.treatment import Fill
    from priorauth.chart.trials import Course


ADHERENT_PERCENT = 80
"""Covered days below this share are what payers call poor adherence (Triple-S: at least 80%)."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The days of a trial for which the medicine was dispensed."""

    covered: int
    claimed: int
    """The days on which the medicine was certainly taken, by the chart."""
    fills: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Proportion of days covered, rounded down."""
        return self.covered * 100 // self.claimed


def coverage_by_fills(course: Course, fills: Iterable[Fill], as_of: date, since: date | None = None) -> Covered | None:
    """How far the fills of this medicine cover the course; ``None`` where there is no such fill, or no certain time.

    ``since``: only the course's days from then on are looked at. Supplies that overlap are not shifted to later days:
    a day is covered or not.
    """
    moiety = reference().find(course.medicine).medicine.moiety
    own = [fill for fill in fills if (named := reference().known(fill.medicine)) and named.medicine.moiety == moiety]
    if not own:
        return None
    claimed = time_at_dose(course, None, as_of, since=since).certain
    supplied = [(fill, Stretch(fill.on, fill.on + timedelta(days=fill.days_supply - 1))) for fill in own]
    touching = [(fill, days) for fill, days in supplied if any(one.without([days]) != [one] for one in claimed)]
    if not touching:
        return None
    bare = [left for one in claimed for left in one.without(days for _, days in touching)]
    return Covered(total_days(claimed) - total_days(bare), total_days(claimed), tuple(fill.id for fill, _ in touching))


def claims_for(course: Course, chart: Chart, as_of: date, since: date | None = None) -> Covered | None:
    """:func:`coverage_by_fills` of one of the chart's courses by the chart's fills."""
    until = course.told_until(as_of)
    return chart.once(("fills", course.id, until, since), lambda: coverage_by_fills(course, chart.fills, until, since))
