"""Patient, practitioner and organization: names as they are given, and nothing made of half of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.intake.fhir.values import NPI, Json, group, groups, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.fhir.notes import Notes

_BEST = ("official", "usual", "")
_PLACES = ("home", "", "temp")
_SEX = {"female": "female", "male": "male", "other": "other"}


def patient(resource: Json, notes: Notes) -> Json:
    """The patient as a chart has one; a name that is not there is left out, and the chart then refused."""
    found: Json = {"name": _name(resource), "birth_date": text(resource.get("birthDate"))}
    if sex := _SEX.get(text(resource.get("gender"))):
        found["sex"] = sex
    if address := _address(resource, notes):
        found["address"] = address
    if phone := _phone(resource):
        found["phone"] = phone
    if any(digit.isdigit() for digit in "".join(found["name"].values())):
        notes.remark("The patient's name holds digits: compare it with the insurance card.")
    return found


def gone(resource: Json) -> str:
    """Why no chart is made for this patient; empty where one is."""
    if resource.get("deceasedBoolean") is True or resource.get("deceasedDateTime"):
        return "has died"
    if any(text(one.get("type")) == "replaced-by" for one in groups(resource.get("link"))):
        return "merged into another patient's record"
    return ""


def called(resource: Json) -> str:
    """What a practitioner or organization is called."""
    if name := text(resource.get("name")):
        return name
    for one in groups(resource.get("name")):
        if text(one.get("family")) and texts(one.get("given")):
            return " ".join((*texts(one.get("given")), text(one.get("family"))))
        if text(one.get("text")):
            return text(one.get("text"))
    return ""


def prescriber(resource: Json) -> Json:
    """A practitioner as a chart names its prescriber."""
    found: Json = {"name": called(resource)}
    suffixes = [suffix for one in groups(resource.get("name"))[:1] for suffix in texts(one.get("suffix"))]
    if suffixes:
        found["credentials"] = ", ".join(suffixes)
    if npi := npi_of(resource):
        found["npi"] = npi
    reached = {"phone": _phone(resource), "fax": _phone(resource, "fax")}
    return found | {way: number for way, number in reached.items() if number}


def npi_of(resource: Json) -> str:
    """The National Provider Identifier as it is given, right or wrong."""
    own = groups(resource.get("identifier"))
    return next((text(one.get("value")) for one in own if text(one.get("system")) == NPI), "")


def _name(resource: Json) -> Json:
    for one in sorted(_current(resource.get("name")), key=lambda one: _rank(text(one.get("use")), _BEST)):
        given, family = texts(one.get("given")), text(one.get("family"))
        if given and family and text(one.get("use")) not in {"old", "maiden", "nickname", "anonymous"}:
            middle = {"middle": " ".join(given[1:])} if given[1:] else {}
            return {"first": given[0], **middle, "last": family}
    return {}


def _address(resource: Json, notes: Notes) -> Json:
    addresses = [one for one in _current(resource.get("address")) if text(one.get("use")) not in {"old", "billing"}]
    for one in sorted(addresses, key=lambda one: _rank(text(one.get("use")), _PLACES)):
        street, city, state = ", ".join(texts(one.get("line"))), text(one.get("city")), text(one.get("state"))
        code = re.sub(r"^(\d{5})(\d{4})$", r"\1-\2", text(one.get("postalCode")))
        if street and city and re.fullmatch(r"[A-Z]{2}", state) and re.fullmatch(r"\d{5}(-\d{4})?", code):
            return {"street": street, "city": city, "state": state, "zip": code}
    if addresses:
        notes.remark("The address is not whole (street, city, two letters of the state, ZIP code): add it.")
    return {}


def _phone(resource: Json, system: str = "phone") -> str:
    phones = [one for one in _current(resource.get("telecom")) if text(one.get("system")) == system]
    numbers = [text(one.get("value")) for one in sorted(phones, key=lambda one: text(one.get("use")) == "work")]
    return next((one for one in numbers if re.fullmatch(r"[0-9+(). x-]{7,25}", one)), "")


def _current(value: object) -> Iterator[Json]:
    return (one for one in groups(value) if not group(one.get("period")).get("end"))


def _rank(use: str, order: tuple[str, ...]) -> int:
    return order.index(use) if use in order else len(order)
