"""Who signs on the page, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.errors import UsageError
from priorauth.signing.opened import Request
from priorauth.signing.person import must_be_named_so

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person


def of_the_page(desk: Desk, one: Open) -> Request:
    """What is signed on the page: the request's own letter."""
    return Request(desk.studio, one.chart_file, desk.out, one.assessment.ask.id)


def must_be_the_signer(desk: Desk, one: Open, person: Person) -> str:
    """The prescriber's name as it stands under the letter, if that is who acts.

    Raises:
        UsageError: it is somebody else.
        BadInput: the chart gives the NPI of somebody in the profile to another name.
    """
    prescriber = one.assessment.case.prescriber
    if prescriber is not None:
        must_be_named_so(prescriber, desk.workspace.practice)
    if prescriber is None or person.role != "clinician" or not desk.is_prescriber(person, one):
        raise UsageError("Only the prescriber of this case signs.", fix="Ask the prescriber, or return the case.")
    return prescriber.signature_name
