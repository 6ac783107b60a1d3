"""What pharmacies dispensed, held against what is stated of a course: its end and its doses.

An insurer sees the claims. No number is needed here: a course goes on too long when a whole supply more would have been
due; when a dose is another one, ``medicines/filled_doses.py`` says.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety
from priorauth.logic.days import ONE_DAY
from priorauth.medicines.filled_doses import may_hold, other_doses, stated_dose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        within = [fill for fill in own if may_hold(one, fill.on)]
        yield from _after_the_end(one, own, courses, chart)
        yield from _run_out(one, within)
        yield from _other_dose(one, chart)


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
        and not any(may_hold(other, fill.on) for other in same)
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


def _other_dose(one: Course, chart: Chart) -> Iterator[Contradiction]:
    """Fills for another daily dose than is stated for the days they are for."""
    if others := other_doses(one, chart.fills):
        text = (
            f"which dose of {one.medicine} is right: {stated_dose(one)} as stated, or {' and '.join(map(str, others))}"
        )
        yield Contradiction(text, (one.id, *(fill.id for other in others for fill in other.fills)))
