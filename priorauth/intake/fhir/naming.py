"""Which medicine of the reference a resource means, and of what strength: by its codes, else by its name.

RxNorm's ingredient and the substance of the ATC are in the reference. An NDC is the number of a package: what it holds
the practice's profile says, for no directory of them comes with the program. What tells of two medicines is taken for
neither.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from priorauth.chart.codes import any_ndc
from priorauth.intake.fhir.values import ATC, NDC, RXNORM, Json, all_codes, codes, wordings
from priorauth.medicines.reference import Named, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from priorauth.medicines.model import Medicine

_STRENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*MG\b(?!\s*/)", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\[[^\]]*\]|\b\d+(?:\.\d+)?\s*(?:MG|MCG|ML|HR)\b(?:/\w+)?|\b(?:oral|nasal|spray|solution|product|pill)\b",
    re.IGNORECASE,
)
_BRAND = re.compile(r"\[([^\]]+)\]")
_BESIDE = re.compile(r"([^()]+)\(([^()]+)\)([^()]*)")


@dataclass(frozen=True, slots=True)
class Meant:
    """A medicine as the source names it."""

    written: str
    """In the source's words, or its code where it has no words."""
    named: Named | None
    """What that is in the reference; ``None`` for a medicine that is not in it."""
    strength: Decimal | None
    """Milligrams in a unit, where the name tells one and no more."""
    disagreeing: bool = False
    """Its code is of one medicine, and its name of another."""


def meant(concept: Json, ndc: Mapping[str, str] | None = None) -> Meant:
    """The medicine of a CodeableConcept; ``ndc``: what a package holds, by the eleven digits of its number."""
    said = wordings(concept)
    written = next(iter(said), "") or ", ".join(sorted(all_codes(concept)))
    said = [*said, *_packages(concept, ndc or {})]
    coded = {one.id: one for code in codes(concept, RXNORM) if (one := _ingredients().get(code))}
    coded |= {one.id: one for code in codes(concept, ATC) if (one := _substances().get(code.upper()))}
    by_name = {found.medicine.id: found for one in said if (found := _by_name(one))}
    if len(coded) > 1 or len(by_name) > 1 or (coded and by_name and coded.keys() != by_name.keys()):
        return Meant(written, None, None, disagreeing=True)
    found = next(iter(by_name.values()), None)
    if found is None and coded:
        found = reference().known(next(iter(coded.values())).name)
    # In a text that is more than the name, the milligrams may be what is taken, and not what is in a tablet.
    strengths = {Decimal(number) for one in said if _by_name(one) for number in _STRENGTH.findall(one)}
    combined = any(" / " in one for one in said)
    return Meant(written, found, strengths.pop() if len(strengths) == 1 and not combined else None)


def mentioned(said: str) -> list[str]:
    """Medicines of the reference that are named among other words, so that nobody can tell what is said of them."""
    names = (found.name for word in re.findall(r"[^\W\d_]{4,}", said) if (found := reference().known(word)))
    return list(dict.fromkeys(names))


def _packages(concept: Json, ndc: Mapping[str, str]) -> Iterator[str]:
    for code in codes(concept, NDC):
        with suppress(ValueError):  # a number that can be read in several ways is none
            if (number := any_ndc(code)) in ndc:
                yield ndc[number]


def _by_name(said: str) -> Named | None:
    """What a name means: as it stands, without strength and dose form, or by the brand in RxNorm's brackets.

    Some records write a brand in parentheses behind the substance, and the form behind that.
    """
    plain = " ".join(_NO_NAME.sub(" ", said).split())
    brand = _BRAND.search(said)
    for one in (said, plain, brand[1] if brand else "", _BESIDE.sub(r"\1 \3 (\2)", plain)):
        if one and (found := reference().known(one)):
            return found
    return None


@cache
def _substances() -> dict[str, Medicine]:
    """The medicines by the code of the ATC for their one substance."""
    return {one.atc.code: one for one in reference().each() if one.atc}


@cache
def _ingredients() -> dict[str, Medicine]:
    """The medicines by the RxNorm identifier of their one ingredient; what needs two, no single code names."""
    alone = [one for one in reference().each() if len(one.rxcui.codes) == 1 and not one.rxcui.verify]
    often = Counter(one.rxcui.codes[0] for one in alone)
    return {one.rxcui.codes[0]: one for one in alone if often[one.rxcui.codes[0]] == 1}
