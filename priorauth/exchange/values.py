"""The small values of FHIR as they are written: only what is known, in the units and the precision it is known in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from priorauth.chart.dates import PartialDate

if TYPE_CHECKING:
    from datetime import date

Json: TypeAlias = dict[str, Any]

UCUM = "http://unitsofmeasure.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
PAS = "http://hl7.org/fhir/us/davinci-pas"
NDC = "http://hl7.org/fhir/sid/ndc"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
PLACE_OF_SERVICE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_NOTHING: tuple[object, ...] = (None, "", [], {})

UNKNOWN: Json = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
"""Where FHIR demands a value and nobody knows one."""


def kept(**fields: Any) -> Json:
    """The fields that say something: FHIR has no empty texts, lists or groups. A trailing underscore is dropped."""
    return {name.removesuffix("_"): value for name, value in fields.items() if value not in _NOTHING}


def concept(text: str = "", *codings: Json) -> Json:
    """A CodeableConcept: the words, and the codes that say the same."""
    return kept(coding=list(codings), text=text)


def coding(system: str, code: str) -> Json:
    """A code of a system."""
    return {"system": system, "code": code}


def quantity(value: Decimal | int, unit: str, code: str = "") -> Json:
    """An amount with its unit; ``code`` where UCUM has one."""
    return {"value": number(value), "unit": unit, **({"system": UCUM, "code": code} if code else {})}


def number(value: Decimal | int) -> int | float:
    """As JSON has numbers."""
    return int(value) if value == int(value) else float(value)


def period(start: PartialDate | date | None, end: PartialDate | date | None) -> Json:
    """From one day to another, as far as they are known."""
    return kept(start=str(start) if start else None, end=str(end) if end else None)


def extension(url: str, **value: Any) -> Json:
    """An extension with its one value."""
    return {"url": url, **value}


def plain(value: Any) -> Any:
    """A value as FHIR takes it: no empty group, and in a text a mark in place of what cannot be printed."""
    match value:
        case str():
            return "".join(map(_printed, value)).strip()
        case dict():
            return kept(**{name: plain(one) for name, one in value.items()})
        case list():
            return [one for part in value if (one := plain(part)) not in _NOTHING]
        case _:
            return value


def _printed(letter: str) -> str:
    if letter.isprintable() or letter in "\n\t":
        return letter
    return " " if letter.isspace() else "\N{REPLACEMENT CHARACTER}"
