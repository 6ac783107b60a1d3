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

UNKNOWN: Json = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
"""Where FHIR demands a value and nobody knows one."""


def kept(**fields: Any) -> Json:
    """The fields that say something: FHIR has no empty texts, lists or groups. A trailing underscore is dropped."""
    return {name.removesuffix("_"): value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def concept(text: str = "", *codings: Json) -> Json:
    """A CodeableConcept: the words, and the codes that say the same."""
    return kept(coding=list(codings), text=clean(text))


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


def clean(text: str | None) -> str:
    """A text as FHIR takes it: without characters that cannot be printed, and none of white space alone."""
    return "".join(letter for letter in text or "" if letter.isprintable() or letter in "\n\t").strip()
