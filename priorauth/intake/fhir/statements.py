"""One statement of a medicine as the course that it states: its days, its doses, what it was for and why it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from priorauth.chart.trials import EndReason
from priorauth.intake.fhir.doses import bounds, daily, doses
from priorauth.intake.fhir.purposes import given_for, reasons_of
from priorauth.intake.fhir.values import Json, day, exact_day, group, groups, text, wording, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record


def part_of(record: Record, line: Line) -> Json | None:
    """The statement that this one is a part of, where it is one."""
    if line.kind != "MedicationStatement" or not line.resource.get("partOf"):
        return None
    there = record.follow(line.resource["partOf"], line.resource)
    return there if there and text(there.get("resourceType")) == line.kind else None


def course(record: Record, line: Line, gaps: Iterable[Line], as_of: date, notes: Notes) -> Iterator[Json]:
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
    one |= doses(line, one, notes)
    if without := [_gap(gap) for gap in gaps if part_of(record, gap) == resource]:
        one["interruptions"] = without
    yield one | given_for(list(reasons_of(record, resource)), line, notes) | _ended(resource)


def taken_now(line: Line) -> Json:
    """Since when, since when unchanged, and at which dose, where an active statement says so."""
    resource = line.resource
    dosages = groups(resource.get("dosage"))
    one = {
        "since": written(group(resource.get("effectivePeriod")).get("start")),
        "unchanged_since": written(bounds(dosages[0]).get("start")) if dosages else None,
        "dose": daily(dosages[0], line) if len(dosages) == 1 else None,
    }
    return {key: value for key, value in one.items() if value}


def _gap(line: Line) -> Json:
    """Days on which it was not taken. Where one is not known, no chart can hold the course: it may have been longer."""
    period = group(line.resource.get("effectivePeriod"))
    return {"from": written(period.get("start")), "until": written(period.get("end"))}


def _ended(resource: Json) -> Json:
    """Why it ended: in a chart's own word, where the source uses just that; else in the words of the source."""
    said = [wording(reason) for reason in groups(resource.get("statusReason")) if wording(reason)]
    words = {one: one.casefold().replace(" ", "_") for one in said}
    known = [word for word in words.values() if word in get_args(EndReason)]
    others = "; ".join(one for one, word in words.items() if word not in known)
    return ({"ended_because": known} if known else {}) | ({"ended_because_text": others} if others else {})
