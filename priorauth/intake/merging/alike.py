"""Which items of two charts tell of the same thing: neither doubled, nor taken for another.

An item's own id names it (medicine and day of a fill, instrument and day of a score). Where that is not enough there is
a rule here: trials by the days on which they can have been taken, exhibits by what is in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.episode import Diagnosis
from priorauth.chart.safety import BloodPressure
from priorauth.chart.treatment import Exhibit, Fill
from priorauth.chart.trials import Course
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from priorauth.chart.item import Item

SameFile = Callable[[str, str], bool]
"""Whether an exhibit's file of the first chart and one of the second hold the same."""


@dataclass(frozen=True, slots=True)
class Partner:
    """What an item of the second source is to the first: one of its items, none of them, or nobody can say which."""

    of: int | None = None
    unsure: bool = False


def partners(first: Sequence[Item], second: Sequence[Item], same_file: SameFile) -> list[Partner]:
    """For each item of ``second`` the one of ``first`` that tells the same; no two of them have one partner."""
    found: list[Partner | None] = [None] * len(second)
    taken: set[int] = set()
    fits = [[n for n, one in enumerate(first) if _alike(one, other, same_file)] for other in second]
    for place, other in enumerate(second):  # the surest first: what is the same, then trials that began on one day
        equal = next((n for n in fits[place] if n not in taken and _equal(first[n], other)), None)
        if equal is not None:
            found[place] = Partner(equal)
            taken.add(equal)
    for place, other in enumerate(second):
        if found[place] is not None:
            continue
        sure = [n for n in fits[place] if n not in taken and _surely(first[n], other)]
        if len(sure) == 1 or (sure and not isinstance(other, Course)):
            found[place] = Partner(sure[0])
            taken.add(sure[0])
    for place in range(len(second)):
        if found[place] is None:
            free = [n for n in fits[place] if n not in taken]
            rivals = [n for n in range(len(second)) if n != place and found[n] is None and set(fits[n]) & set(free)]
            if not fits[place]:
                found[place] = Partner()
            elif len(free) == 1 and len(fits[place]) == 1 and not rivals:
                found[place] = Partner(free[0])
            else:
                found[place] = Partner(unsure=isinstance(second[place], Course))
    return [one or Partner() for one in found]


def same_medicine(one: str, other: str) -> bool:
    """Whether two names are of one medicine, whatever brand or release they tell."""
    first, second = reference().known(one), reference().known(other)
    if first is None or second is None:
        return one.casefold() == other.casefold()
    return first.medicine.moiety == second.medicine.moiety


def generic(name: str) -> str:
    """The name by which the reference has it; a medicine that is not in it keeps its own, in small letters."""
    named = reference().known(name)
    return named.name if named else name.casefold()


def may_overlap(one: Course, other: Course) -> bool:
    """Whether both may have been taken on some day, as far as their dates are known."""
    return _from(one) <= _until(other) and _from(other) <= _until(one)


def _alike(one: Item, other: Item, same_file: SameFile) -> bool:
    match one, other:
        case Course(), Course():
            return same_medicine(one.medicine, other.medicine) and (may_overlap(one, other) or _same_start(one, other))
        case Exhibit(), Exhibit():
            return same_file(one.file, other.file)
        case Fill(), Fill():  # two strengths on a day are two fills
            same = one.strength_mg is None or other.strength_mg is None or one.strength_mg == other.strength_mg
            return same and _named(one) == _named(other)
        case Diagnosis(), Diagnosis():  # one that was recorded again is told again, unless one of them says it is over
            days = one.on is None or other.on is None or _meet(one.on, other.on) or one.resolved != other.resolved
            return days and one.code == other.code
        case BloodPressure(), BloodPressure():  # of one day there may be many
            return (one.on, one.systolic, one.diastolic) == (other.on, other.systolic, other.diastolic)
    return _named(one) == _named(other)


def _equal(one: Item, other: Item) -> bool:
    return one.model_copy(update={"id": other.id}) == other


def _surely(one: Item, other: Item) -> bool:
    return _same_start(one, other) if isinstance(one, Course) and isinstance(other, Course) else True


def _same_start(one: Course, other: Course) -> bool:
    return one.start is not None and other.start is not None and _meet(one.start, other.start)


def _meet(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest <= other.latest and other.earliest <= one.latest


def _from(course: Course) -> date:
    return course.start.earliest if course.start else date.min


def _until(course: Course) -> date:
    return course.end.latest if isinstance(course.end, PartialDate) else date.max


def _named(item: Item) -> str:
    """Its own id, made of what names it and not of how it was written."""
    given = item.model_dump(mode="json", by_alias=True)
    if isinstance(given.get("medicine"), str):
        given["medicine"] = generic(given["medicine"])
    return item.own_id(given)
