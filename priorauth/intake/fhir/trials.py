"""Antidepressants as trials: with the days that a statement or the fills give, and without days where neither does.

An order tells that a medicine was prescribed. The day on which it was written is neither the first day taken nor the
last, so that an order alone makes a trial whose days are missing, with a note of what is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from priorauth.chart.trials import EndReason
from priorauth.intake.fhir.fills import course_of
from priorauth.intake.fhir.medication import AUGMENTATION
from priorauth.intake.fhir.values import (
    Json,
    all_codes,
    day,
    exact_day,
    group,
    groups,
    number,
    text,
    wording,
    wordings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_PURPOSES = {
    "depression": r"depress|\bF3[23]\b|\bF34\.1\b",
    "sleep": r"insomnia|sleep|\bG47\b|\bF51\b",
    "anxiety": r"anxi|panic|\bF4[01]\b",
    "pain": r"pain|neuropath|fibromyalg|migraine|\bG89\b",
    "smoking": r"smok|nicotine|tobacco|\bF17\b",
}
"""By a reason's words, or its ICD-10-CM code; what none of these fits is for something else."""
_A_DAY = {"d": 1, "wk": 7}


def trials(
    record: Record, notes: Notes, lines: Sequence[Line], dispensed: Sequence[Json], as_of: date
) -> Iterator[Json]:
    """The trials, those of one medicine beside each other."""
    of_each: dict[str, list[Line]] = {}
    gaps: dict[str, list[Line]] = {}
    added = {line.named.name for line in lines if _augments(line)}
    for line in lines:
        if line.status == "not-taken":
            gaps.setdefault(line.named.name, []).append(line)
        elif _augments(line) or (line.kind == "MedicationDispense" and line.named.name in added):
            continue
        elif _part_of(record, line):
            continue  # what is taken now, of a course that is told by itself
        elif "antidepressant" in line.named.uses:
            of_each.setdefault(line.named.name, []).append(line)
        else:
            if line.kind != "MedicationDispense":  # that is a fill, whatever it was for
                notes.leave(line.kind, "no antidepressant: whether it was added to one is not stated")
            notes.remark(f"{line.named.name} is in the source. If it was given for the depression, add it.")
    for name, own in of_each.items():
        shared = _of_all(record, own)
        fills = [fill for fill in dispensed if fill["medicine"] == name]
        stated = [one for line in own for one in _stated(record, line, gaps.get(name, ()), as_of)]
        note = shared.pop("note")
        if not stated:
            by_fills = course_of(fills, as_of) if fills else {"end": "unknown"}
            stated = [by_fills | ({"note": f"The days are those supplied, by {len(fills)} fills."} if fills else {})]
        for one in stated:
            yield {"medicine": name, **shared, **one, "note": " ".join(filter(None, (one.get("note"), note)))[:4000]}


def augmentations(record: Record, lines: Sequence[Line], as_of: date) -> Iterator[Json]:
    """What is stated to have been added to an antidepressant."""
    gaps = [line for line in lines if line.status == "not-taken"]
    for line in lines:
        for one in _stated(record, line, gaps, as_of) if _augments(line) else ():
            yield {"medicine": line.named.name, **{key: one[key] for key in one if key != "purpose"}}


def taken_now(record: Record, lines: Sequence[Line], as_of: date) -> Iterator[Json]:
    """What is stated to be taken, as a part of a course that another statement tells."""
    for line in lines:
        seen = exact_day(line.resource.get("dateAsserted"))
        if line.status != "active" or seen is None or seen > as_of or _augments(line) or not _part_of(record, line):
            continue
        dosages = groups(line.resource.get("dosage"))
        since = {
            "since": _written(group(line.resource.get("effectivePeriod")).get("start")),
            "unchanged_since": _written(_bounds(dosages[0]).get("start")) if dosages else None,
            "dose": _daily(dosages[0]) if len(dosages) == 1 else None,
        }
        yield {"medicine": line.named.name, "as_of": str(seen), **{key: one for key, one in since.items() if one}}


def _augments(line: Line) -> bool:
    """Whether a statement says in so many words that it was added to an antidepressant."""
    said = (wording(reason).casefold() for reason in groups(line.resource.get("reasonCode")))
    return line.kind == "MedicationStatement" and AUGMENTATION in said


def _part_of(record: Record, line: Line) -> Json | None:
    """The statement that this one is a part of, where it is one."""
    if line.kind != "MedicationStatement" or not line.resource.get("partOf"):
        return None
    there = record.follow(line.resource["partOf"], line.resource)
    return there if there and text(there.get("resourceType")) == line.kind else None


def _stated(record: Record, line: Line, gaps: Iterable[Line], as_of: date) -> Iterator[Json]:
    """A statement that says when it was taken, as the course that it states; one that does not adds nothing."""
    resource = line.resource
    if line.kind != "MedicationStatement":
        return
    period = group(resource.get("effectivePeriod"))
    start, end = day(period.get("start")), day(period.get("end"))
    seen = exact_day(resource.get("dateAsserted"))
    goes_on = end is None and seen is not None and seen <= as_of and line.status == "active"
    if start is None and end is None and not goes_on:
        return
    one: Json = ({"start": str(start)} if start else {}) | {"end": "unknown"}
    if end and end.latest <= as_of:
        one["end"] = str(end)
    if goes_on:
        one["end"] = {"ongoing_as_of": str(seen)}
    one |= _doses(resource)
    if without := [_gap(gap) for gap in gaps if _part_of(record, gap) == resource]:
        one["interruptions"] = without
    if reasons := list(_reasons(record, resource)):
        one["purpose"] = _purpose_of(reasons)
    yield one | _ended(resource)


def _gap(line: Line) -> Json:
    """Days on which it was not taken. Where one is not known, no chart can hold the course: it may have been longer."""
    period = group(line.resource.get("effectivePeriod"))
    return {"from": _written(period.get("start")), "until": _written(period.get("end"))}


def _written(value: object) -> str | None:
    found = day(value)
    return str(found) if found else None


def _ended(resource: Json) -> Json:
    """Why it ended: in a chart's own word, where the source uses just that; else in the words of the source."""
    said = [wording(reason) for reason in groups(resource.get("statusReason")) if wording(reason)]
    words = {one: one.casefold().replace(" ", "_") for one in said}
    known = [word for word in words.values() if word in get_args(EndReason)]
    others = "; ".join(one for one, word in words.items() if word not in known)
    return ({"ended_because": known} if known else {}) | ({"ended_because_text": others} if others else {})


def _doses(resource: Json) -> Json:
    """One dose: throughout where it is bounded as the course is, from a day on, or the highest; several: as steps."""
    dosages = groups(resource.get("dosage"))
    steps = [{"dose": _daily(one), "from": _written(_bounds(one).get("start"))} for one in dosages]
    if not steps or not all(step["dose"] for step in steps):
        return {}
    taken = group(resource.get("effectivePeriod"))
    if len(steps) == 1 and taken and _bounds(dosages[0]) == taken:
        return {"constant_dose": steps[0]["dose"]}
    if all(step["from"] for step in steps) and not any("end" in _bounds(one) for one in dosages):
        return {"steps": steps}
    return {"max_dose": steps[0]["dose"]} if len(steps) == 1 else {}


def _bounds(dosage: Json) -> Json:
    return group(group(group(dosage.get("timing")).get("repeat")).get("boundsPeriod"))


def _daily(dosage: Json) -> str:
    """The milligrams of a day, where a dosage says them and how often."""
    rates = groups(dosage.get("doseAndRate"))
    if len(rates) != 1 or dosage.get("asNeededBoolean") is True or dosage.get("asNeededCodeableConcept"):
        return ""
    rate = group(rates[0].get("rateRatio"))
    quantity = group(rates[0].get("doseQuantity")) or group(rate.get("numerator"))
    repeat = group(group(dosage.get("timing")).get("repeat"))
    if "doseQuantity" not in rates[0]:
        each = group(rate.get("denominator"))
        repeat = {"frequency": 1, "period": each.get("value"), "periodUnit": each.get("code")}
    dose, times, period = (number(quantity.get("value")), number(repeat.get("frequency")), number(repeat.get("period")))
    days = _A_DAY.get(text(repeat.get("periodUnit")), 0)
    in_mg = text(quantity.get("code")) == "mg" or text(quantity.get("unit")).casefold() == "mg"
    if not (in_mg and dose and times and period and days) or "frequencyMax" in repeat:
        return ""
    return f"{round(dose * times / (period * days), 2).normalize():f} mg"


def _of_all(record: Record, lines: Sequence[Line]) -> Json:
    """What the lines of one medicine say together: what it was for, and a note for the practice."""
    reasons = [said for line in lines for said in _reasons(record, line.resource)]
    orders = [line.resource for line in lines if line.kind == "MedicationRequest"]
    parts: list[str] = []
    if orders:
        written = sorted(str(on) for one in orders if (on := day(one.get("authoredOn"))))
        days = f", written {written[0]}" + (f" to {written[-1]}" if len(written) > 1 else "") if written else ""
        status = sorted({text(one.get("status")) for one in orders} - {""})
        in_states = f" ({', '.join(status)})" if status else ""
        parts.append(f"Orders in the source: {len(orders)}{days}{in_states}.")
        parts.append("The day of an order is not the day on which it was first or last taken.")
    names = sorted({line.meant.written for line in lines})
    parts.append(f"Named there: {'; '.join(names[:5])}.")
    if not reasons:
        return {"note": " ".join([*parts, "What it was for is not stated."])}
    return {
        "purpose": _purpose_of(reasons),
        "note": " ".join([*parts, f"Given for: {'; '.join(sorted(set(reasons))[:5])}."]),
    }


def _reasons(record: Record, resource: Json) -> Iterator[str]:
    concepts = groups(resource.get("reasonCode"))
    for reference in groups(resource.get("reasonReference")):
        there = record.follow(reference, resource)
        concepts.append(group(there.get("code")) if there else {"text": reference.get("display")})
    for concept in concepts:
        if said := ", ".join((*wordings(concept), *sorted(all_codes(concept)))):
            yield said


def _purpose_of(reasons: Iterable[str]) -> str:
    found = {_purpose(said) for said in reasons}
    return "depression" if "depression" in found else min(found)


def _purpose(said: str) -> str:
    fits = (purpose for purpose, words in _PURPOSES.items() if re.search(words, said, re.IGNORECASE))
    return next(fits, "other")
