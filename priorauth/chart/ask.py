"""What is wanted of one payer for one patient."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from priorauth.chart.circumstances import GivenNow, NetworkGap, Retroactive, StepException
from priorauth.chart.coverage import Benefit, ReviewingEntity
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Id, Item, Text
from priorauth.model import Frozen
from priorauth.reading import Flaw

Indication = Literal["trd", "mdsi"]
Phase = Literal["initial", "continuation"]
Product = Literal["spravato", "ketamine", "ketamine_iv"]
"""``ketamine``: off-label ketamine in any form; ``ketamine_iv``: infusions alone."""
Acquisition = Literal["buy_and_bill", "specialty_pharmacy"]
DoseMg = Literal[56, 84]
SignedKind = Literal[
    "initial",
    "continuation",
    "change",
    "restart",
    "transition",
    "exception",
    "expedited",
    "individual-consideration",
    "information",
    "network-gap",
    "retroactive",
    "appeal",
]
"""The kinds of letter that the prescriber signs, as ``priorauth generate --kind`` names them."""
Way = Literal["portal", "fax", "phone", "mail", "electronic"]

WAYS: dict[Way, str] = {
    "portal": "by portal",
    "fax": "by fax",
    "phone": "by telephone",
    "mail": "by mail",
    "electronic": "electronically",
}
"""How a request came to the payer, in words that fit after "submitted"."""


class Regimen(Frozen):
    """The treatment as the prescriber plans it."""

    dose_mg: DoseMg
    first_dose_mg: DoseMg | None = None
    """The first session's dose, where it differs."""
    maintenance_every_weeks: Literal[1, 2] | None = None
    """From week 9 on."""
    starts_in_week: Annotated[int, Field(ge=1, le=520)] = 1
    """The week of treatment in which this request begins; 1 for a new course."""

    @model_validator(mode="before")
    @classmethod
    def _numbers(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            key: int(value) if isinstance(value, str) and value.isdecimal() else value for key, value in given.items()
        }


class Period(Frozen):
    """For how long authorization is asked: one of the three."""

    days: Annotated[int, Field(ge=1, le=400)] | None = None
    weeks: Annotated[int, Field(ge=1, le=57)] | None = None
    months: Annotated[int, Field(ge=1, le=13)] | None = None

    @model_validator(mode="after")
    def _just_one(self) -> Period:
        if sum(part is not None for part in (self.days, self.weeks, self.months)) != 1:
            raise Flaw("must be one of days, weeks and months.")
        return self

    def __str__(self) -> str:
        """ "28 days", "8 weeks", "3 months"."""
        unit, number = next((unit, number) for unit in ("days", "weeks", "months") if (number := getattr(self, unit)))
        return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


class Submitted(Frozen):
    """That the request was made, as the practice noted it then."""

    on: ExactDay
    by: Way
    confirmation: Text | None = None
    """The number by which the payer confirmed it, where it gave one."""

    def __str__(self) -> str:
        """ "2026-11-20 by portal, confirmation number ABC-123"."""
        number = f", confirmation number {self.confirmation}" if self.confirmation else ""
        return f"{self.on} {WAYS[self.by]}{number}"


def _one_or_many(given: Any) -> Any:
    if given is None:
        return ()
    return given if isinstance(given, list | tuple) else [given]


class SignOff(Frozen):
    """The prescriber's word that it is read and is to go out."""

    by: Text
    on: ExactDay
    edited: Annotated[
        tuple[Text, ...], BeforeValidator(_one_or_many, json_schema_input_type=Text | tuple[Text, ...] | None)
    ] = ()
    """What was edited in Word of the letter that was read, by the key that `generate` tells for it: it is accepted."""


class StandsFor(Frozen):
    """What the documents were made from when they were signed: of each thing the beginning of its hash, after an "h".

    `priorauth sign` writes it. Whatever it holds that is not so now has changed since.
    """

    chart: Text | None = None
    """All of it but the sign-offs, and of the request's own letter that it was submitted."""
    policy: Text | None = None
    practice: Text | None = None
    templates: Text | None = None
    exhibits: Text | None = None


class LetterSignOff(SignOff):
    """The same for one letter: who has read the request has not read an appeal that was written later."""

    kind: SignedKind | None = None
    """Which letter was read; the request itself, if none is named."""
    stands_for: StandsFor | None = None
    """What was signed, as `priorauth sign` writes it; left out where the sign-off is recorded by hand."""


SignOffs = Annotated[
    tuple[LetterSignOff, ...],
    BeforeValidator(_one_or_many, json_schema_input_type=LetterSignOff | tuple[LetterSignOff, ...] | None),
]


class Ask(Item):
    """One request to one payer."""

    id_begins = "ask"
    coverage: Id
    product: Literal["spravato"] = "spravato"
    indication: Indication
    phase: Phase = "initial"
    benefit: Benefit | None = None
    acquisition: Acquisition | None = None
    reviewing_entity: ReviewingEntity | None = None
    policy: Text | None = None
    """The number or file name of the policy, where the payer has several."""
    form: Text | None = None
    """The form it goes on, by the name of its folder in ``templates/forms``, where that is not the policy's."""
    start: ExactDay | None = None
    """The first day of service."""
    period: Period | None = None
    urgency: Literal["standard", "expedited"] = "standard"
    received: ExactDay | None = None
    """The day the payer received it, where a policy goes by that."""
    submitted: Submitted | None = None
    """That it was made; left out until it was. Letters that follow cite it."""
    regimen: Regimen | None = None
    patient_status: Literal["new", "established"] | None = None
    """Within the practice, as billing counts it."""
    rationale: Text | None = None
    """The prescriber's own words, printed as such."""
    given_now: GivenNow | None = None
    """Dose and frequency as they are, for a change of them."""
    exception: StepException | None = None
    network_gap: NetworkGap | None = None
    retroactive: Retroactive | None = None
    sign_off: SignOffs = ()
    """One, or a list with one for each letter that was read."""

    @model_validator(mode="after")
    def _sent_before_it_arrived(self) -> Ask:
        if self.submitted and self.received and self.received < self.submitted.on:
            raise Flaw("is before the day on which the request was submitted.", "received")
        return self

    def known_on(self, day: date) -> Self:
        """The ask stays: it is what is wanted, not what is known. That it was submitted is known from its day on."""
        if self.submitted is None or self.submitted.on <= day:
            return self
        return self.model_copy(update={"submitted": None})

    def service_start(self, as_of: date) -> date:
        """The first day of service as asked: never before ``as_of``, but where it was given already."""
        start = self.start or as_of
        return start if self.retroactive else max(start, as_of)

    def signed_for(self, letter: str) -> tuple[LetterSignOff, ...]:
        """The sign-offs of that kind of letter; the request's own letter is of the kind of its phase."""
        return tuple(one for one in self.sign_off if (one.kind or self.phase) == letter)

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by coverage, indication, phase and benefit; the usual phase alike whether it is written out or not."""
        named = [str(given.get(key) or "") for key in ("coverage", "indication", "phase", "benefit")]
        return [part.removeprefix("coverage-") for part in named if part != "initial"]
