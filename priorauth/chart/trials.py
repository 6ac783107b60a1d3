"""What was taken: trials of antidepressants, augmentation, current medicines.

A dose is the total of a day in milligrams. ``end`` is the last day taken.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from priorauth.chart.dates import Day, ExactDay, PartialDate
from priorauth.chart.item import Answered, Id, Item, Text, year_of
from priorauth.model import Frozen
from priorauth.reading import Flaw

Response = Literal["none", "worse", "partial", "inadequate", "response", "remission", "unknown"]
"""What the clinician noted: ``inadequate`` is a failure of a degree not said; ``unknown`` is asked and not known."""

EndReason = Literal[
    "lack_of_effect",
    "partial_effect",
    "loss_of_effect",
    "side_effects",
    "contraindicated_later",
    "cost_or_access",
    "patient_choice",
    "non_adherence",
    "pregnancy",
    "improved",
    "other",
]


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


EndReasons = Annotated[
    tuple[EndReason, ...],
    BeforeValidator(_one_or_many, json_schema_input_type=EndReason | tuple[EndReason, ...]),
]
"""One reason, or a list of them."""


def _milligrams(value: object) -> object:
    if isinstance(value, str):
        text = re.sub(r"\s*mg(\s*(/|per|a)\s*(day|d|24\s*h))?\s*$", "", value.strip(), flags=re.IGNORECASE)
        micrograms = re.sub(r"\s*(mcg|[µμ]g)$", "", text, flags=re.IGNORECASE)
        try:
            value = Decimal(micrograms.replace(",", "")) / (1 if micrograms == text else 1000)
        except InvalidOperation:
            value = Decimal("NaN")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError('is not a dose of a day, such as "20 mg" or "25 mcg"')
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if value <= 0:
            raise ValueError("must be more than 0 mg. A time without the medicine belongs under interruptions")
        if value >= _NOBODY_TAKES:
            raise ValueError(f"must be less than {_NOBODY_TAKES:,} mg a day")
    return value


_NOBODY_TAKES = 20_000
"""Milligrams of one medicine in a day: whoever writes as many has slipped."""


Milligrams = Annotated[
    Decimal,
    BeforeValidator(_milligrams),
    WithJsonSchema({"type": ["string", "number"], "description": "total of a day, as 20 mg"}),
]


class Step(Frozen):
    """A dose from a day on, until the next step or the end."""

    dose: Milligrams
    start: Day = Field(alias="from")


class Interruption(Frozen):
    """Days without the medicine inside a trial; ``until`` is the last such day."""

    start: Day = Field(alias="from")
    until: Day

    @model_validator(mode="after")
    def _in_order(self) -> Interruption:
        if self.until.latest < self.start.earliest:
            raise Flaw("is before from.", "until")
        return self


class Ongoing(Frozen):
    """Still taken on a day. What came after that day is only possible."""

    ongoing_as_of: ExactDay


def ran_beyond(end: PartialDate | str | Ongoing | None, day: date) -> bool:
    """Whether something with this ``end`` certainly went on after ``day``."""
    match end:
        case PartialDate(earliest=last) | Ongoing(ongoing_as_of=last):
            return last > day
        case _:
            return False


def ends_before(end: PartialDate | str | Ongoing | None, start: PartialDate | None) -> bool:
    """Whether something that began on ``start`` would have ended before that."""
    match end:
        case PartialDate(latest=last) | Ongoing(ongoing_as_of=last):
            return start is not None and last < start.earliest
        case _:
            return False


class Adherence(Frozen):
    """How much of it was taken, in percent of the days, and how that is known."""

    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    adequate: Answered | None = None
    """The clinician's word, where no percentage is known."""
    source: Literal["stated", "pill_count", "blood_level"] = "stated"


class AdverseEffect(Frozen):
    """An unwanted effect of a medicine."""

    effect: Text
    on: Day | None = None
    dose_limiting: Answered | None = None
    severity: Literal["mild", "moderate", "severe"] | None = None


class Course(Item):
    """A medicine taken over time."""

    id_begins = "trial"
    medicine: Text
    """Generic or brand name."""
    start: Day | None = None
    end: Day | Literal["unknown"] | Ongoing
    """The last day taken, ``unknown``, or ``{ongoing_as_of: day}``."""
    constant_dose: Milligrams | None = None
    """The one dose of the whole time."""
    max_dose: Milligrams | None = None
    """The highest dose, for an unknown part of the time."""
    steps: tuple[Step, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    adherence: Adherence | None = None
    score_before: Id | None = None
    score_after: Id | None = None
    improvement_percent: Annotated[int, Field(ge=-500, le=100)] | None = None
    """As the clinician stated it; below zero is worsening."""
    response: Response | None = None
    ended_because: EndReasons = ()
    ended_because_text: Text | None = None
    """In the chart's own words."""
    highest_tolerated: Answered | None = None
    """Whether the highest dose was the highest the patient tolerated."""
    not_raised_because: Text | None = None
    adverse_effects: tuple[AdverseEffect, ...] = ()
    serum_level: Text | None = None
    episode: Literal["current", "earlier"] | None = None
    purpose: Literal["depression", "sleep", "pain", "anxiety", "smoking", "other"] = "depression"
    therapy_changed: Answered | None = None
    """Whether it led to a change of treatment."""
    prescribed_by: Text | None = None
    """A former prescriber, if it was not this practice."""
    dispensed_by: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the medicine and the year it began."""
        return [str(given.get("medicine") or ""), year_of(given, "start")]

    def known_on(self, day: date) -> Self | None:
        """What went on after ``day`` was under way then: how it came out, and what came later, was not known."""
        if super().known_on(day) is None or not ran_beyond(self.end, day):
            return super().known_on(day)
        return self.model_copy(
            update={
                **_KNOWN_AT_THE_END,
                "end": Ongoing(ongoing_as_of=day),
                "steps": tuple(step for step in self.steps if step.start.earliest <= day),
                "interruptions": tuple(gap for gap in self.interruptions if gap.start.earliest <= day),
                "adverse_effects": tuple(one for one in self.adverse_effects if one.on and one.on.earliest <= day),
            }
        )

    @property
    def ongoing(self) -> bool:
        """Whether the chart says it is still taken."""
        return isinstance(self.end, Ongoing)

    def told_until(self, day: date) -> date:
        """The last day up to ``day`` that can change what is known of it: after its end nothing does."""
        return self.end.latest if isinstance(self.end, PartialDate) and self.end.latest < day else day

    @property
    def highest_dose(self) -> Decimal | None:
        """The highest daily dose the chart names, in milligrams."""
        given = [
            dose
            for dose in (self.constant_dose, self.max_dose, *(step.dose for step in self.steps))
            if dose is not None
        ]
        return max(given, default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Course:
        if sum((self.constant_dose is not None, self.max_dose is not None, bool(self.steps))) > 1:
            raise Flaw("says the dose in more than one way. Keep one of constant_dose, max_dose and steps.")
        last = (
            self.end.ongoing_as_of
            if isinstance(self.end, Ongoing)
            else self.end.latest
            if isinstance(self.end, PartialDate)
            else None
        )
        if ends_before(self.end, self.start):
            raise Flaw("is before start.", "end")
        for earlier, later in zip(self.steps, self.steps[1:], strict=False):
            if later.start.latest < earlier.start.earliest:
                raise Flaw("must be in the order of their dates.", "steps")
            if later.start.exact and later.start == earlier.start:
                raise Flaw(f"say two doses from the same day, {later.start}. Keep the total of that day.", "steps")
        if self.start and self.steps and self.steps[0].start.latest < self.start.earliest:
            raise Flaw("begin before start.", "steps")
        if self.steps and last and last < self.steps[-1].start.earliest:
            raise Flaw("begin after end.", "steps")
        return self

    @model_validator(mode="after")
    def _interrupted_while_taken(self) -> Course:
        match self.end:
            case PartialDate(latest=last) | Ongoing(ongoing_as_of=last):
                pass
            case _:
                last = date.max
        for place, gap in enumerate(self.interruptions):
            if self.start and gap.start.latest < self.start.earliest:
                raise Flaw("begins before start.", f"interruptions[{place}]")
            if last < gap.until.earliest:
                raise Flaw("goes on after end.", f"interruptions[{place}]")
        for one, other in combinations(self.interruptions, 2):
            if max(one.start.latest, other.start.latest) <= min(one.until.earliest, other.until.earliest):
                both = f"{one.start} to {one.until} and {other.start} to {other.until}"
                raise Flaw(f"overlap: {both}. Write them as one, or correct their days.", "interruptions")
        return self


_KNOWN_AT_THE_END: dict[str, Any] = {
    "adherence": None,
    "improvement_percent": None,
    "response": None,
    "ended_because": (),
    "ended_because_text": None,
    "highest_tolerated": None,
    "not_raised_because": None,
    "therapy_changed": None,
}
"""What is told of a whole course, and so not known while it goes on."""


class Trial(Course):
    """An antidepressant."""

    combined_with: tuple[Id, ...] = ()
    """Other trials or augmentations taken at the same time on purpose."""


class Augmentation(Course):
    """An agent added to an antidepressant to strengthen it."""

    id_begins = "augmentation"
    alongside: Id | None = None
    """The antidepressant trial it was added to."""


class Contraindicated(Item):
    """A medicine that this patient must not be given, whether or not it was ever tried."""

    id_begins = "contraindicated"
    medicine: Text
    because: Text
    """The reason, as the chart has it."""
    on: ExactDay | None = None
    """The day this was recorded."""
    by: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the medicine."""
        return [str(given.get("medicine") or "")]


class CurrentMedicine(Item):
    """A medicine the patient takes now and is to go on taking."""

    id_begins = "current"
    medicine: Text
    dose: Milligrams | None = None
    since: Day | None = None
    unchanged_since: Day | None = None
    """Since when the dose has been the same."""
    as_of: ExactDay
    purpose: Literal["depression", "sleep", "pain", "anxiety", "blood_pressure", "other"] = "depression"
    continues: Answered | None = None
    """Whether it is to be continued with the treatment asked for."""
    change: Literal["started", "optimized", "unchanged"] | None = None
    """What is done with it for the treatment asked for."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by the medicine."""
        return [str(given.get("medicine") or "")]
