"""Coverage: who pays. A payer is one of ours only where its whole name says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.intake.fhir.people import called
from priorauth.intake.fhir.values import Json, all_codes, day, group, groups, text, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from priorauth.intake.fhir.notes import Notes
    from priorauth.intake.fhir.record import Record

_ORDER = {1: "primary", 2: "secondary", 3: "tertiary"}
_MEMBER = "MB"
_FORMS = {
    "member_id": r"[A-Za-z0-9 -]{3,30}",
    "group": r"[A-Za-z0-9 -]{1,30}",
    "bin": r"[0-9]{6}",
    "pcn": r"[A-Za-z0-9]{1,15}",
}


def coverages(
    record: Record, notes: Notes, payers: Mapping[str, str], otherwise: str | None, as_of: date
) -> Iterator[Json]:
    """The coverages in force, those whose payer is known; the others are told by name.

    ``payers`` has our payers by their names as :func:`plainly` writes them; ``otherwise`` is the payer of the
    coverages whose name is none of these, where somebody said so.
    """
    for resource in record.each("Coverage", frozenset({"active"})):
        period = group(resource.get("period"))
        begins, ended = day(period.get("start")), day(period.get("end"))
        if ended and ended.latest < as_of:
            notes.leave("Coverage", "ended")
            continue
        names = _payor_names(record, resource)
        if begins and begins.earliest > as_of:
            notes.leave("Coverage", "not in force yet")
            notes.remark(f"A coverage by {_told(names)} begins {begins.with_preposition} and is not in the chart.")
            continue
        payer = next((payers[plainly(name)] for name in names if plainly(name) in payers), otherwise)
        if payer is None:
            notes.leave("Coverage", "the payer is not surely one that is known: a person names it")
            notes.remark(
                f"A coverage by {_told(names)} is not in the chart: add it with its payer (priorauth payers list)."
            )
            continue
        yield {"payer": payer, **_details(resource)}


def plainly(name: str) -> str:
    """A payer's name in the spelling that names are compared in: small letters and digits, no legal form."""
    spelled = re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and "))
    return " ".join(one for one in spelled if one not in {"inc", "llc", "corp", "the"})


def _payor_names(record: Record, resource: Json) -> list[str]:
    found: list[str] = []
    for payor in groups(resource.get("payor")):
        there = record.follow(payor, resource)
        if there and text(there.get("resourceType")) == "Organization":
            found.append(called(there))
        found.append(text(payor.get("display")))
    return list(dict.fromkeys(name for name in found if name))


def _told(names: list[str]) -> str:
    return " / ".join(names) or "a payer that is not named"


def _details(resource: Json) -> Json:
    members = [one for one in groups(resource.get("identifier")) if _MEMBER in all_codes(one.get("type"))]
    classes = {code: one for one in groups(resource.get("class")) for code in all_codes(one.get("type"))}
    found: Json = {
        "member_id": next((text(one.get("value")) for one in members), "") or text(resource.get("subscriberId")),
        "group": text(group(classes.get("group")).get("value")),
        "bin": text(group(classes.get("rxbin")).get("value")),
        "pcn": text(group(classes.get("rxpcn")).get("value")),
    }
    kept = {key: value for key, value in found.items() if re.fullmatch(_FORMS[key], value)}
    plan = group(classes.get("plan"))
    if name := text(plan.get("name")) or text(plan.get("value")):
        kept["plan"] = name
    if order := _ORDER.get(whole(resource.get("order")) or 0):
        kept["order"] = order
    return kept
