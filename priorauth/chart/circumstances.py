"""What a request may be besides a first one: a change, an exception, a gap in the network, one for the past."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Id, Item, Shown, Text
from priorauth.model import Frozen

Frequency = Literal["twice_weekly", "weekly", "every_2_weeks", "every_4_weeks"]

FREQUENCIES: dict[Frequency, str] = {
    "twice_weekly": "twice weekly",
    "weekly": "once weekly",
    "every_2_weeks": "every two weeks",
    "every_4_weeks": "every four weeks",
}
"""Each frequency in words."""


class GivenNow(Frozen):
    """Dose and frequency as they are, where the request is for others."""

    dose_mg: Literal[28, 56, 84]
    frequency: Frequency
    since: ExactDay | None = None

    @field_validator("dose_mg", mode="before")
    @classmethod
    def _as_number(cls, given: Any) -> Any:
        return int(given) if isinstance(given, str) and given.isdecimal() else given


Ground = Literal["contraindicated", "expected_ineffective", "failed_before", "same_class_failed", "stable_on_requested"]

GROUNDS: dict[Ground, str] = {
    "contraindicated": "the required medicine is contraindicated or likely to do harm",
    "expected_ineffective": "I expect the required medicine to be ineffective, from what is known of the patient",
    "failed_before": "the patient has tried the required medicine, and it failed",
    "same_class_failed": "the patient has tried a medicine of the same class, and it failed",
    "stable_on_requested": "the patient is stable on the requested medicine",
}
"""Each ground in words that fit after "because". What is expected is the prescriber's judgement; the rest are facts."""


class StepException(Frozen):
    """What the payer's step therapy or formulary wants first, and why it should not."""

    required: Text
    """What the payer requires, in its own words."""
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1)]
    because: Text | None = None
    """The prescriber's own words."""


class NetworkGap(Frozen):
    """A search of the payer's network for certified sites within reach."""

    searched_on: ExactDay
    by: Text
    within_miles: Annotated[int, Field(ge=1, le=500)] | None = None
    nearest: Text | None = None
    """The nearest certified site in the network, if there is one."""
    nearest_miles: Annotated[int, Field(ge=0, le=5000)] | None = None
    """How far it is."""
    why_not_there: Text | None = None
    """Why treatment is not possible at that site, in the practice's words."""


class Retroactive(Frozen):
    """Why authorization was not asked for before the service."""

    reason: Literal[
        "coverage_not_known", "retroactive_eligibility", "emergency", "payer_error", "authorization_lapsed", "other"
    ]
    found_on: ExactDay | None = None
    """When the practice learned that authorization was missing."""
    window_days: Annotated[int, Field(ge=1, le=730)] | None = None
    """Within how many days of the service the payer takes such requests, as it told."""
    told: Text | None = None
    """What happened, in the practice's words."""


class Question(Frozen):
    """One of a payer's numbered questions, with its answer."""

    asked: Text
    """In the payer's own words."""
    answer: Text | None = None
    by: Text | None = None
    """Who answers for it."""
    shown_in: tuple[Shown, ...] = ()


class InformationRequest(Item):
    """A payer's letter that asks for more before it decides."""

    id_begins = "information-request"
    payer: Id
    on: ExactDay
    due: ExactDay | None = None
    reference: Text | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by payer and day."""
        return [str(given.get("payer") or ""), str(given.get("on") or "")]
