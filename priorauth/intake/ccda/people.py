"""The patient of a document, and who wrote it or an entry in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.intake.ccda.values import OIDS, day, ids
from priorauth.intake.ccda.xml import Node, every, first, said, words
from priorauth.intake.fhir.values import NPI, Json

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {"L": "official", "C": "official", "P": "nickname", "A": "nickname", "ASGN": "usual"}
_PLACES = {"H": "home", "HP": "home", "HV": "home", "TMP": "temp", "BAD": "old", "WP": "work", "DIR": "work"}
_SEX = {"F": "female", "M": "male", "UN": "other"}
_BORN_AS, _CALLED = "BR", "CL"
"""Qualifiers of the parts of a name: the one at birth, the one to call somebody by."""


def patient(role: Node) -> Json:
    """The patientRole as a Patient; whose it is where several documents tell of one, its first known id says."""
    who = first(role, "patient")
    own = ids(every(role, "id"))
    found: Json = {"resourceType": "Patient", "id": own[0]} if own else {"resourceType": "Patient"}
    found["name"] = list(_names(who))
    found["gender"] = _SEX.get(said(who, "administrativeGenderCode", "code"), "unknown")
    found["birthDate"] = day(said(who, "birthTime"))
    found["address"] = [_address(one) for one in every(role, "addr") if not one.get("nullFlavor")]
    found["telecom"] = [_telecom(one) for one in every(role, "telecom") if not one.get("nullFlavor")]
    if said(who, "sdtc:deceasedInd") == "true":
        found["deceasedBoolean"] = True
    if died := day(said(who, "sdtc:deceasedTime")):
        found["deceasedDateTime"] = died
    return found


def person(node: Node | None) -> str:
    """What the person in an assigned author or entity is called."""
    name = first(node, "assignedPerson/name")
    if name is None or name.get("nullFlavor"):
        return ""
    parts = [words(one) for path in ("given", "family") for one in every(name, path)]
    return " ".join(part for part in parts if part) or words(name)


def authors(node: Node) -> list[Node]:
    """Who wrote ``node``: its own authors, else those of what it stands in, up to the document (CDA's context)."""
    above = (one for one in (node, *node.iterancestors()))
    return next((found for one in above if (found := list(every(one, "author")))), [])


def written(among: list[Node]) -> str:
    """The earliest day on which one of these wrote."""
    return min((on for one in among if (on := day(said(one, "time")))), default="")


def practitioner(author: Node) -> Json:
    """The author of an order as a Practitioner to be contained in it; nothing where it is no person."""
    who = first(author, "assignedAuthor")
    name = first(who, "assignedPerson/name")
    if not person(who):
        return {}
    found: Json = {
        "family": " ".join(map(words, every(name, "family"))),
        "given": list(map(words, every(name, "given"))),
    }
    if suffixes := [words(one) for one in every(name, "suffix") if words(one)]:
        found["suffix"] = suffixes
    if not (found["family"] and found["given"]):
        found["text"] = person(who)
    npis = [one.get("extension") for one in every(who, "id") if OIDS.get(one.get("root")) == NPI]
    known = [{"system": NPI, "value": npi} for npi in npis if npi]
    return {"resourceType": "Practitioner", "id": "author", "name": [found], "identifier": known}


def _names(who: Node | None) -> Iterator[Json]:
    for one in every(who, "name"):
        given = [words(part) for part in every(one, "given") if not _other(part, _CALLED)]
        family = [words(part) for part in every(one, "family") if not _other(part, _BORN_AS)]
        use = next((_NAMES[code] for code in (one.get("use") or "").split() if code in _NAMES), "")
        ended = day(said(one, "validTime/high"))
        if not one.get("nullFlavor"):
            name: Json = {"family": " ".join(filter(None, family)), "given": [part for part in given if part]}
            yield name | ({"use": use} if use else {}) | ({"period": {"end": ended}} if ended else {})


def _other(part: Node, qualifier: str) -> bool:
    return bool(part.get("nullFlavor")) or qualifier in (part.get("qualifier") or "").split()


def _address(node: Node) -> Json:
    parts = {"city": "city", "state": "state", "postalCode": "postalCode"}
    found: Json = {key: words(first(node, path)) for key, path in parts.items()}
    found["line"] = [words(one) for one in every(node, "streetAddressLine")]
    use = next((_PLACES[code] for code in (node.get("use") or "").split() if code in _PLACES), "")
    ended = day(said(node, "useablePeriod/high"))
    return found | ({"use": use} if use else {}) | ({"period": {"end": ended}} if ended else {})


def _telecom(node: Node) -> Json:
    system, _, value = (node.get("value") or "").strip().rpartition(":")
    kind = {"tel": "phone", "": "phone", "mailto": "email"}.get(system.casefold(), "other")
    return {"system": kind, "value": value, "use": "work" if "WP" in (node.get("use") or "").split() else "home"}
