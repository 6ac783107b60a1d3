"""A medicine as the chart names it, with RxNorm's code of its ingredient where the reference is sure of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.exchange.values import Json, coding, concept
from priorauth.intake.fhir.values import RXNORM
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from decimal import Decimal


def medicine(name: str, strength_mg: Decimal | None = None) -> Json:
    """The medicine; with a strength, in the words that RxNorm uses for one: "sertraline 50 MG"."""
    strength = f" {strength_mg.normalize():f} MG" if strength_mg is not None else ""
    named = reference().known(name)
    sure = named is not None and len(named.medicine.rxcui.codes) == 1 and not named.medicine.rxcui.verify
    return concept(name + strength, *([coding(RXNORM, named.medicine.rxcui.codes[0])] if named and sure else []))
