"""Codes as distinct types, so that a wrong one cannot pass in silence."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_ICD10CM = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")
_HCPCS = re.compile(r"([A-V]\d{4}|\d{4}[0-9FTU])$")


def _npi(value: str) -> str:
    """Ten digits, the last of which is Luhn's check digit over 80840 and the first nine (CMS, NPI check digit)."""
    if not re.fullmatch(r"[12]\d{9}", value):
        raise ValueError("must be ten digits, beginning with 1 or 2")
    total = 0
    for position, digit in enumerate(reversed(f"80840{value}")):
        doubled = int(digit) * (2 if position % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    if total % 10:
        raise ValueError("is not a valid NPI: its check digit does not fit. Compare it with the NPI registry")
    return value


def _icd10(value: str) -> str:
    if not _ICD10CM.match(value):
        raise ValueError("is not in the form of an ICD-10-CM code, such as F33.2")
    return value


def _hcpcs(value: str) -> str:
    if not _HCPCS.match(value):
        raise ValueError("is not in the form of a HCPCS or CPT code, such as J0013 or 99214")
    return value


def _tin(value: str) -> str:
    digits = value.replace("-", "")
    if not re.fullmatch(r"\d{9}", digits):
        raise ValueError("must be nine digits, as 12-3456789")
    return f"{digits[:2]}-{digits[2:]}"


def ndc11(ndc: str) -> str:
    """An NDC in the eleven digits a claim wants (5-4-2), from its labelled form with dashes.

    Raises:
        ValueError: not a labelled NDC (4-4-2, 5-3-2, 5-4-1 or 5-4-2).
    """
    parts = ndc.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        raise ValueError("is not an NDC with dashes, such as 50458-028-02")
    widths = tuple(len(part) for part in parts)
    if widths not in {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}:
        raise ValueError("is not an NDC with dashes, such as 50458-028-02")
    return parts[0].zfill(5) + parts[1].zfill(4) + parts[2].zfill(2)


def any_ndc(text: str) -> str:
    """An NDC in eleven digits, from these digits alone or from its labelled form with dashes.

    Raises:
        ValueError: it is neither. Ten digits without dashes may be any of three numbers.
    """
    bare = text.strip()
    if re.fullmatch(r"[0-9]{11}", bare):
        return bare
    if re.fullmatch(r"[0-9]{10}", bare):
        raise ValueError("is an NDC of ten digits without dashes, which can be read in three ways. Write its dashes")
    return ndc11(bare)


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


Npi = Annotated[str, AfterValidator(_npi)]
"""A National Provider Identifier."""

Ndc = Annotated[str, AfterValidator(any_ndc)]
"""A National Drug Code, kept as eleven digits."""

Tin = Annotated[str, AfterValidator(_tin)]
"""A taxpayer identification number, kept as 12-3456789."""

Icd10 = Annotated[str, BeforeValidator(_upper), AfterValidator(_icd10)]
"""An ICD-10-CM code with its dot."""

Hcpcs = Annotated[str, BeforeValidator(_upper), AfterValidator(_hcpcs)]
"""A HCPCS level II or CPT code."""

SPRAVATO_CODES = frozenset({"G2082", "G2083", "J0013", "S0013"})
"""Codes that mean Spravato and nothing else (``request/codes.yaml`` has them with their sources)."""
