"""What was given, dispensed and authorized so far: sessions, pharmacy fills, authorizations; and the exhibits."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Answered, Id, Item, Text
from priorauth.model import Form, Frozen
from priorauth.reading import Flaw

ClockTime = Annotated[str, Form(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day, as 09:05 or 14:30")]


class Reading(Frozen):
    """A blood pressure within a session, in mmHg."""

    systolic: Annotated[int, Field(ge=50, le=300)]
    diastolic: Annotated[int, Field(ge=20, le=200)]


class Session(Item):
    """One administration of esketamine."""

    id_begins = "session"
    on: ExactDay
    dose_mg: Literal[28, 56, 84]
    supply: Literal["practice_stock", "specialty_pharmacy", "sample", "manufacturer"] | None = None
    pressure_before: Reading | None = None
    pressure_at_40_minutes: Reading | None = None
    pressure_at_discharge: Reading | None = None
    oximetry: Answered | None = None
    started_at: ClockTime | None = None
    left_at: ClockTime | None = None
    adverse_events: tuple[Text, ...] = ()
    monitoring_form_sent: ExactDay | None = None

    @model_validator(mode="before")
    @classmethod
    def _dose_as_number(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("dose_mg"), str) and given["dose_mg"].isdecimal():
            return {**given, "dose_mg": int(given["dose_mg"])}
        return given

    @model_validator(mode="after")
    def _leaves_after_start(self) -> Session:
        if self.started_at and self.left_at and self.left_at <= self.started_at:
            raise Flaw("is not after started_at.", "left_at")
        if self.monitoring_form_sent and self.monitoring_form_sent < self.on:
            raise Flaw("is before the session.", "monitoring_form_sent")
        return self


class Fill(Item):
    """One dispensing of a medicine, as a pharmacy or the insurer's claims have it."""

    id_begins = "fill"
    medicine: Text
    on: ExactDay
    days_supply: Annotated[int, Field(ge=1, le=400)]
    quantity: Annotated[Decimal, Field(gt=0)] | None = None
    strength_mg: Annotated[Decimal, Field(gt=0)] | None = None
    pharmacy: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by medicine and day."""
        return [str(given.get("medicine") or ""), str(given.get("on") or "")]


class Authorization(Item):
    """An earlier authorization."""

    id_begins = "authorization"
    payer: Id
    product: Text
    number: Text | None = None
    start: ExactDay = Field(alias="from")
    until: ExactDay
    units: Annotated[int, Field(ge=1)] | None = None
    code: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by payer and first day."""
        return [str(given.get("payer") or ""), str(given.get("from") or "")]

    @model_validator(mode="after")
    def _in_order(self) -> Authorization:
        if self.until < self.start:
            raise Flaw("is before from.", "until")
        return self


DenialReason = Literal[
    "criteria_not_met",
    "number_of_trials",
    "step_therapy",
    "trial_too_short",
    "investigational",
    "oral_antidepressant",
    "wrong_indication",
    "quantity",
    "no_response",
    "diagnosis_code",
    "severity",
    "rems",
    "prescriber",
    "substance_use",
    "vascular_risk",
    "psychotherapy",
    "neuromodulation_first",
    "wrong_benefit",
    "code_mismatch",
    "no_authorization",
    "site",
    "missing_documents",
    "other",
]


class Denial(Item):
    """A payer's refusal of an earlier request."""

    id_begins = "denial"
    payer: Id
    product: Text
    on: ExactDay
    number: Text | None = None
    reason: Text | None = None
    """In the payer's own words."""
    reviewer: Text | None = None
    of: Literal["request", "first_level_appeal", "second_level_appeal"] = "request"
    """What was refused: the request, or an appeal against that."""
    final: Answered | None = None
    """Whether the notice says that it is the plan's final decision: a review by others comes next."""
    kinds: tuple[DenialReason, ...] = ()
    """Of which kinds the reason is, as the practice reads it: each has an answer of its own."""
    criteria: tuple[Text, ...] = ()
    """The criteria that the payer says are not met, by their ids in its policy."""
    appeal_by: ExactDay | None = None
    """The last day for an appeal that the notice itself names."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by payer and day."""
        return [str(given.get("payer") or ""), str(given.get("on") or "")]

    @model_validator(mode="after")
    def _leaves_time(self) -> Denial:
        if self.appeal_by and self.appeal_by < self.on:
            raise Flaw("is before the denial itself.", "appeal_by")
        return self


Coordinate = Annotated[Decimal, Field(ge=0, le=14400)]
ExhibitKind = Literal[
    "chart_note",
    "scale_sheet",
    "pharmacy_record",
    "lab",
    "rems_form",
    "hospital_record",
    "therapy_note",
    "insurance_card",
    "decision_letter",
    "other",
]
"""In the order in which a packet usually has them."""


class Redaction(Frozen):
    """What must not be seen of an exhibit: a place on a page, or words wherever they stand."""

    page: Annotated[int, Field(ge=1)] | None = None
    """Of the file, counted from 1; words are looked for on every enclosed page, if none is named."""
    box: tuple[Coordinate, Coordinate, Coordinate, Coordinate] | None = None
    """Left, top, right and bottom, in points (72 to the inch) from the upper left corner of the page as it is shown."""
    phrase: Text | None = None
    """Words as they stand there; capitals and line breaks make no difference."""

    @model_validator(mode="after")
    def _says_what(self) -> Redaction:
        if (self.box is None) == (self.phrase is None):
            raise Flaw("needs either box or phrase.")
        if self.box and self.page is None:
            raise Flaw("is missing: a box is on one page.", "page")
        if self.box and not (self.box[0] < self.box[2] and self.box[1] < self.box[3]):
            raise Flaw("must be left, top, right and bottom, each pair in its order.", "box")
        return self


class Exhibit(Item):
    """A file that shows facts: a chart note, a scale sheet, a pharmacy's record."""

    id_begins = "exhibit"
    file: Text
    """Path, relative to the chart's file."""
    kind: ExhibitKind
    title: Text
    on: ExactDay | None = None
    pages: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """The pages to enclose; all, if none are named. An insurer gets no more than it needs."""
    redact: tuple[Redaction, ...] = ()
    """What is blackened for good before it is enclosed, such as the name of somebody else."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by kind and day."""
        return [str(given.get("kind") or "").replace("_", "-"), str(given.get("on") or "")]

    @model_validator(mode="after")
    def _redacts_what_is_enclosed(self) -> Exhibit:
        for place, one in enumerate(self.redact):
            if self.pages and one.page and one.page not in self.pages:
                raise Flaw("is not among the pages that are enclosed.", f"redact[{place}].page")
        return self
