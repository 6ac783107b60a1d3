"""Doses of a named medicine: the least adequate one by each rule, the usual highest one, and the range of the rules.

Rules disagree (venlafaxine: 150 mg by one, 75 mg by another) and are never merged: a range keeps every number with
the name of its rule, so that a dose between two of them can be told as what it is, open to dispute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from priorauth.chart.trials import Course, CurrentMedicine
from priorauth.medicines.model import Figure, LowDoseUse
from priorauth.medicines.reference import Named, reference


@dataclass(frozen=True, slots=True)
class DoseNumber:
    """One dose with its unit, the rule and source it comes from, and whether that source is too weak to be quoted."""

    value: Decimal
    unit: str
    rule: str
    source: str
    weak: bool
    note: str

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}"


class DoseRange(NamedTuple):
    """The least and the greatest number over several rules, and all of them; None and None where no rule has one."""

    low: Decimal | None
    high: Decimal | None
    numbers: tuple[DoseNumber, ...]


def minimum_dose(named: Named, rule: str) -> DoseNumber | None:
    """The least adequate dose by ``rule``, an id under ``dose_rules`` in the reference; None if it has no number."""
    figure = named.minimum.get(rule)
    return _number(named, rule, figure) if figure else None


def dose_range(named: Named, rules: Iterable[str]) -> DoseRange:
    """The least adequate doses by each of ``rules``, and the range that they span."""
    numbers = tuple(number for rule in rules if (number := minimum_dose(named, rule)))
    values = [number.value for number in numbers]
    return DoseRange(min(values, default=None), max(values, default=None), numbers)


def maximum_dose(named: Named, when: Literal["usual", "inpatient", "over_60"] = "usual") -> DoseNumber | None:
    """The usual highest dose: the one for inpatients or people older than 60 where there is one, else the usual one."""
    limits = {limit.when: limit for limit in named.maximum}
    limit = limits.get(when) or limits.get("usual")
    return _number(named, "maximum", limit) if limit else None


def low_dose_use(named: Named, dose: Decimal) -> LowDoseUse | None:
    """The use that so low a dose is for instead of depression, where one is known: trazodone 50 mg is for sleep."""
    return next((use for use in named.medicine.low_dose_uses if dose <= use.high), None)


def against_depression(taken: Course | CurrentMedicine) -> bool | None:
    """Whether a medicine is taken against depression.

    ``None`` where that is only supposed, because nothing is said, and so low a dose is one for another use.
    """
    if taken.purpose != "depression":
        return False
    named = reference().known(taken.medicine)
    dose = taken.highest_dose if isinstance(taken, Course) else taken.dose
    doubtful = named is not None and dose is not None and low_dose_use(named, dose) is not None
    return None if doubtful and "purpose" not in taken.model_fields_set else True


def _number(named: Named, rule: str, figure: Figure) -> DoseNumber:
    return DoseNumber(figure.dose, named.unit, rule, figure.source, named.sources[figure.source].weak, figure.note)
