"""Lists that are stated to be complete, held against each other: what is taken now, and the courses still running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.trials import Ongoing
from priorauth.determination.contradictions.base import Contradiction, moiety
from priorauth.medicines.doses import against_depression
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.chart.statements import ListName
    from priorauth.chart.trials import Course, CurrentMedicine


def found(chart: Chart) -> Iterator[Contradiction]:
    """A running course that is not among what is taken, and what is taken against depression and is no course."""
    courses: tuple[Course, ...] = (*chart.trials, *chart.augmentations)
    now, ever = ({moiety(one.medicine) for one in those} for those in (chart.current_medicines, courses))
    for course in courses:
        complete = chart.complete_up_to("current_medicines")
        if complete is None or not isinstance(course.end, Ongoing) or moiety(course.medicine) in now:
            continue
        seen = course.end.ongoing_as_of
        if seen <= complete.up_to or (course.start and course.start.latest <= complete.up_to):
            told = f"{course.medicine} is still taken on {seen}"
            text = f"which is right: {told}, or the list of current medicines without it ({complete.up_to})"
            yield Contradiction(text, (course.id, complete.id, "current_medicines"))
    for taken in chart.current_medicines:
        name = _list_of(taken)
        complete = chart.complete_up_to(name) if name else None
        if name is None or complete is None or moiety(taken.medicine) in ever:
            continue
        if taken.as_of <= complete.up_to or (taken.since and taken.since.latest <= complete.up_to):
            told = f"{taken.medicine} is taken on {taken.as_of}"
            text = f"which is right: {told}, or the list of {_SPOKEN[name]} without it ({complete.up_to})"
            yield Contradiction(text, (taken.id, complete.id, "trials", "augmentations"))


_SPOKEN: dict[ListName, str] = {
    "antidepressant_trials": "antidepressant trials",
    "augmentations": "augmentations",
}


def _list_of(taken: CurrentMedicine) -> ListName | None:
    """The list of courses that has to hold it too. What is only now begun, for the treatment asked for, is in none."""
    named = reference().known(taken.medicine)
    if named is None or not against_depression(taken) or taken.change == "started":
        return None
    if "antidepressant" in named.uses:
        return "antidepressant_trials"
    return "augmentations" if "augmentation" in named.uses else None
