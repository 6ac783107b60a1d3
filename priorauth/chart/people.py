"""Who is treated, by whom, where, and where the medicine comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import field_validator

from priorauth.chart.codes import Npi, Tin
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Id, Item, Shown, Text
from priorauth.model import Form, Frozen
from priorauth.reading import Flaw

Phone = Annotated[str, Form(r"[0-9+(). x-]{7,25}", "a telephone number, as (301) 555-0100 x 12")]
Zip = Annotated[str, Form(r"[0-9]{5}(-[0-9]{4})?", "five digits, or nine as 21201-1234")]
State = Annotated[str, Form(r"[A-Z]{2}", "two capital letters, as MD")]
Role = Literal[
    "psychiatrist", "psychiatric_np", "psychiatric_pa", "other_mental_health_prescriber", "other_physician", "other"
]
"""What kind of prescriber: payers differ in whom they accept."""


class Address(Frozen):
    """A postal address in the United States."""

    street: Text
    city: Text
    state: State
    zip: Zip


class Name(Frozen):
    """A person's name, its parts as the insurance card has them."""

    first: Text
    last: Text
    middle: Text | None = None

    @property
    def full(self) -> str:
        """First, middle and last."""
        return " ".join(part for part in (self.first, self.middle, self.last) if part)


class Patient(Frozen):
    """The patient."""

    name: Name
    birth_date: ExactDay
    sex: Literal["female", "male", "other"] | None = None
    """As the insurer has it; left out where it is not known."""
    address: Address | None = None
    phone: Phone | None = None
    allergies: Text | None = None
    shown_in: tuple[Shown, ...] = ()

    @field_validator("birth_date")
    @classmethod
    def _of_a_living_person(cls, value: date) -> date:
        if value.year < 1900:  # a slip of the keyboard
            raise Flaw("is before 1900. Correct the year.")
        return value

    @property
    def id(self) -> str:
        """The id that evidence names."""
        return "patient"


class RemsCertification(Frozen):
    """A certification in the Spravato REMS, of a site, a pharmacy or (where a payer asks) a prescriber."""

    certified: Literal["yes", "no"]
    identifier: Text | None = None
    since: ExactDay | None = None


class Prescriber(Frozen):
    """Who prescribes and signs."""

    name: Text
    credentials: Text | None = None
    role: Role | None = None
    npi: Npi | None = None
    tin: Tin | None = None
    dea: Annotated[str, Form(r"[A-Z][A-Z9][0-9]{7}", "two letters and seven digits")] | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    rems: RemsCertification | None = None

    @property
    def id(self) -> str:
        """The id that evidence names."""
        return "prescriber"

    @property
    def signature_name(self) -> str:
        """Name and credentials, as under a letter."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def is_named_as(self, other: Prescriber) -> bool:
        """Whether both stand alike under a letter, name and credentials: in any case, with or without dots."""
        return _words(self.signature_name) == _words(other.signature_name)

    def signs_as(self, written: str) -> bool:
        """Whether ``written`` is this name: in any case, with or without dots, and with whatever follows a comma."""
        own = _words(self.name.partition(",")[0])
        return _words(written.partition(",")[0]) in (own, [*own, *_words(self.credentials or "")])


def _words(name: str) -> list[str]:
    return name.casefold().replace(".", "").replace(",", " ").split()


class Site(Frozen):
    """Where the medicine is given and the patient observed."""

    name: Text
    address: Address
    npi: Npi | None = None
    tin: Tin | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    place_of_service: Literal["11", "19", "22", "49", "53"] | None = None
    """CMS place-of-service code; telehealth codes are impossible for a dosing session."""
    rems: RemsCertification | None = None

    @property
    def id(self) -> str:
        """The id that evidence names."""
        return "site"


class Pharmacy(Frozen):
    """Who dispenses, where the practice does not buy and bill."""

    name: Text
    address: Address | None = None
    npi: Npi | None = None
    ncpdp: Annotated[str, Form(r"[0-9]{7}", "seven digits")] | None = None
    phone: Phone | None = None
    fax: Phone | None = None
    rems: RemsCertification | None = None

    @property
    def id(self) -> str:
        """The id that evidence names."""
        return "pharmacy"


class CareTeam(Frozen):
    """Prescriber, site and pharmacy: keys of the practice's profile, or written out."""

    prescriber: Id | Prescriber | None = None
    site: Id | Site | None = None
    pharmacy: Id | Pharmacy | None = None


class Consultation(Item):
    """A consultation of the prescriber with a specialist about this patient."""

    id_begins = "consultation"
    consultant: Text
    role: Role
    on: ExactDay
