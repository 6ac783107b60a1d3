"""Antidepressants as trials: with the days that a statement or the fills give, and without days where neither does.

An order tells that a medicine was prescribed. The day on which it was written is neither the first day taken nor the
last, so that an order alone makes a trial whose days are missing, with a note of what is known.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.chart.treatment import Fill
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
from priorauth.intake.supplied import MADE_OF_FILLS, supplied

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
_HOURS = {"h": 1, "d": 24, "wk": 7 * 24}


def trials(
    record: Record, notes: Notes, lines: Iterable[Line], dispensed: Sequence[Json], as_of: date
) -> Iterator[Json]:
    """The trials, those of one medicine beside each other."""
    of_each: dict[str, list[Line]] = {}
    for line in lines:
        if "antidepressant" in line.named.uses:
            of_each.setdefault(line.named.name, []).append(line)
        else:
            if line.kind != "MedicationDispense":  # that is a fill, whatever it was for
                notes.leave(line.kind, "no antidepressant: whether it was added to one is not stated")
            notes.remark(f"{line.named.name} is in the source. If it was given for the depression, add it.")
    for name, own in of_each.items():
        shared = _of_all(record, own)
        fills = [fill for fill in dispensed if fill["medicine"] == name]
        stated = _once(one for line in own if line.kind == "MedicationStatement" for one in _stated(line, as_of))
        note = shared.pop("note")
        if not stated:
            stated = [_by_fills(name, fills, as_of, notes) if fills else {"end": "unknown"}]
        for one in stated:
            yield {"medicine": name, **shared, **one, "note": " ".join(filter(None, (one.get("note"), note)))[:4000]}


def _once(stated: Iterable[Json]) -> list[Json]:
    """The courses, each once, and of one that was seen to go on at several times, the last."""
    courses: dict[str, Json] = {}
    for one in stated:
        seen = _seen(one)
        same = str({**one, "end": "goes on"} if seen else one)
        if same not in courses or seen > _seen(courses[same]):
            courses[same] = one
    return list(courses.values())


def _seen(course: Json) -> str:
    """The day on which a course was going on; empty for one of which nobody says so."""
    return text(group(course["end"]).get("ongoing_as_of"))


def _by_fills(name: str, fills: Sequence[Json], as_of: date, notes: Notes) -> Json:
    """The course that the fills make; how it was made is told on top of the chart."""
    found = supplied([Fill.model_validate(one) for one in fills], as_of)
    for one in found.told:
        notes.remark(f"{name}: {one}.")
    return found.course | {"note": MADE_OF_FILLS}


def _stated(line: Line, as_of: date) -> Iterator[Json]:
    """A statement that gives a period, as the course that it states; one that gives none adds nothing."""
    resource = line.resource
    period = group(resource.get("effectivePeriod"))
    start, end = day(period.get("start")), day(period.get("end"))
    if start is None and end is None:
        return
    one: Json = ({"start": str(start)} if start else {}) | {"end": "unknown"}
    if end and end.latest <= as_of:
        one["end"] = str(end)
    seen = exact_day(resource.get("dateAsserted"))
    begun = seen is not None and seen <= as_of and (start is None or start.earliest <= seen)
    if end is None and begun and text(resource.get("status")) == "active":
        one["end"] = {"ongoing_as_of": str(seen)}
    if dose := _daily(line):
        one["max_dose"] = dose
    if because := "; ".join(wording(reason) for reason in groups(resource.get("statusReason")) if wording(reason)):
        one["ended_because_text"] = because
    yield one


def _daily(line: Line) -> str:
    """The milligrams of a day, where one dosage says them, or the pieces of a known strength, and how often."""
    resource = line.resource
    dosages = groups(resource.get("dosage"))
    rates = groups(dosages[0].get("doseAndRate")) if len(dosages) == 1 else []
    if len(rates) != 1 or dosages[0].get("asNeededBoolean") is True or dosages[0].get("asNeededCodeableConcept"):
        return ""
    quantity = group(rates[0].get("doseQuantity"))
    repeat = group(group(dosages[0].get("timing")).get("repeat"))
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
    found = {_purpose(said) for said in reasons}
    purpose = "depression" if "depression" in found else next(iter(sorted(found)))
    return {"purpose": purpose, "note": " ".join([*parts, f"Given for: {'; '.join(sorted(set(reasons))[:5])}."])}


def _reasons(record: Record, resource: Json) -> Iterator[str]:
    concepts = groups(resource.get("reasonCode"))
    for reference in groups(resource.get("reasonReference")):
        there = record.follow(reference, resource)
        concepts.append(group(there.get("code")) if there else {"text": reference.get("display")})
    for concept in concepts:
        if said := ", ".join((*wordings(concept), *sorted(all_codes(concept)))):
            yield said


def _purpose(said: str) -> str:
    fits = (purpose for purpose, words in _PURPOSES.items() if re.search(words, said, re.IGNORECASE))
    return next(fits, "other")
