"""One statement of a medicine as the course that it states: its days, its doses, what it was for and why it ended."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from priorauth.chart.trials import EndReason
from priorauth.intake.fhir.fills import COUNTED
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
    from collections.abc import Iterable, Iterator
    from datetime import date

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.record import Record


_PURPOSES = {
    "depression": r"depress|\bF3[23]\b|\bF34\.1\b",
    "sleep": r"insomnia|sleep|\bG47\b|\bF51\b",
    "anxiety": r"anxi|panic|\bF4[01]\b",
    "pain": r"pain|neuropath|fibromyalg|migraine|\bG89\b",
    "smoking": r"smok|nicotine|tobacco|\bF17\b",
}
"""By a reason's words, or its ICD-10-CM code; what none of these fits is for something else."""
_HOURS = {"h": 1, "d": 24, "wk": 7 * 24}


def part_of(record: Record, line: Line) -> Json | None:
    """The statement that this one is a part of, where it is one."""
    if line.kind != "MedicationStatement" or not line.resource.get("partOf"):
        return None
    there = record.follow(line.resource["partOf"], line.resource)
    return there if there and text(there.get("resourceType")) == line.kind else None


def course(record: Record, line: Line, gaps: Iterable[Line], as_of: date) -> Iterator[Json]:
    """A statement that says when it was taken, as the course that it states; one that does not adds nothing."""
    resource = line.resource
    if line.kind != "MedicationStatement":
        return
    period = group(resource.get("effectivePeriod"))
    start, end = day(period.get("start")), day(period.get("end"))
    seen = exact_day(resource.get("dateAsserted"))
    begun = seen is not None and seen <= as_of and (start is None or start.earliest <= seen)
    goes_on = end is None and begun and line.status == "active"
    if start is None and end is None and not goes_on:
        return
    one: Json = ({"start": str(start)} if start else {}) | {"end": "unknown"}
    if end and end.latest <= as_of:
        one["end"] = str(end)
    if goes_on:
        one["end"] = {"ongoing_as_of": str(seen)}
    one |= _doses(line)
    if without := [_gap(gap) for gap in gaps if part_of(record, gap) == resource]:
        one["interruptions"] = without
    if reasons := list(reasons_of(record, resource)):
        one["purpose"] = purpose_of(reasons)
    yield one | _ended(resource)


def taken_now(line: Line) -> Json:
    """Since when, since when unchanged, and at which dose, where an active statement says so."""
    resource = line.resource
    dosages = groups(resource.get("dosage"))
    one = {
        "since": _written(group(resource.get("effectivePeriod")).get("start")),
        "unchanged_since": _written(_bounds(dosages[0]).get("start")) if dosages else None,
        "dose": _daily(dosages[0], line) if len(dosages) == 1 else None,
    }
    return {key: value for key, value in one.items() if value}


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


def _doses(line: Line) -> Json:
    """One dose: throughout where it is bounded as the course is, from a day on, or the highest; several: as steps."""
    resource = line.resource
    dosages = groups(resource.get("dosage"))
    steps = [{"dose": _daily(one, line), "from": _written(_bounds(one).get("start"))} for one in dosages]
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


def _daily(dosage: Json, line: Line) -> str:
    """The milligrams of a day, where a dosage says them, or the pieces of a known strength, and how often."""
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
    hours = _HOURS.get(text(repeat.get("periodUnit")), 0)
    strength = _milligrams(quantity, line)
    if not (strength and dose and times and period and hours) or "frequencyMax" in repeat or "periodMax" in repeat:
        return ""
    return f"{round(dose * strength * times * 24 / (period * hours), 2).normalize():f} mg"


def _milligrams(quantity: Json, line: Line) -> Decimal | None:
    """How many milligrams one of the dose's units is."""
    units = {text(quantity.get(key)).casefold().strip("{}") for key in ("unit", "code")} - {""}
    if "mg" in units:
        return Decimal(1)
    return line.meant.strength if units and units <= COUNTED else None


def reasons_of(record: Record, resource: Json) -> Iterator[str]:
    """What it was given for: the words and the codes of each reason."""
    concepts = groups(resource.get("reasonCode"))
    for reference in groups(resource.get("reasonReference")):
        there = record.follow(reference, resource)
        concepts.append(group(there.get("code")) if there else {"text": reference.get("display")})
    for concept in concepts:
        if said := ", ".join((*wordings(concept), *sorted(all_codes(concept)))):
            yield said


def purpose_of(reasons: Iterable[str]) -> str:
    """What of a chart's purposes these come to; depression, where it is one of several."""
    found = {_purpose(said) for said in reasons}
    return "depression" if "depression" in found else min(found)


def _purpose(said: str) -> str:
    fits = (purpose for purpose, words in _PURPOSES.items() if re.search(words, said, re.IGNORECASE))
    return next(fits, "other")
