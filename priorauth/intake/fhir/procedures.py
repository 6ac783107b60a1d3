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
_OF_A_NAME = {
    *("ect", "electroconvulsive", "unilateral", "bilateral", "right", "left", "maintenance", "acute", "continuation"),
    *("tms", "rtms", "dtms", "itbs", "transcranial", "magnetic", "stimulation", "repetitive", "therapeutic", "deep"),
    *("intermittent", "theta", "burst", "delivery", "management", "initial", "subsequent"),
    *(
        "therapy",
        "treatment",
        "session",
        "procedure",
        "of",
        "and",
        "for",
        "major",
        "depression",
        "depressive",
        "disorder",
    ),
}
"""The words of which the name of a treatment that was given is made. A referral to one, a consultation about it or the
mapping of a motor area bears the same name among other words."""
PSYCHIATRIC_STAY = "Stay in a hospital for a psychiatric reason"
"""A type of encounter that says what no code of a reason does."""
_ADMITTED = {"IMP", "ACUTE", "NONAC"}
"""HL7's classes of an inpatient encounter."""


def neuromodulations(record: Record, notes: Notes) -> list[Json]:
    """A course of each kind from its first session on record; how many there were and when it ended is not said."""
    days: dict[str, list[PartialDate | None]] = {}
    among: dict[str, None] = {}
    for resource in record.each("Procedure", frozenset({"completed", "in-progress", "stopped", "unknown"})):
        kind = _kind(resource.get("code"))
        if kind is None:
            said = "; ".join(wordings(resource.get("code")))
            named = any(re.search(words, said, re.IGNORECASE) for words in _NAMES.values())
            notes.leave("Procedure", "ECT or TMS named among other words" if named else "neither ECT nor TMS")
            among |= {said: None} if named else {}
            continue
        on = day(resource.get("performedDateTime")) or day(group(resource.get("performedPeriod")).get("start"))
        if on is None and text(resource.get("status")) == "unknown":
            notes.leave("Procedure", "whether it was done is not known")
            continue
        days.setdefault(kind, []).append(on)
    if among:
        notes.remark(f"ECT or TMS is named among other words, and is not read: {' / '.join(among)}. Was it given?")
    return [_course(kind, found) for kind, found in days.items()]


def stays(record: Record, notes: Notes) -> Iterator[Json]:
    """Inpatient encounters that say so, or of whose reasons each has an ICD-10-CM code of mental disorders (F)."""
    for resource in record.each("Encounter", frozenset({"in-progress", "finished", "unknown"})):
        kind = text(group(resource.get("class")).get("code"))
        if kind not in _ADMITTED:
            notes.leave("Encounter", "no stay in a hospital")
            continue
        said = PSYCHIATRIC_STAY in [wording(one) for one in groups(resource.get("type"))]
        reasons = list(_reasons(record, resource))
        period = group(resource.get("period"))
        admitted, left = day(period.get("start")), day(period.get("end"))
        named = "; ".join(dict.fromkeys(name for one in reasons if (name := _name(one))))
        psychiatric = [one for one in reasons if _psychiatric(one)]
        if psychiatric and not said and len(psychiatric) < len(reasons):
            notes.leave("Encounter", "a stay for several reasons, not each of them with a code of mental disorders")
            when = f" that began {admitted.with_preposition}" if admitted else ""
            notes.remark(
                f"A stay{when} has several reasons and is not in the chart: {named}. Was it a psychiatric one?"
            )
            continue
        if not (said or psychiatric) or admitted is None:
            notes.leave("Encounter", "a stay for another reason, or for one without an ICD-10-CM code, or without days")
            continue
        stay: Json = {"admitted": str(admitted)}
        if named:
            stay["reason"] = named
        if left:
            stay["discharged"] = str(left)
        if kind == "ACUTE":
            stay["level"] = "acute"
        yield stay


def _kind(concept: object) -> str | None:
    """By a code, whatever is written beside it; else by a name that says nothing more."""
    for (system, code), kind in _CODES.items():
        if code in codes(concept, system):
            return kind
    said = " ".join(wordings(concept)).casefold()
    if not set(re.findall(r"\w+", said)) <= _OF_A_NAME:
        return None
    return next((kind for kind, words in _NAMES.items() if re.search(words, said)), None)


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


def _name(reason: Json) -> str:
    return wording(reason) or next(iter(codes(reason, ICD10CM)), "")


def _psychiatric(reason: Json) -> bool:
    coded = codes(reason, ICD10CM)
    return bool(coded) and all(code.startswith("F") for code in coded)
