"""What pharmacies dispensed, held against what was taken: the payer looks at its own claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.logic.days import Stretch, joined, total_days
from priorauth.medicines.adequacy import end_of
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.chart.treatment import Fill
    from priorauth.chart.trials import Course


@dataclass(frozen=True, slots=True)
class Covered:
    """The days of a trial for which the medicine was dispensed."""

    covered: int
    claimed: int
    """The days of the trial itself, as far as they are certain."""
    fills: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Proportion of days covered, rounded down."""
        return self.covered * 100 // self.claimed if self.claimed else 0


def coverage_by_fills(course: Course, fills: Iterable[Fill], as_of: date) -> Covered | None:
    """How far the fills of this medicine cover the course; ``None`` where there is no such fill, or no certain time.

    Supplies that overlap are not shifted to later days: a day is covered or not.
    """
    if course.start is None or (end := end_of(course, as_of)) is None:
        return None
    claimed = Stretch(course.start.latest, end.earliest)
    moiety = reference().find(course.medicine).medicine.moiety
    own = [fill for fill in fills if (named := reference().known(fill.medicine)) and named.medicine.moiety == moiety]
    supplied = [(fill, Stretch(fill.on, fill.on + timedelta(days=fill.days_supply - 1))) for fill in own]
    touching = [
        (fill, stretch) for fill, stretch in supplied if stretch.last >= claimed.first and stretch.first <= claimed.last
    ]
    if not claimed.days or not touching:
        return None
    inside = [Stretch(max(stretch.first, claimed.first), min(stretch.last, claimed.last)) for _, stretch in touching]
    return Covered(total_days(joined(inside)), claimed.days, tuple(fill.id for fill, _ in touching))
