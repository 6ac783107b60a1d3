"""The practice's profile: its letterhead, and the people and places that charts name by key."""

from __future__ import annotations

from typing import Literal

from priorauth.chart.codes import Ndc, Npi, Tin
from priorauth.chart.item import Id, Text
from priorauth.chart.ketamine import Service
from priorauth.chart.people import Address, Pharmacy, Phone, Prescriber, Site
from priorauth.model import Frozen


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
    prescribers: dict[Id, Prescriber] = {}
    sites: dict[Id, Site] = {}
    pharmacies: dict[Id, Pharmacy] = {}
    services: dict[Id, Service] = {}
    """What off-label ketamine costs here: the estimates and bills that patients get are made from it."""
