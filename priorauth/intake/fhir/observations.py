"""Scores of rating scales and blood pressures among the observations; the others are not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.scales import InstrumentName, instruments
from priorauth.intake.fhir.phq9 import ANSWERS, ITEMS, Sheet
from priorauth.intake.fhir.values import LOINC, Json, codes, exact_day, group, groups, text, whole, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_SAID = frozenset({"final", "amended", "corrected"})
_PRESSURES = {"85354-9", "55284-4"}
"""The panel's code of today, and the one before it."""
_SYSTOLIC, _DIASTOLIC = "8480-6", "8462-4"
_PANEL = "44249-1"
_SCREENING = "73832-8"
_MMHG = {"mm[hg]", "mmhg"}


def totals_by_code() -> dict[str, InstrumentName]:
    """The instruments whose total has a LOINC code, by that code."""
    return {one.loinc_total: name for name, one in instruments().instruments.items() if one.loinc_total}


def pressures_and_sheets(record: Record, notes: Notes) -> tuple[list[Json], list[Sheet]]:
    """The blood pressures, and what was scored on each day by each instrument."""
    pressures: list[Json] = []
    sheets: dict[object, Sheet] = {}
    totals = totals_by_code()
    for resource in _said(record, notes, {*totals, *ITEMS, *_PRESSURES}):
        code = _code(resource, {*totals, *ITEMS, *_PRESSURES})
        on = exact_day(resource.get("effectiveDateTime")) or exact_day(resource.get("effectiveInstant"))
        if on is None:
            notes.leave("Observation", "its day is not given")
        elif code in _PRESSURES:
            pressures += _pressure(resource, notes, on.isoformat())
        elif name := totals.get(code) or _named(resource):
            total = _total(resource)
            if total is None:
                notes.leave("Observation", "a total without a whole number")
            else:
                sheets.setdefault((name, on, total), Sheet(name, on)).total = total
        else:
            answer = _answer(resource)
            if answer is None:
                notes.leave("Observation", "an answer that is none of the scale's")
            else:
                sheets.setdefault(("items", on), Sheet("PHQ-9", on)).answer(code, answer)
    return pressures, list(sheets.values())


def _said(record: Record, notes: Notes, wanted: set[str]) -> Iterator[Json]:
    """Those of the wanted codes with a final status; of the others only how many there were."""
    for resource in record.each("Observation"):
        coded = set(codes(resource.get("code"), LOINC))
        if _SCREENING in coded:
            notes.leave("Observation", "a screening's result in words, which is no score")
        elif not (coded & wanted or _named(resource)):
            if _PANEL not in coded:
                notes.leave("Observation", "neither a score nor a blood pressure")
        elif text(resource.get("status")) not in _SAID:
            notes.leave("Observation", "not final")
        else:
            yield resource


def _code(resource: Json, wanted: set[str]) -> str:
    return next((one for one in codes(resource.get("code"), LOINC) if one in wanted), "")


def _named(resource: Json) -> InstrumentName | None:
    """The instrument that it bears the name of, where no code of LOINC says what it is."""
    if codes(resource.get("code"), LOINC):
        return None
    said = wordings(resource.get("code"))
    return next((name for name in instruments().instruments if name in said), None)


def _total(resource: Json) -> int | None:
    """A whole number, however it is written: some servers keep it as text."""
    written = text(resource.get("valueString"))
    if re.fullmatch(r"[0-9]{1,3}", written):
        return int(written)
    quantity = group(resource.get("valueQuantity"))
    return whole(resource["valueInteger"] if "valueInteger" in resource else quantity.get("value"))


def _answer(resource: Json) -> int | None:
    coded = codes(resource.get("valueCodeableConcept"), LOINC)
    return next((ANSWERS[code] for code in coded if code in ANSWERS), _total(resource))


def _pressure(resource: Json, notes: Notes, on: str) -> list[Json]:
    found: dict[str, int] = {}
    for one in groups(resource.get("component")):
        quantity = group(one.get("valueQuantity"))
        unit = (text(quantity.get("code")) or text(quantity.get("unit"))).casefold().replace(" ", "")
        value = whole(quantity.get("value"))
        if unit in _MMHG and value is not None:
            found |= dict.fromkeys(codes(one.get("code"), LOINC), value)
    if _SYSTOLIC not in found or _DIASTOLIC not in found:
        notes.leave("Observation", "a blood pressure without both whole numbers in mmHg")
        return []
    return [{"on": on, "systolic": found[_SYSTOLIC], "diastolic": found[_DIASTOLIC]}]
