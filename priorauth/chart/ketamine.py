"""Off-label ketamine as the practice plans and gives it: another medicine than Spravato, with no label for this use.

A plan is no request that a payer's criteria are held against: what can be made of it are a request for individual
consideration, and the papers that a patient who pays is owed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from priorauth.chart.ask import Ask, SignOff
from priorauth.chart.codes import SPRAVATO_CODES, Hcpcs
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Answered, Id, Item, Text
from priorauth.chart.treatment import ClockTime, Reading
from priorauth.model import Frozen
from priorauth.reading import Flaw

Disorder = Literal["trd", "bipolar_depression", "ptsd", "anxiety"]
Route = Literal["intramuscular", "intravenous", "oral", "sublingual"]
Effect = Literal["nausea", "dissociation", "blood_pressure"]

DISORDERS: dict[Disorder, str] = {
    "trd": "treatment-resistant depression",
    "bipolar_depression": "bipolar depression",
    "ptsd": "post-traumatic stress disorder",
    "anxiety": "an anxiety disorder",
}
"""Each disorder in words."""

CODES: dict[Disorder, tuple[str, ...]] = {
    "trd": ("F32", "F33"),
    "bipolar_depression": ("F31",),
    "ptsd": ("F43.1",),
    "anxiety": ("F40", "F41"),
}
"""How the ICD-10-CM codes of each disorder begin (clinical facts, sections 5.1 and 5.2)."""

ROUTES: dict[Route, str] = {
    "intramuscular": "by injection into a muscle",
    "intravenous": "by infusion into a vein",
    "oral": "by mouth",
    "sublingual": "under the tongue",
}
"""Each route in words."""

EFFECTS: dict[Effect, str] = {
    "nausea": "nausea",
    "dissociation": "dissociation",
    "blood_pressure": "blood pressure",
}

Money = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=2)]
"""US dollars and cents."""


class Service(Frozen):
    """A service with its code and what the practice charges for it."""

    code: Hcpcs
    label: Text
    """In plain words: a patient reads it, and the official descriptions of CPT codes belong to their publisher."""
    charge: Money
    """For one unit."""
    ndc: Text | None = None
    """Of a medicine, as its package has it; a payer wants it beside an unlisted drug's code."""

    @model_validator(mode="after")
    def _not_of_spravato(self) -> Service:
        if self.code in SPRAVATO_CODES:
            raise Flaw(f"is {self.code}, a code of Spravato: ketamine is not billed with it.", "code")
        return self


class PlannedService(Frozen):
    """A service as often as it is expected."""

    service: Id
    """Its key under ``services`` in the practice's profile."""
    times: Annotated[int, Field(ge=1, le=99)] | None = None
    each_session: Answered | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> PlannedService:
        if (self.times is None) == (self.each_session != "yes"):
            raise Flaw("must say times, or each_session: yes.")
        return self


class BilledService(Frozen):
    """A service that was given."""

    service: Id
    units: Annotated[int, Field(ge=1, le=999)] = 1


class Evaluation(Frozen):
    """The evaluation before the first dose."""

    on: ExactDay
    by: Text


class ManiaScreen(Frozen):
    """Whether mania or hypomania was looked for, and found."""

    on: ExactDay
    by: Text
    instrument: Text | None = None
    result: Literal["negative", "positive"]
    judgement: Text | None = None
    """Of a positive result: what the prescriber holds of it, and why ketamine may be given. Printed as such."""


class KetaminePlan(Item):
    """A course of ketamine as the prescriber plans it."""

    id_begins = "ketamine"
    treats: Disorder
    coverage: Id | None = None
    """The insurance that is asked, or would be; left out where there is none."""
    self_pay: Answered | None = None
    """Whether the patient pays and no claim goes to an insurer."""
    route: Route
    dose_mg_per_kg: Annotated[Decimal, Field(gt=0, le=10)]
    dose_up_to_mg_per_kg: Annotated[Decimal, Field(gt=0, le=10)] | None = None
    """Where the dose is raised as the patient bears it."""
    sessions: Annotated[int, Field(ge=1, le=60)]
    """In the first course."""
    sessions_up_to: Annotated[int, Field(ge=1, le=60)] | None = None
    sessions_per_week: Annotated[int, Field(ge=1, le=3)]
    start: ExactDay | None = None
    scheduled_on: ExactDay | None = None
    """When the first session was put into the calendar: an estimate is owed within days of it."""
    estimate_requested_on: ExactDay | None = None
    estimate_given_on: ExactDay | None = None
    reassess_after: Annotated[int, Field(ge=1, le=60)] | None = None
    """After which session the course is judged, and goes on or ends."""
    evaluation: Evaluation | None = None
    outcome_scale: Text | None = None
    """The scale by which the course is judged."""
    watches: tuple[Effect, ...] = ()
    """What is asked and measured in each session."""
    mood_stabilizer: Id | None = None
    """The id of a current medicine."""
    mania_screen: ManiaScreen | None = None
    consent_on: ExactDay | None = None
    services: tuple[PlannedService, ...] = ()
    rationale: Text | None = None
    """The prescriber's own words, printed as such."""
    sign_off: SignOff | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by what it treats."""
        return [str(given.get("treats") or "").replace("_", "-")]

    @model_validator(mode="after")
    def _in_order(self) -> KetaminePlan:
        if self.dose_up_to_mg_per_kg is not None and self.dose_up_to_mg_per_kg < self.dose_mg_per_kg:
            raise Flaw("is below dose_mg_per_kg.", "dose_up_to_mg_per_kg")
        if self.sessions_up_to is not None and self.sessions_up_to < self.sessions:
            raise Flaw("is below sessions.", "sessions_up_to")
        if self.reassess_after is not None and self.reassess_after > (self.sessions_up_to or self.sessions):
            raise Flaw("is after the last session.", "reassess_after")
        if self.start and self.scheduled_on and self.start < self.scheduled_on:
            raise Flaw("is before scheduled_on.", "start")
        return self

    @property
    def standing_ask(self) -> Ask:
        """An ask of the same coverage and day, for what looks at nothing else of one: trials as they stand, routes."""
        return Ask(id=self.id, coverage=self.coverage or "none", indication="trd", start=self.start)

    def known_on(self, _: date) -> KetaminePlan:
        """The plan: it is what is wanted, not what is known."""
        return self


class KetamineSession(Item):
    """One administration of ketamine, with what was billed for it."""

    id_begins = "ketamine-session"
    on: ExactDay
    dose_mg: Annotated[Decimal, Field(gt=0, le=1000)]
    route: Route
    started_at: ClockTime | None = None
    left_at: ClockTime | None = None
    pressure_before: Reading | None = None
    pressure_after: Reading | None = None
    adverse_events: tuple[Text, ...] = ()
    services: tuple[BilledService, ...] = ()
    paid: Money | None = None
    """What the patient paid for it."""

    @model_validator(mode="after")
    def _leaves_after_start(self) -> KetamineSession:
        if self.started_at and self.left_at and self.left_at <= self.started_at:
            raise Flaw("is not after started_at.", "left_at")
        return self
