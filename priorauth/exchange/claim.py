"""What is asked of the payer: Claim (preauthorization) with a line for each line of the request, and its orders.

The shape is that of Da Vinci PAS. Where PAS wants a code of X12 (service type, role, kind of request), none is
written: those lists are not public, and no chart holds such codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.exchange.entries import PATIENT
from priorauth.exchange.orders import orders
from priorauth.exchange.parties import PRESCRIBER, SITE, insurer
from priorauth.exchange.values import PAS, TERMINOLOGY, UNKNOWN, Json, coding, concept, extension, kept, period
from priorauth.intake.fhir.values import ICD10CM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from priorauth.exchange.entries import Entries
    from priorauth.exchange.orders import Ordered
    from priorauth.request.assessment import Assessment

CLAIM = "Claim"
_PAS_CODES = f"{PAS}/CodeSystem/PASTempCodes"
_TYPES = {"medical": "professional", "pharmacy": "pharmacy"}


def claim(assessment: Assessment, supporting: Sequence[str], into: Entries, *, draft: str) -> None:
    """The claim; ``supporting``: the keys of what goes with it; ``draft``: what it says of itself while it is one."""
    case, request = assessment.case, assessment.request
    informed = list(_information(assessment, supporting, into, draft))
    diagnoses = list(_diagnoses(assessment))
    shared = kept(
        careTeamSequence=[1] if case.prescriber else [],
        diagnosisSequence=[one["sequence"] for one in diagnoses],
        informationSequence=[one["sequence"] for one in informed],
    )
    status = "draft" if draft else "active"
    lines = orders(assessment, status, into)
    kind, urgency = _TYPES.get(request.benefit or ""), "stat" if assessment.expedited else "normal"
    into.add(
        CLAIM,
        "Claim",
        identifier=[{"system": "urn:ietf:rfc:3986", "value": into.url(CLAIM)}],
        status=status,
        type=concept("", coding(f"{TERMINOLOGY}/claim-type", kind)) if kind else UNKNOWN,
        use="preauthorization",
        patient=into.to(PATIENT),
        created=assessment.determination.dates.as_of.isoformat(),
        insurer=into.to(insurer(assessment.coverage.payer)),
        provider=next((into.to(one) for one in into.those((SITE, PRESCRIBER))), UNKNOWN),
        priority=concept("", coding(f"{TERMINOLOGY}/processpriority", urgency)),
        careTeam=[_member(into)] if case.prescriber else [],
        supportingInfo=informed,
        diagnosis=diagnoses,
        insurance=[{"sequence": 1, "focal": True, "coverage": into.to(assessment.coverage.id)}],
        item=list(_items(lines, shared, into)),
    )


def _member(into: Entries) -> Json:
    """The prescriber, for all that is asked."""
    scope = extension(f"{PAS}/StructureDefinition/extension-careTeamClaimScope", valueBoolean=True)
    return {"extension": [scope], "sequence": 1, "provider": into.to(PRESCRIBER)}


def _information(assessment: Assessment, supporting: Sequence[str], into: Entries, draft: str) -> Iterator[Json]:
    """That it is a draft, first of all; the days of service; and what goes with the request."""
    said: list[Json] = []
    if draft:
        said.append({"category": _of("freeFormMessage"), "valueString": draft})
    if service := assessment.request.service:
        said.append({"category": _of("patientEvent"), "timingPeriod": period(service.first, service.last)})
    said += [{"category": _of("additionalInformation"), "valueReference": into.to(one)} for one in supporting]
    yield from ({"sequence": number, **one} for number, one in enumerate(said, 1))


def _diagnoses(assessment: Assessment) -> Iterator[Json]:
    """The diagnoses that stand, the primary one first."""
    standing = [one for one in assessment.case.diagnoses if one.stands(assessment.determination.dates.as_of)]
    for number, one in enumerate(sorted(standing, key=lambda one: (not one.primary, one.code)), 1):
        yield kept(
            sequence=number,
            diagnosisCodeableConcept=concept(one.description or "", coding(ICD10CM, one.code)),
            type=[_of("principal")] if one.primary else [],
        )


def _items(lines: Sequence[Ordered], shared: Json, into: Entries) -> Iterator[Json]:
    for number, one in enumerate(lines, 1):
        order = extension(f"{PAS}/StructureDefinition/extension-requestedService", valueReference=into.to(one.order))
        yield kept(
            extension=[order, *([one.upto] if one.upto else [])],
            sequence=number,
            **shared,
            productOrService=one.service,
            servicedPeriod=period(one.days.first, one.days.last),
            locationCodeableConcept=one.place,
            quantity=one.many,
        )


def _of(code: str) -> Json:
    return concept("", coding(_PAS_CODES, code))
