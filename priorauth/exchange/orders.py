"""What is ordered: the medicine by its NDC as MedicationRequest, whatever has a code of services as ServiceRequest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from priorauth.exchange.entries import PATIENT
from priorauth.exchange.given import ESKETAMINE
from priorauth.exchange.parties import PHARMACY, PRESCRIBER
from priorauth.exchange.values import (
    HCPCS,
    NDC,
    PAS,
    PLACE_OF_SERVICE,
    Json,
    coding,
    concept,
    extension,
    kept,
    period,
    quantity,
)
from priorauth.intake.fhir.values import CPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.exchange.entries import Entries
    from priorauth.logic.days import Stretch
    from priorauth.request.assessment import Assessment
    from priorauth.request.model import Line, PhasePart, Request, Visits


_ORDER = "Order"


@dataclass(frozen=True, slots=True)
class Ordered:
    """One line of what is asked for."""

    order: str
    """The key of its order; empty where that is the medicine's own."""
    service: Json
    many: Json
    days: Stretch
    place: Json | None
    kit: str = ""
    """The key of the medicine that the line is about."""
    upto: Json | None = None
    """The last code, where a family of them is asked for: the level of a visit is known when it was made."""


def orders(assessment: Assessment, status: str, into: Entries) -> list[Ordered]:
    """The lines, those of the drug first; their orders are put into the bundle, and a medicine for each kit."""
    request = assessment.request
    shared = kept(
        status=status,
        intent="order",
        subject=into.to(PATIENT),
        requester=into.to(PRESCRIBER) if into.has(PRESCRIBER) else None,
        reasonReference=[into.to(one) for one in _reasons(assessment)],
        insurance=[into.to(assessment.coverage.id)],
    )
    _medicines(request, shared, into)
    lines = [*(_drug(line) for line in request.asked), *map(_visits, request.visits)]
    return list(_ordered(lines, shared, into))


def _ordered(lines: list[Ordered], shared: Json, into: Entries) -> Iterator[Ordered]:
    """What a pharmacy dispenses is ordered as the kit; each other line has an order of its own."""
    for number, one in enumerate(lines, 1):
        if not one.order:
            yield replace(one, order=one.kit)
            continue
        own = f"{one.order}, line {number}"
        into.add(
            own,
            "ServiceRequest",
            **shared,
            code=one.service,
            quantityQuantity=one.many,
            occurrencePeriod=period(one.days.first, one.days.last),
            locationCode=[one.place] if one.place else [],
            supportingInfo=[into.to(one.kit)] if one.kit else [],
        )
        yield replace(one, order=own)


def _drug(line: Line) -> Ordered:
    code = coding(HCPCS, line.code) if line.code else coding(NDC, line.ndc11)
    unit = "unit" if line.unit == "mg" else line.unit  # where a code counts milligrams, they are its billing units
    return Ordered(
        "" if line.billed_by == "pharmacy" else _ORDER,
        concept(line.label, code),
        quantity(line.units, unit),
        line.service,
        _place(line.place_of_service),
        _kit(line.dose_mg),
    )


def _visits(visits: Visits) -> Ordered:
    first, last = (concept("", coding(CPT, code)) for code in (visits.codes[0], visits.codes[-1]))
    return Ordered(
        _ORDER,
        first | {"text": f"{visits.label}, {visits.code}"},
        quantity(visits.count, "visit"),
        visits.service,
        _place(visits.place_of_service),
        upto=extension(f"{PAS}/StructureDefinition/extension-productOrServiceCodeEnd", valueCodeableConcept=last),
    )


def _medicines(request: Request, shared: Json, into: Entries) -> None:
    """An order for each kit, where the drug is what is asked for and not its administration alone."""
    kits = request.totals.kits if request.totals and request.asked else ()
    dispensed = any(line.billed_by == "pharmacy" for line in request.asked)
    plan = [{"sequence": number, "text": _planned(one)} for number, one in enumerate(request.phases, 1)]
    for kit in kits:
        into.add(
            _kit(kit.strength_mg),
            "MedicationRequest",
            **shared,
            medicationCodeableConcept=concept(f"{ESKETAMINE}, kit of {kit.strength_mg} MG", coding(NDC, kit.ndc11)),
            dosageInstruction=plan,
            dispenseRequest=kept(
                validityPeriod=period(request.service.first, request.service.last) if request.service else None,
                quantity=quantity(kit.count, "kit"),
                performer=into.to(PHARMACY) if dispensed and into.has(PHARMACY) else None,
            ),
        )


def _planned(part: PhasePart) -> str:
    alone = part.first_week == part.last_week
    weeks = f"week {part.first_week}" if alone else f"weeks {part.first_week} to {part.last_week}"
    sessions = f"{part.sessions} session{'' if part.sessions == 1 else 's'}"
    return f"{weeks}: {sessions}, {part.frequency}, {part.mg} mg in all"


def _reasons(assessment: Assessment) -> list[str]:
    day = assessment.determination.dates.as_of
    return [one.id for one in assessment.case.diagnoses if one.primary and one.stands(day)]


def _place(code: str | None) -> Json | None:
    return concept("", coding(PLACE_OF_SERVICE, code)) if code else None


def _kit(strength_mg: int) -> str:
    return f"Kit {strength_mg}"
