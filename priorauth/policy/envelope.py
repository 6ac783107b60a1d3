"""The envelope of a policy: which policy it is, when it holds, where it was read, what one authorization covers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.chart.ask import Product
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.dates import ExactDay
from priorauth.chart.item import Text
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.reading import Flaw

LABEL = "label"
"""Where the terms of the label stand among the payers."""

Provenance = Literal["own_page", "copy", "summary", "notice", "general_knowledge"]
"""``own_page``: the payer's own words; ``notice``: that the policy exists was seen, its criteria were not."""

Stance = Literal[
    "covered_with_pa",
    "covered_per_label",
    "no_pa_needed",
    "billing_only",
    "not_medically_necessary",
    "investigational",
    "not_covered",
    "criteria_not_seen",
    "silent",
]
"""
``covered_with_pa``: authorization is asked for, by the criteria below.
``covered_per_label``: authorization is asked for, for labelled uses, without criteria of the payer's own.
``no_pa_needed``: nothing has to be authorized, as the payer itself says.
``billing_only``: how it is billed was seen, and no criteria for an authorization: nothing is sent by it either.
``not_medically_necessary``, ``investigational``: not covered, for that reason; ``not_covered``: for one not seen.
``criteria_not_seen``: authorization is asked for, by criteria that nobody here has seen.
``silent``: no written policy is known.
"""

Unjudged = Literal["no_pa_needed", "not_covered", "no_criteria"]
"""What there is instead of a verdict."""

NOT_COVERED: tuple[Stance, ...] = ("not_medically_necessary", "investigational", "not_covered")


class Identity(Frozen):
    """Which policy of the payer it is."""

    number: Text
    title: Text
    version: Text | None = None
    """What tells versions of one number apart, where their dates do not."""
    product: Product = "spravato"
    benefit: Benefit | Literal["unknown"]
    lines: tuple[LineOfBusiness, ...] | Literal["unknown"] = "unknown"
    states: tuple[State, ...] = ()
    """Where it holds; everywhere, if none are named."""
    formulary: Literal["formulary", "non_formulary", "unknown"] = "unknown"
    shared_with: tuple[Product, ...] = ()
    """Other products on the same policy or form."""
    reviewed_by: Literal["payer", "delegate", "unknown"] = "unknown"
    """Who decides: the payer, or a manager to whom it has delegated that."""
    defers_to: Text | None = None
    """Whose policy governs instead, for whom."""


class Effective(Frozen):
    """The days on which it holds, the last one included."""

    start: ExactDay | Literal["unknown"] = Field(alias="from")
    until: ExactDay | Literal["unknown"] | None = None
    chosen_by: Literal["receipt", "service", "unknown"] = "unknown"
    """Whether the day of receipt or of service decides which version holds."""
    reviewed_on: ExactDay | None = None
    """The last review that the payer itself names."""

    @model_validator(mode="after")
    def _in_order(self) -> Effective:
        if (
            not isinstance(self.start, str)
            and self.until
            and not isinstance(self.until, str)
            and self.until < self.start
        ):
            raise Flaw("is before from.", "until")
        return self


class Verified(Frozen):
    """Who read the payer's live policy, and when."""

    verified_by: Text
    on: ExactDay


class Outdated(Verified):
    """Who read the live policy before the file was changed: as it is now, nobody has held it against that."""


class PolicySource(Frozen):
    """Where criteria were read."""

    kind: Provenance
    title: Text
    url: Text | None = None
    retrieved: ExactDay
    note: Text | None = None


class Quantity(Frozen):
    """What one authorization covers, in the unit in which the payer counts: just one of them."""

    devices: Annotated[int, Field(ge=1)] | None = None
    """Of 28 mg."""
    kits: Annotated[int, Field(ge=1)] | None = None
    """One for each session, of two devices or of three."""
    sessions: Annotated[int, Field(ge=1)] | None = None
    packs: Annotated[int, Field(ge=1)] | None = None
    """A unit of the payer's own, so it says what one holds."""
    devices_per_pack: Annotated[int, Field(ge=1, le=3)] | None = None
    mg: Annotated[int, Field(ge=1)] | None = None
    per_days: Annotated[int, Field(ge=1)] | None = None
    """Within so many days; in the whole authorization, where it is left out."""

    @model_validator(mode="after")
    def _just_one(self) -> Quantity:
        if sum(one is not None for one in self._given().values()) != 1:
            raise Flaw("must be one of devices, kits, sessions, packs and mg.")
        if (self.packs is None) != (self.devices_per_pack is None):
            raise Flaw("goes with packs: how many devices of 28 mg one holds.", "devices_per_pack")
        return self

    @property
    def unit(self) -> Literal["devices", "kits", "sessions", "packs", "mg"]:
        """In which it is counted."""
        return next(unit for unit, number in self._given().items() if number)

    @property
    def most(self) -> int:
        """How many of that unit."""
        return next(number for number in self._given().values() if number)

    def _given(self) -> dict[Literal["devices", "kits", "sessions", "packs", "mg"], int | None]:
        return {
            "devices": self.devices,
            "kits": self.kits,
            "sessions": self.sessions,
            "packs": self.packs,
            "mg": self.mg,
        }

    def __str__(self) -> str:
        """ "23 devices", "6 devices in 7 days", "1 kit", "3 packs (of 2 devices) in 7 days"."""
        unit = self.unit if self.most != 1 or self.unit == "mg" else self.unit.removesuffix("s")
        if self.devices_per_pack:
            unit += f" (of {self.devices_per_pack} device{'' if self.devices_per_pack == 1 else 's'})"
        return f"{self.most} {unit}" + (f" in {self.per_days} days" if self.per_days else "")


DocumentKind = Literal["chart_notes", "medication_history", "scale_sheets", "labs"]


class Documentation(Frozen):
    """What a payer wants enclosed."""

    level: Literal["attest", "submit"]
    """Whether the prescriber's word is enough, or records must be enclosed."""
    items: tuple[DocumentKind, ...] = ()
    if_missing: Literal["returned", "denied", "not_stated"] = "not_stated"
    """What happens to a request without them."""

    @model_validator(mode="after")
    def _items_to_submit(self) -> Documentation:
        if self.level == "attest" and self.items:
            raise Flaw("stand beside level attest. With it nothing has to be enclosed.", "items")
        return self
