"""What the reference of medicines says of each medicine. Every number names the source it was read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from priorauth.model import Frozen

Use: TypeAlias = Literal["antidepressant", "augmentation", "stimulant", "other"]
"""What a medicine can count as. ``other``: it is often listed among trials and is none."""

Group: TypeAlias = Literal["SSRI", "SNRI", "TCA", "MAOI", "bupropion", "mirtazapine", "serotonin modulator", "other"]
"""The classes that payers count in. They are not pharmacology's: bupropion and mirtazapine stand alone."""

Augmentation: TypeAlias = Literal[
    "second_generation_antipsychotic", "lithium", "thyroid_hormone", "buspirone", "antidepressant", "other"
]
"""The kinds of augmentation that payers tell apart."""

Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Dose: TypeAlias = Annotated[Decimal, Field(gt=0)]
Names: TypeAlias = tuple[Annotated[str, Field(min_length=1)], ...]


def _own_id(data: dict[str, Any]) -> str:
    return str(data["id"])


class Source(Frozen):
    """Where a fact was read, and how far to trust it."""

    title: str
    url: str | None = None
    trust: Literal["strong", "moderate", "weak"]
    note: str = ""

    @property
    def weak(self) -> bool:
        """Not to be quoted before someone has verified it."""
        return self.trust == "weak"


class Cited(Frozen):
    """A fact with the tag of the source it was read in."""

    source: str


class DoseRule(Cited):
    """A named answer to the question from which daily dose a trial is adequate."""

    title: str
    use: Literal["antidepressant", "augmentation"] = Field(alias="for")
    meaning: str
    caveat: str


class Figure(Cited):
    """One dose, in the unit of the medicine or formulation it stands under."""

    dose: Dose
    note: str = ""


class Limit(Figure):
    """The usual highest dose. ``over_60``: for people older than 60 years."""

    when: Literal["usual", "inpatient", "over_60"] = "usual"


class Level(Cited):
    """The serum level that proves a trial better than its dose does."""

    low: Dose
    high: Dose
    unit: str
    note: str = ""


class LowDoseUse(Cited):
    """A use at doses too low to treat depression, in the unit of the medicine."""

    low: Dose
    high: Dose
    purpose: str = Field(alias="for")


class Note(Cited):
    """Something to know that is no number."""

    text: str


class RxCui(Frozen):
    """RxNorm's identifiers of the active ingredients. ``verify``: look them up before they are sent anywhere."""

    codes: tuple[Annotated[str, Field(pattern=r"^[0-9]+$")], ...] = ()
    sources: tuple[str, ...] = ()
    verify: bool = False


class Atc(Cited):
    """The code of the World Health Organization's classification for this one substance."""

    code: Annotated[str, Field(pattern=r"^[A-Z]\d{2}[A-Z]{2}\d{2}$")]


def _tags(*groups: Iterable[Cited]) -> Iterator[str]:
    return (item.source for group in groups for item in group)


class Formulation(Frozen):
    """A release form or salt whose numbers differ. What it leaves out, it has from its medicine."""

    id: Id
    name: str
    brands: Names = ()
    former_brands: Names = ()
    salts: Names = ()
    releases: Names = ()
    """The letters that tell it from the others: XR, SR ..."""
    uses: tuple[Use, ...] | None = None
    unit: str | None = None
    minimum: dict[str, Figure] | None = None
    maximum: tuple[Limit, ...] | None = None
    notes: tuple[Note, ...] = ()

    def cited(self) -> Iterator[str]:
        """The tags of all sources that this formulation cites."""
        yield from _tags((self.minimum or {}).values(), self.maximum or (), self.notes)


class Medicine(Frozen):
    """One medicine: its names, what it counts as, and its doses by named rule."""

    id: Id
    name: str = Field(default_factory=_own_id)
    brands: Names = ()
    former_brands: Names = ()
    """No longer sold; charts still say them."""
    salts: Names = ()
    releases: Names = ()
    """Letters like ER that may follow the name without a change of the numbers."""
    also: Names = ()
    """Other names, abbreviations and common misspellings."""
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]
    augments_as: Augmentation | None = None
    pharmacologic_class: str = Field(alias="class")
    group: Group
    moiety: Id = Field(default_factory=_own_id)
    """Trials of one moiety count once: brand, generic, salt, IR and XR are the same medicine."""
    related_to: tuple[Id, ...] = ()
    """Medicines of another moiety that some reviewers take for the same treatment, as citalopram and escitalopram."""
    counts_as: Id | None = None
    """The one component of a combination that counts."""
    measured_as: str = ""
    """Of a combination: the component that the doses are milligrams of."""
    rxcui: RxCui
    atc: Atc | None = None
    route: Literal["oral", "transdermal", "nasal", "parenteral"] = "oral"
    marketed_us: Literal["yes", "no", "unsure"] = "yes"
    unit: str = "mg/day"
    minimum: dict[str, Figure] = Field(default_factory=dict)
    """The least adequate dose, by the id of the rule that says so."""
    maximum: tuple[Limit, ...] = ()
    level: Level | None = None
    low_dose_uses: tuple[LowDoseUse, ...] = ()
    formulations: tuple[Formulation, ...] = ()
    notes: tuple[Note, ...] = ()

    def cited(self) -> Iterator[str]:
        """The tags of all sources that this medicine and its formulations cite."""
        levels = (self.level,) if self.level else ()
        yield from _tags(self.minimum.values(), self.maximum, levels, self.low_dose_uses, self.notes)
        yield from self.rxcui.sources
        yield from _tags([self.atc] if self.atc else [])
        for formulation in self.formulations:
            yield from formulation.cited()
