"""Dispenses as fills, and the days for which a medicine was supplied."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import Json, exact_day, group, groups, number, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_DAYS = {"", "d", "day", "days"}
COUNTED = {"tab", "tabs", "tablet", "tablets", "tbl", "cap", "caps", "capsule", "capsules", "ea", "each"}
"""Units in which a quantity is a number of pieces, so that a strength can be multiplied by it."""


def fills(record: Record, notes: Notes, lines: Iterable[Line]) -> list[Json]:
    """Each dispense with its day and days' supply; one that lacks either is told."""
    return [fill for line in lines if line.kind == "MedicationDispense" for fill in _fill(record, notes, line)]


def course_of(dispensed: Sequence[Json], as_of: date) -> Json:
    """From the first to the last day supplied, the days without supply between, and the doses where all are known.

    What was left of one supply when the next was fetched is taken to have been used after it.
    """
    in_order = sorted(dispensed, key=lambda fill: str(fill["on"]))
    first = _on(in_order[0])
    covered = first - timedelta(days=1)
    gaps: list[Json] = []
    for fill in in_order:
        supply = timedelta(days=fill["days_supply"])
        if _on(fill) > covered + timedelta(days=1):
            gaps.append({"from": str(covered + timedelta(days=1)), "until": str(_on(fill) - timedelta(days=1))})
        covered = max(covered, _on(fill) - timedelta(days=1)) + supply
    course: Json = {"start": str(first), "end": str(covered) if covered < as_of else "unknown"}
    if gaps:
        course["interruptions"] = gaps
    return course | _doses(in_order)


def _fill(record: Record, notes: Notes, line: Line) -> Iterator[Json]:
    resource = line.resource
    handed = exact_day(resource.get("whenHandedOver"))
    supply = group(resource.get("daysSupply"))
    days = whole(supply.get("value")) if text(supply.get("code")) in _DAYS else None
    if handed is None:
        notes.leave(line.kind, "the day on which it was handed over is not given")
        return
    if days is None or not 1 <= days <= 400:
        notes.leave(line.kind, "for how many days it was is not given")
        notes.remark(f"{line.named.name} was dispensed on {handed}; for how many days is not given.")
        return
    fill: Json = {"medicine": line.named.name, "on": str(handed), "days_supply": days}
    quantity = group(resource.get("quantity"))
    units = {text(quantity.get(key)).casefold().strip("{}") for key in ("unit", "code")} - {""}
    count = number(quantity.get("value"))
    if count is not None and count > 0 and units and units <= COUNTED:
        fill["quantity"] = f"{count.normalize():f}"
    if line.meant.strength:
        fill["strength_mg"] = f"{line.meant.strength:f}"
    actors = [one.get("actor") for one in groups(resource.get("performer"))]
    if pharmacy := next((name for actor in actors if (name := record.name_of(actor, resource))), ""):
        fill["pharmacy"] = pharmacy
    yield fill


def _doses(in_order: Sequence[Json]) -> Json:
    days = [fill["on"] for fill in in_order]
    if len(set(days)) < len(days) or not all("quantity" in fill and "strength_mg" in fill for fill in in_order):
        return {}
    steps: list[Json] = []
    for fill in in_order:
        daily = Decimal(fill["strength_mg"]) * Decimal(fill["quantity"]) / fill["days_supply"]
        dose = f"{round(daily, 2).normalize():f} mg"
        if not steps or steps[-1]["dose"] != dose:
            steps.append({"dose": dose, "from": fill["on"]})
    return {"constant_dose": steps[0]["dose"]} if len(steps) == 1 else {"steps": steps}


def _on(fill: Json) -> date:
    return date.fromisoformat(fill["on"])
