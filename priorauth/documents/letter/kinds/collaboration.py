"""The statement of a psychiatrist who was consulted or collaborates, where the payer wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.kinds.base import Kind, first_of, needs_indication
from priorauth.policy.criteria.prescriber import SPOKEN as ROLES

if TYPE_CHECKING:
    from priorauth.chart.people import Consultation
    from priorauth.documents.letter.kinds.base import Facts
    from priorauth.request.assessment import Assessment


def _was_consulted(assessment: Assessment) -> str:
    held = assessment.case.consultations
    if not held:
        return "The chart holds no consultation (key: consultations)."
    if any(not _why_not(one, assessment) for one in held):
        return ""
    return f"No consultation is one of the prescriber with a psychiatrist: {_why_not(held[-1], assessment)}."


def _why_not(one: Consultation, assessment: Assessment) -> str:
    """Why this consultation is not one that a payer wants; empty if it is."""
    prescriber = assessment.case.prescriber
    if prescriber is not None and prescriber.signs_as(one.consultant):
        return "the consultant is the prescriber"
    return "" if one.role == "psychiatrist" else f"the consultant is a {ROLES[one.role]}"


def _consultants(assessment: Assessment) -> tuple[str, ...]:
    """Each signs for the own consultation, and for no other."""
    own = (one.consultant for one in assessment.case.consultations if not _why_not(one, assessment))
    return tuple(dict.fromkeys(own))


def _with_own(assessment: Assessment, known: Facts) -> Facts:
    own = {one.id for one in assessment.case.consultations if one.consultant == known["copy"]}
    return {"consultations": [one for one in known["consultations"] if one["item"] in own]}


KIND: Kind[Assessment] = Kind(
    "collaboration",
    "Statement of consultation",
    "for the psychiatrist who was consulted to sign",
    "{drug}",
    first_of(_was_consulted, needs_indication),
    _with_own,
    copies=_consultants,
    outside=True,
)
