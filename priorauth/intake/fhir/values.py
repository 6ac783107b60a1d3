"""The small values of FHIR, read from whatever real servers write: texts, codes, days, numbers.

Whatever is not in the form that R4 wants is nothing here, and never an error: one slip in a file of thousands of
resources must not cost the others.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from priorauth.chart.dates import PartialDate

Json: TypeAlias = dict[str, Any]

LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
NDC = "http://hl7.org/fhir/sid/ndc"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
NPI = "http://hl7.org/fhir/sid/us-npi"
CPT = "http://www.ama-assn.org/go/cpt"
SNOMED = "http://snomed.info/sct"

_ABSURD = 10**9
_DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:T.*)?", re.DOTALL)


def groups(value: object) -> list[Json]:
    """The groups in a list, or the one that stands where a list should."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def group(value: object) -> Json:
    """A group of keys; an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A text in one line, without characters that cannot be printed; empty where there is none."""
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in " ".join(value.split()) if letter.isprintable())


def texts(value: object) -> list[str]:
    """The texts of a list, or the one that stands where a list should."""
    return [found for one in (value if isinstance(value, list) else [value]) if (found := text(one))]


def codes(concept: object, system: str) -> list[str]:
    """The codes of one system in a CodeableConcept."""
    return [
        text(one.get("code"))
        for one in groups(group(concept).get("coding"))
        if text(one.get("system")).rstrip("/") == system and text(one.get("code"))
    ]


def all_codes(concept: object) -> set[str]:
    """Its codes of every system: of FHIR's own short lists, such as statuses, the system says nothing more."""
    return {text(one.get("code")) for one in groups(group(concept).get("coding"))}


def wordings(concept: object) -> list[str]:
    """What a CodeableConcept is called: its own text, then what its codes display."""
    shown = [text(one.get("display")) for one in groups(group(concept).get("coding"))]
    return list(dict.fromkeys(one for one in (text(group(concept).get("text")), *shown) if one))


def wording(concept: object) -> str:
    """The first of its :func:`wordings`; empty where it has none."""
    return next(iter(wordings(concept)), "")


def day(value: object) -> PartialDate | None:
    """A date or dateTime, known as far as it is written. Of a time with a zone, the day as it stands there."""
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return PartialDate.parse(match[1]) if match else None
    except ValueError:
        return None


def exact_day(value: object) -> date | None:
    """The same where it is known to the day."""
    found = day(value)
    return found.earliest if found and found.exact else None


def number(value: object) -> Decimal | None:
    """A number that may be one of something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = Decimal(str(value))
    return found if found.is_finite() and abs(found) < _ABSURD else None


def whole(value: object) -> int | None:
    """A number without a fraction."""
    found = number(value)
    return int(found) if found is not None and found == int(found) else None
