"""Antidepressants as trials: with the days that a statement or the fills give, and without days where neither does.

An order tells that a medicine was prescribed. The day on which it was written is neither the first day taken nor the
last, so that an order alone makes a trial whose days are missing, with a note of what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.treatment import Fill
from priorauth.intake.fhir.medication import AUGMENTATION
from priorauth.intake.fhir.statements import course, part_of, purpose_of, reasons_of, taken_now
from priorauth.intake.fhir.values import Json, day, exact_day, group, groups, text, wording
from priorauth.intake.supplied import MADE_OF_FILLS, supplied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from priorauth.intake.fhir.medication import Line
    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record


def trials(
    record: Record, notes: Notes, lines: Sequence[Line], dispensed: Sequence[Json], as_of: date
) -> Iterator[Json]:
    """The trials, those of one medicine beside each other."""
    of_each: dict[str, list[Line]] = {}
    gaps = _not_taken(lines)
    added = {line.named.medicine.id for line in lines if _augments(line)}
    for line in lines:
        if line in gaps or _augments(line) or part_of(record, line):
            continue  # a gap, an augmentation, or what is taken now of a course that is told by itself
        if line.kind == "MedicationDispense" and line.named.medicine.id in added:
            continue  # a fill of what was added
        if "antidepressant" in line.named.uses:
            of_each.setdefault(line.named.name, []).append(line)
        else:
            if line.kind != "MedicationDispense":  # that is a fill, whatever it was for
                notes.leave(line.kind, "no antidepressant: whether it was added to one is not stated")
            notes.remark(f"{line.named.name} is in the source. If it was given for the depression, add it.")
    for name, own in of_each.items():
        shared = _of_all(record, own)
        fills = [fill for fill in dispensed if fill["medicine"] == name]
        stated = _once(one for line in own for one in course(record, line, gaps, as_of))
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


def augmentations(record: Record, lines: Sequence[Line], as_of: date) -> Iterator[Json]:
    """What is stated to have been added to an antidepressant."""
    gaps = _not_taken(lines)
    for line in lines:
        for one in course(record, line, gaps, as_of) if _augments(line) else ():
            yield {"medicine": line.named.name, **{key: one[key] for key in one if key != "purpose"}}


def current(record: Record, lines: Sequence[Line], as_of: date) -> Iterator[Json]:
    """What is stated to be taken, as a part of a course that another statement tells."""
    for line in lines:
        seen = exact_day(line.resource.get("dateAsserted"))
        known = line.status == "active" and seen is not None and seen <= as_of
        if known and not _augments(line) and part_of(record, line):
            yield {"medicine": line.named.name, "as_of": str(seen), **taken_now(line)}


def _not_taken(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.status == "not-taken"]


def _augments(line: Line) -> bool:
    """Whether a statement says in so many words that it was added to an antidepressant."""
    said = (wording(reason).casefold() for reason in groups(line.resource.get("reasonCode")))
    return line.kind == "MedicationStatement" and AUGMENTATION in said


def _of_all(record: Record, lines: Sequence[Line]) -> Json:
    """What the lines of one medicine say together: what it was for, and a note for the practice."""
    reasons = [said for line in lines for said in reasons_of(record, line.resource)]
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
        "purpose": purpose_of(reasons),
        "note": " ".join([*parts, f"Given for: {'; '.join(sorted(set(reasons))[:5])}."]),
    }
