"""What is taken now, held against courses of the same medicine: one that has ended, or has another dose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.chart.trials import Course, CurrentMedicine


def found(chart: Chart) -> Iterator[Contradiction]:
    """Doses, ends, and what was added to what."""
    courses: tuple[Course, ...] = (*chart.trials, *chart.augmentations)
    for taken in chart.current_medicines:
        own = [one for one in courses if moiety(one.medicine) == moiety(taken.medicine)]
        for one in own:
            yield from _dose(taken, one)
        if not any(one.ongoing for one in own):
            yield from (_ended(taken, one) for one in own if _goes_on(taken, one))
    yield from _added(chart)


def _dose(taken: CurrentMedicine, one: Course) -> Iterator[Contradiction]:
    last = one.steps[-1].dose if one.steps else one.constant_dose
    if one.ongoing and taken.dose is not None and last is not None and last != taken.dose:
        text = f"which dose of {taken.medicine} is taken now: the one listed, or the one its trial ends with"
        yield Contradiction(text, (taken.id, one.id))


def _goes_on(taken: CurrentMedicine, one: Course) -> bool:
    """Whether a course that has ended is said to go on. Begun again after its end, it is another one."""
    if one.purpose != taken.purpose:
        return False
    if not isinstance(one.end, PartialDate):
        begun_later = bool(taken.since and one.start and taken.since.latest > one.start.latest)
        return taken.continues == "yes" and not begun_later
    begun_again = taken.since is not None and taken.since.latest > one.end.latest
    return (taken.continues == "yes" or taken.as_of > one.end.latest) and not begun_again


def _ended(taken: CurrentMedicine, one: Course) -> Contradiction:
    end = one.end.with_preposition if isinstance(one.end, PartialDate) else "on an unknown day"
    text = (
        f"which is right: {one.medicine} ended {end}, or {taken.medicine} is still taken on {taken.as_of} "
        "(if it was begun again, since when)"
    )
    return Contradiction(text, (one.id, taken.id))


def _added(chart: Chart) -> Iterator[Contradiction]:
    """An agent that was added to a trial after its end, or is still taken beside it."""
    trials = {one.id: one for one in chart.trials}
    for added in chart.augmentations:
        beside = trials.get(added.alongside or "")
        if beside is None or not isinstance(beside.end, PartialDate):
            continue
        if added.start and added.start.earliest > beside.end.latest:
            told = f"{added.medicine} added {added.start.with_preposition}"
        elif isinstance(added.end, Ongoing) and added.end.ongoing_as_of > beside.end.latest:
            told = f"{added.medicine} still taken beside it on {added.end.ongoing_as_of}"
        else:
            continue
        text = f"which is right: {beside.medicine} ended {beside.end.with_preposition}, or {told}"
        yield Contradiction(text, (beside.id, added.id))
