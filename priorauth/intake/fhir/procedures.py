"""ECT and TMS among the procedures, and stays in hospital for a psychiatric reason among the encounters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import (
    CPT,
    ICD10CM,
    SNOMED,
    Json,
    codes,
    day,
    group,
    groups,
    text,
    wording,
    wordings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.dates import PartialDate
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_CODES = {
    (CPT, "90870"): "ECT",
    (SNOMED, "23835007"): "ECT",
    (CPT, "90867"): "TMS",
    (CPT, "90868"): "TMS",
    (CPT, "90869"): "TMS",
}
_NAMES = {"ECT": r"electroconvulsive", "TMS": r"transcranial magnetic stimulation"}
PSYCHIATRIC_STAY = "Stay in a hospital for a psychiatric reason"
"""A type of encounter that says what no code of a reason does."""
_ADMITTED = {"IMP", "ACUTE", "NONAC"}
"""HL7's classes of an inpatient encounter."""


def neuromodulations(record: Record, notes: Notes) -> list[Json]:
    """A course of each kind from its first session on record; how many there were and when it ended is not said."""
    days: dict[str, list[PartialDate | None]] = {}
    for resource in record.each("Procedure", frozenset({"completed", "in-progress", "stopped", "unknown"})):
        kind = _kind(resource.get("code"))
        if kind is None:
            notes.leave("Procedure", "neither ECT nor TMS")
            continue
        on = day(resource.get("performedDateTime")) or day(group(resource.get("performedPeriod")).get("start"))
        if on is None and text(resource.get("status")) == "unknown":
            notes.leave("Procedure", "whether it was done is not known")
            continue
        days.setdefault(kind, []).append(on)
    return [_course(kind, found) for kind, found in days.items()]


def stays(record: Record, notes: Notes) -> Iterator[Json]:
    """Inpatient encounters that say so, or whose reason is coded in ICD-10-CM's chapter of mental disorders (F)."""
    for resource in record.each("Encounter", frozenset({"in-progress", "finished", "unknown"})):
        kind = text(group(resource.get("class")).get("code"))
        if kind not in _ADMITTED:
            notes.leave("Encounter", "no stay in a hospital")
            continue
        said = PSYCHIATRIC_STAY in [wording(one) for one in groups(resource.get("type"))]
        reason = next((one for one in _reasons(record, resource) if said or _psychiatric(one)), {} if said else None)
        period = group(resource.get("period"))
        admitted, left = day(period.get("start")), day(period.get("end"))
        if reason is None or admitted is None:
            notes.leave("Encounter", "a stay for another reason, or for one without an ICD-10-CM code, or without days")
            continue
        stay: Json = {"admitted": str(admitted)}
        if named := wording(reason) or next(iter(codes(reason, ICD10CM)), ""):
            stay["reason"] = named
        if left:
            stay["discharged"] = str(left)
        if kind == "ACUTE":
            stay["level"] = "acute"
        yield stay


def _kind(concept: object) -> str | None:
    for (system, code), kind in _CODES.items():
        if code in codes(concept, system):
            return kind
    said = " ".join(wordings(concept))
    return next((kind for kind, words in _NAMES.items() if re.search(words, said, re.IGNORECASE)), None)


def _course(kind: str, days: list[PartialDate | None]) -> Json:
    known = sorted((one for one in days if one), key=lambda one: one.earliest)
    if not known:
        return {"kind": kind, "note": f"Procedures on record: {len(days)}, without a day."}
    span = f"from {known[0]} to {known[-1]}" if len(known) > 1 else known[0].with_preposition
    return {"kind": kind, "start": str(known[0]), "note": f"Procedures on record: {len(days)}, {span}."}


def _reasons(record: Record, resource: Json) -> Iterator[Json]:
    yield from groups(resource.get("reasonCode"))
    for reference in groups(resource.get("reasonReference")):
        if there := record.follow(reference, resource):
            yield group(there.get("code"))


def _psychiatric(reason: Json) -> bool:
    return any(code.startswith("F") for code in codes(reason, ICD10CM))
