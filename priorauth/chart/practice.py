"""The practice's profile: its letterhead, and the people and places that charts name by key."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from priorauth.chart.codes import Ndc, Npi, Tin
from priorauth.chart.item import Id, Text
from priorauth.chart.ketamine import Service
from priorauth.chart.people import Address, Pharmacy, Phone, Prescriber, Site
from priorauth.model import Form, Frozen
from priorauth.reading import Flaw


def _plain(written: Any) -> Any:
    """Programs that show a fingerprint part its bytes by colons, or write capitals."""
    return written.replace(":", "").replace(" ", "").lower() if isinstance(written, str) else written


Fingerprint = Annotated[
    str, BeforeValidator(_plain), Form(r"[0-9a-f]{64}", "a SHA-256 fingerprint: 64 digits and letters from a to f")
]
Url = Annotated[str, Form(r"https?://[^\s]+", "an address that begins with https:// or http://")]


class Signatory(Prescriber):
    """A prescriber of this practice. Only here is said by which certificates one signs: never in a chart."""

    certificates: tuple[Fingerprint, ...] = ()
    """SHA-256 fingerprints, as ``priorauth sign --fingerprint`` prints them."""


class Practice(Frozen):
    """What every document of the practice has in common (``practice.yaml`` in the workspace)."""

    name: Text
    address: Address
    phone: Phone
    fax: Phone | None = None
    email: Text | None = None
    website: Text | None = None
    npi: Npi | None = None
    tin: Tin | None = None
    logo: Text | None = None
    """A PNG or JPEG beside this file, for the letterhead."""
    contact: Text | None = None
    """Whom an insurer calls with questions."""
    worklist: Text | None = None
    """Where the worklist is kept, if not in a file beside this one: postgresql+psycopg://host/database."""
    fictional: bool = False
    locale: Literal["en-US", "en-GB"] | None = None
    """How dates such as 3/4/21 are typed here: the month first (en-US) or the day (en-GB); not read without it."""
    ndc: dict[Ndc, Text] = {}
    """What an NDC is, as ``sertraline 50 mg``, for fills that name no medicine: the package or the pharmacy says it."""
    timestamp_authority: Url | None = None
    """Who confirms the time of a digital signature (RFC 3161): each signature's hash is sent there."""
    prescribers: dict[Id, Signatory] = {}
    sites: dict[Id, Site] = {}
    pharmacies: dict[Id, Pharmacy] = {}
    services: dict[Id, Service] = {}
    """What off-label ketamine costs here: the estimates and bills that patients get are made from it."""

    @model_validator(mode="after")
    def _a_certificate_is_one_persons(self) -> Self:
        """Else nobody could say who signed with it."""
        bound: dict[str, Signatory] = {}
        for one in self.prescribers.values():
            for mark in one.certificates:
                other = bound.setdefault(mark, one)
                if other is not one and (one.npi is None or other.npi != one.npi):
                    raise Flaw(
                        f"bind one certificate ({mark}) to two: {other.name} and {one.name}. A certificate is "
                        "one person's own: leave it below whoever holds its key.",
                        "prescribers",
                    )
        return self
