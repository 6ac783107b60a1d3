"""Who is treated, by whom and where, and who is to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.exchange.entries import PATIENT
from priorauth.exchange.values import TERMINOLOGY, Json, coding, concept, kept
from priorauth.intake.fhir.values import NPI

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.chart.chart import Chart
    from priorauth.chart.coverage import Coverage
    from priorauth.chart.people import Address, Pharmacy, Prescriber, Site
    from priorauth.exchange.entries import Entries

PRESCRIBER, PRACTITIONER, SITE, PHARMACY = "Prescriber", "Practitioner", "Site", "Pharmacy"
_EIN = "http://terminology.hl7.org/NamingSystem/USEIN"
_ORDER = {"primary": 1, "secondary": 2, "tertiary": 3}


def insurer(payer: str) -> str:
    """The key of a payer's organization."""
    return f"Insurer {payer}"


def parties(chart: Chart, payers: Mapping[str, str], into: Entries) -> None:
    """Patient, prescriber, site, pharmacy, and each coverage with its payer by the name that ``payers`` has."""
    name = chart.patient.name
    members = {"type": concept("", coding(f"{TERMINOLOGY}/v2-0203", "MB"))}
    into.add(
        PATIENT,
        "Patient",
        identifier=[members | {"value": one.member_id} for one in chart.coverages if one.member_id],
        name=[{"family": name.last, "given": [one for one in (name.first, name.middle) if one]}],
        telecom=_reached(chart.patient.phone, None),
        gender=chart.patient.sex,
        birthDate=str(chart.patient.birth_date),
        address=_address(chart.patient.address),
    )
    if chart.prescriber:
        _prescriber(chart.prescriber, into, with_site=chart.site is not None)
    for key, one in ((SITE, chart.site), (PHARMACY, chart.pharmacy)):
        if one:
            _organization(key, one, into)
    for payer in dict.fromkeys(one.payer for one in chart.coverages):
        into.add(insurer(payer), "Organization", active=True, name=payers[payer])
    for coverage in chart.coverages:
        _coverage(coverage, members, into)


def _prescriber(one: Prescriber, into: Entries, *, with_site: bool) -> None:
    """The person, and the role: of a name that is written in one, nobody says which part is the family's."""
    into.add(
        PRACTITIONER,
        "Practitioner",
        identifier=_numbered(one.npi, one.tin),
        name=[kept(text=one.name, suffix=[one.credentials] if one.credentials else [])],
        telecom=_reached(one.phone, one.fax),
    )
    into.add(
        PRESCRIBER,
        "PractitionerRole",
        practitioner=into.to(PRACTITIONER),
        organization=into.to(SITE) if with_site else None,
        code=[concept(one.role.replace("_", " "))] if one.role else [],
    )


def _organization(key: str, one: Site | Pharmacy, into: Entries) -> None:
    into.add(
        key,
        "Organization",
        identifier=_numbered(one.npi, getattr(one, "tin", None)),
        active=True,
        name=one.name,
        telecom=_reached(one.phone, one.fax),
        address=_address(one.address),
    )


def _coverage(one: Coverage, members: Json, into: Entries) -> None:
    classes = {"group": one.group, "rxbin": one.bin, "rxpcn": one.pcn, "plan": one.plan}
    verified = one.verification
    into.add(
        one.id,
        "Coverage",
        identifier=[members | {"value": one.member_id}] if one.member_id else [],
        status="cancelled" if verified and verified.active == "no" else "active",
        beneficiary=into.to(PATIENT),
        payor=[into.to(insurer(one.payer))],
        class_=[
            {"type": concept("", coding(f"{TERMINOLOGY}/coverage-class", kind)), "value": value}
            for kind, value in classes.items()
            if value
        ],
        order=_ORDER[one.order],
    )


def _numbered(npi: str | None, tin: str | None) -> list[Json]:
    return [{"system": system, "value": value} for system, value in ((NPI, npi), (_EIN, tin)) if value]


def _reached(phone: str | None, fax: str | None) -> list[Json]:
    return [{"system": system, "value": value} for system, value in (("phone", phone), ("fax", fax)) if value]


def _address(one: Address | None) -> list[Json]:
    if one is None:
        return []
    return [{"line": [one.street], "city": one.city, "state": one.state, "postalCode": one.zip}]
