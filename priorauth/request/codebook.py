"""The table of codes (``codes.yaml``), read once and asked by day of service, dose and line of business."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field, field_validator, model_validator

from priorauth.chart.codes import Hcpcs, ndc11
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.dates import ExactDay
from priorauth.logic.days import ONE_DAY, Stretch
from priorauth.medicines.model import Source
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

_FILE = Path(__file__).with_name("codes.yaml")

Convention: TypeAlias = Literal["visit_with_drug", "drug_and_visit"]
"""How a payer takes a drug that the practice bought: in one code with the visit, or apart from it."""

Tags = Annotated[tuple[str, ...], Field(min_length=1)]
"""The sources of an entry, by the tags under ``sources``."""


class DrugCode(Frozen):
    """A code of the drug alone, and the days of service for which it holds; both ends belong to it."""

    code: Hcpcs
    label: str
    mg_per_unit: Annotated[int, Field(ge=1)]
    start: ExactDay | None = Field(default=None, alias="from")
    until: ExactDay | None = None
    sources: Tags
    when_it_changes: str = ""
    """What to look out for where a request goes on after ``until``."""


class VisitWithDrugCode(Frozen):
    """A code of visit, drug and observation together, for doses up to or above a limit."""

    code: Hcpcs
    label: str
    up_to_mg: int | None = None
    over_mg: int | None = None
    sources: Tags

    def holds_for(self, dose_mg: int) -> bool:
        """Whether a session at this dose is billed with it."""
        return (self.up_to_mg is None or dose_mg <= self.up_to_mg) and (self.over_mg is None or dose_mg > self.over_mg)


class VisitFamily(Frozen):
    """The levels of an office visit. Which of them is billed, the visit's documentation decides."""

    label: str
    codes: Annotated[tuple[Hcpcs, ...], Field(min_length=1)]
    note: str = ""
    sources: Tags


class VisitFamilies(Frozen):
    """Office visits by whether the practice has seen the patient before."""

    new: VisitFamily
    established: VisitFamily

    @property
    def every(self) -> tuple[Hcpcs, ...]:
        """The codes of both."""
        return (*self.new.codes, *self.established.codes)


class Kit(Frozen):
    """A package with the devices for one session, or a single device."""

    strength_mg: Annotated[int, Field(ge=1)]
    ndc: str
    sources: Tags

    @field_validator("ndc")
    @classmethod
    def _labelled(cls, value: str) -> str:
        ndc11(value)
        return value

    @property
    def ndc11(self) -> str:
        """The eleven digits that a claim wants."""
        return ndc11(self.ndc)


class Standing(Frozen):
    """How far a way of asking and billing is known, in a word and in a sentence."""

    standing: Literal["known", "usual", "assumed"]
    note: str
    sources: Tags

    @property
    def certain(self) -> bool:
        """Whether it is known, not only usual or assumed."""
        return self.standing == "known"


class Habit(Standing):
    """How a line of business takes a drug that the practice bought."""

    convention: Convention


class Codebook(Frozen):
    """All of the table, checked against itself."""

    checked: ExactDay
    confirmed_until: ExactDay
    sources: dict[str, Source]
    drug_codes: Annotated[tuple[DrugCode, ...], Field(min_length=1)]
    visit_with_drug_codes: Annotated[tuple[VisitWithDrugCode, ...], Field(min_length=1)]
    visits: VisitFamilies
    beside_the_visit: str
    beside_the_visit_sources: Tags
    kits: Annotated[tuple[Kit, ...], Field(min_length=1)]
    device: Kit
    ndc_quantity: str
    ndc_quantity_sources: Tags
    lines_of_business: dict[LineOfBusiness, Habit]
    dispensed: dict[Benefit, Standing]
    places_of_service: dict[str, str]
    places_of_service_sources: Tags

    def drug_codes_in(self, service: Stretch) -> tuple[tuple[DrugCode, Stretch], ...]:
        """The drug codes that hold within ``service``, each with the days of it for which it does."""
        held = (
            (
                code,
                Stretch(max(service.first, code.start or service.first), min(service.last, code.until or service.last)),
            )
            for code in self.drug_codes
        )
        return tuple((code, days) for code, days in held if days.days)

    def visit_with_drug(self, dose_mg: int) -> VisitWithDrugCode:
        """The one code of visit and drug for a session at ``dose_mg``."""
        return next(one for one in self.visit_with_drug_codes if one.holds_for(dose_mg))

    def has_kit(self, strength_mg: int) -> bool:
        """Whether a kit of that strength is known."""
        return any(kit.strength_mg == strength_mg for kit in self.kits)

    def kit(self, strength_mg: int) -> Kit:
        """The kit for a session at ``strength_mg``: 56 or 84."""
        return next(kit for kit in self.kits if kit.strength_mg == strength_mg)

    @model_validator(mode="after")
    def _consistent(self) -> Codebook:
        for position, (before, after) in enumerate(zip(self.drug_codes, self.drug_codes[1:], strict=False)):
            if before.until is None or after.start != before.until + ONE_DAY:
                raise Flaw("must begin on the day after the code before it ends.", f"drug_codes[{position + 1}].from")
        if self.drug_codes[0].start or self.drug_codes[-1].until:
            raise Flaw("must leave no day without a code: the first has no from, the last no until.", "drug_codes")
        for dose in {kit.strength_mg for kit in self.kits}:
            if sum(one.holds_for(dose) for one in self.visit_with_drug_codes) != 1:
                raise Flaw(f"must hold just one code for {dose} mg.", "visit_with_drug_codes")
        told: tuple[tuple[str, set[str]], ...] = (
            ("lines_of_business", set(get_args(LineOfBusiness)) - self.lines_of_business.keys()),
            ("dispensed", set(get_args(Benefit)) - self.dispensed.keys()),
        )
        for where, missing in told:
            if missing:
                raise Flaw(f"says nothing about {', '.join(sorted(missing))}.", where)
        if unknown := self._cited() - self.sources.keys():
            raise Flaw(f"lacks what is cited: {', '.join(sorted(unknown))}.", "sources")
        return self

    def _cited(self) -> set[str]:
        entries: tuple[DrugCode | VisitWithDrugCode | VisitFamily | Kit | Standing, ...] = (
            *self.drug_codes,
            *self.visit_with_drug_codes,
            self.visits.new,
            self.visits.established,
            *self.kits,
            self.device,
            *self.lines_of_business.values(),
            *self.dispensed.values(),
        )
        general = (self.beside_the_visit_sources, self.ndc_quantity_sources, self.places_of_service_sources)
        return {tag for tags in (*(entry.sources for entry in entries), *general) for tag in tags}


def load(path: Path) -> Codebook:
    """The table in the file at ``path``.

    Raises:
        BadInput: the file does not parse, or contradicts itself.
    """
    return validated(Codebook, read(path))


@cache
def codebook() -> Codebook:
    """The table that comes with priorauth."""
    return load(_FILE)
