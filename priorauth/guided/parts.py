"""A score in one answer: "PHQ-9 19 on 2025-06-06"; and the doses of a course, and the times without it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from priorauth.chart.scales import InstrumentName, Score
from priorauth.guided.draft import at, placed
from priorauth.intake.readings import Habits, Read, day, dose, exact_day, medicine, one_of, own_words, plain, whole
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.guided.draft import Group
    from priorauth.intake.readings import Reader
    from priorauth.yamltree import KeyPath

_instrument = one_of(get_args(InstrumentName))
_DOSE = re.compile(r"(?P<dose>.+?)(?:,? +(?:from|since|on) +(?P<day>.+))?")


def score_on(accepted: tuple[str, ...]) -> Reader:
    """A score on one of these instruments; on any, if none are named."""

    def read(value: object, habits: Habits) -> Read:
        typed = plain(value)
        for number in re.finditer(r"\d+", typed):
            named, rest = typed[: number.start()].strip(" ,:="), typed[number.end() :]
            found = _instrument(named, habits)
            if found.wrong or not rest.startswith((" ", ",")):
                continue
            when = exact_day(re.sub(r"^[ ,]*(on|of)?[ ,]*", "", rest), habits)
            if when.wrong:
                return when
            if accepted and found.value not in accepted:
                return Read(wrong=f"is on none of the instruments that are asked for ({', '.join(accepted)})")
            total = whole(number[0], habits).value
            return Read({"instrument": found.value, "on": when.value, "total": total}, when.told)
        return Read(wrong="is not an instrument with its total and day, as PHQ-9 19 on 2025-06-06")

    return read


def score_kept(reference: KeyPath = ()) -> Callable[[Group, Any], Group]:
    """Puts a score among the others, once; and its id where the course that it belongs to names it."""

    def keep(facts: Group, score: Any) -> Group:
        known = facts.get("scores") or []
        same = next((one for one in known if all(str(one.get(key)) == str(score[key]) for key in score)), None)
        if same is None:
            facts = placed(facts, ("scores", len(known)), score)
        return placed(facts, reference, (same or {}).get("id") or Score.own_id(score)) if reference else facts

    return keep


def antidepressant(value: object, habits: Habits) -> Read:
    """A medicine that can be a trial of an antidepressant, by its generic name."""
    found = medicine(value, habits)
    if found.value and "antidepressant" not in reference().find(found.value).uses:
        return Read(wrong="is known here, and not as an antidepressant")
    return found


def name(value: object, habits: Habits) -> Read:
    """Who said something: in whatever form, but no number and no day."""
    found = own_words(value, habits)
    return found if re.search(r"[^\W\d]{2}", str(found.value)) else Read(wrong="is nobody's name")


def doses(value: object, habits: Habits) -> Read:
    """ "50 mg from 2025-02-03; 100 mg from 2025-03"; or one dose alone."""
    steps: list[dict[str, str]] = []
    told = []
    for part in (one.strip() for one in str(value).split(";") if one.strip()):
        found = _DOSE.fullmatch(part)
        amount = dose(found["dose"] if found else part, habits)
        since = day(found["day"], habits) if found and found["day"] else Read()
        if wrong := amount.wrong or since.wrong:
            return Read(wrong=wrong)
        told += [one for one in (amount.told, since.told) if one]
        steps.append({"dose": amount.value} | ({"from": since.value} if since.value else {}))
    if len(steps) > 1 and not all("from" in one for one in steps):
        return Read(wrong="has a dose without its day. Of several doses each needs the day from which it was taken")
    return Read(steps, "; ".join(told))


def in_place(path: KeyPath) -> Callable[[Group, Any], Group]:
    """Puts an answer where a less exact one stands."""
    return lambda facts, value: placed(facts, path, value)


def doses_kept(course: KeyPath) -> Callable[[Group, Any], Group]:
    """Dated doses as steps; one without a day is the highest, for an unknown part of the time."""

    def keep(facts: Group, steps: Any) -> Group:
        if "from" in steps[0]:
            return placed(facts, (*course, "steps"), steps)
        return placed(facts, (*course, "max_dose"), steps[0]["dose"])

    return keep


def dose_since(course: KeyPath) -> Callable[[Group, Any], Group]:
    """The highest dose with the day from which it was taken."""

    def keep(facts: Group, since: Any) -> Group:
        item = dict(at(facts, course))
        step = {"dose": item.pop("max_dose"), "from": since}
        return placed(facts, course, {**item, "steps": [step]})

    return keep


def held_throughout(course: KeyPath) -> Callable[[Group, Any], Group]:
    """A "yes" makes the highest dose the one dose of the whole time."""

    def keep(facts: Group, answer: Any) -> Group:
        if answer != "yes":
            return facts
        item = dict(at(facts, course))
        return placed(
            facts, course, {("constant_dose" if key == "max_dose" else key): one for key, one in item.items()}
        )

    return keep


def breaks(value: object, habits: Habits) -> Read:
    """ "2025-03-01 to 2025-03-07; 2025-05 to 2025-06"."""
    gaps = []
    told = []
    for part in (one.strip() for one in str(value).split(";") if one.strip()):
        ends = [day(one, habits) for one in re.split(r" +(?:to|until|through) +", part)]
        if wrong := next((one.wrong for one in ends if one.wrong), "" if len(ends) == 2 else _TWO_DAYS):
            return Read(wrong=wrong)
        told += [one.told for one in ends if one.told]
        gaps.append({"from": ends[0].value, "until": ends[1].value})
    return Read(gaps, "; ".join(told))


_TWO_DAYS = "is not a first and a last day, as 2025-03-01 to 2025-03-07"
