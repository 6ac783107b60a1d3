"""Rating scales: what each instrument can say, and what was scored when."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from priorauth.chart.dates import ExactDay
from priorauth.chart.episode import Severity
from priorauth.chart.item import Item, Text
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

InstrumentName = Literal["PHQ-9", "MADRS", "HAM-D17", "QIDS-SR16", "QIDS-C16", "BDI-II", "GAD-7", "PCL-5", "CGI-S"]
"""Instrument and version: HAM-D17 and HAM-D24, or QIDS by patient and by clinician, are different instruments."""


class Items(Frozen):
    """The items of an instrument: how many, the highest answer, and which one asks about suicide."""

    count: int
    highest: int
    suicide: int | None = None


class ScaleSource(Frozen):
    """Where a number about an instrument comes from."""

    title: str
    url: str | None = None
    trust: Literal["strong", "moderate", "weak"]


class Instrument(Frozen):
    """A rating scale."""

    name: str
    highest: int
    lowest: int = 0
    items: Items | None = None
    bands: dict[Severity, int]
    other_bands: dict[Severity, int] = {}
    """A second set of bands in use, where there is one."""
    below: Text = "below mild"
    """What the source calls a total under the mildest band, where it has a word for it."""
    bands_source: str
    bands_note: str | None = None
    loinc_total: str | None = None
    loinc_source: str | None = None
    rated_by: Literal["patient", "clinician"]
    measures: Literal["depression", "anxiety", "PTSD"] = "depression"

    def severity(self, total: int) -> Severity | None:
        """The band in which ``total`` lies; ``None`` below the mildest."""
        return _band(self.bands, total)

    def severities(self, total: int) -> tuple[Severity | None, ...]:
        """The band by each set of bands in use, each once."""
        sets = [self.bands, self.other_bands] if self.other_bands else [self.bands]
        return tuple(dict.fromkeys(_band(bands, total) for bands in sets))

    def begins(self, level: Severity) -> tuple[int, ...]:
        """The lowest totals that are at least as severe as ``level``, by each set of bands in use."""
        sets = [self.bands, self.other_bands] if self.other_bands else [self.bands]
        reached = LEVELS[LEVELS.index(level) :]
        return tuple(dict.fromkeys(min(bands[name] for name in reached if name in bands) for bands in sets))

    def spoken_severity(self, total: int) -> str:
        """ "severe", or "severe or moderate, by the bands used"; empty for an instrument without bands."""
        if not self.bands:
            return ""
        told = [(band or self.below).replace("_", " ") for band in self.severities(total)]
        return told[0] if len(told) == 1 else f"{' or '.join(told)}, by the bands used"


LEVELS: tuple[Severity, ...] = ("mild", "moderate", "moderately_severe", "severe")
"""From the mildest up."""


def _band(bands: dict[Severity, int], total: int) -> Severity | None:
    reached: list[Severity] = [name for name, lowest in bands.items() if total >= lowest]
    return reached[-1] if reached else None


class ScoresOfATrial(Frozen):
    """How far from a trial's own days a score may have been taken and still be the one before it, or after it."""

    before_start_days: int
    before_start_source: str
    into_first_week_days: int
    after_end_days: int


class Instruments(Frozen):
    """The table of instruments with its sources."""

    sources: dict[str, ScaleSource]
    of_a_trial: ScoresOfATrial
    instruments: dict[InstrumentName, Instrument]


@cache
def instruments() -> Instruments:
    """The table that comes with the package (``instruments.yaml``)."""
    return validated(Instruments, read(Path(__file__).with_name("instruments.yaml")))


class Score(Item):
    """One rating on one day."""

    id_begins = "score"
    instrument: InstrumentName
    on: ExactDay
    total: int
    items: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """The answers in the instrument's order, where they are known."""
    rater: Text | None = None
    baseline: bool = False
    """Taken before the first dose of the treatment asked for, as its baseline."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by instrument and day."""
        return [str(given.get("instrument") or ""), str(given.get("on") or "")]

    @property
    def suicide_item(self) -> int | None:
        """The answer to the instrument's question about suicide, if the items are known."""
        asked = instruments().instruments[self.instrument].items
        return self.items[asked.suicide - 1] if asked and asked.suicide and self.items else None

    @model_validator(mode="after")
    def _in_range(self) -> Score:
        table = instruments().instruments[self.instrument]
        if not table.lowest <= self.total <= table.highest:
            raise Flaw(f"must lie between {table.lowest} and {table.highest} for {self.instrument}.", "total")
        if not self.items:
            return self
        if table.items is None:
            raise Flaw(f"are not kept for {self.instrument}. Give the total only.", "items")
        if len(self.items) != table.items.count:
            raise Flaw(f"must be {table.items.count} answers for {self.instrument}, not {len(self.items)}.", "items")
        if any(answer > table.items.highest for answer in self.items):
            raise Flaw(f"must each lie between 0 and {table.items.highest} for {self.instrument}.", "items")
        if sum(self.items) != self.total:
            raise Flaw(
                f"add up to {sum(self.items)}, but the total says {self.total}. Compare both with the sheet.", "items"
            )
        return self
