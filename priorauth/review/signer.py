"""Who signs on the page, and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from priorauth.documents.letter.kinds import kind_for
from priorauth.errors import UsageError
from priorauth.review.actions import Meanwhile, must_be_at_home
from priorauth.signing.opened import Request
from priorauth.signing.person import must_be_named_so
from priorauth.signing.pins import Pins, pins

if TYPE_CHECKING:
    from priorauth.review.desk import Desk, Open
    from priorauth.review.door import Person


def of_the_page(desk: Desk, one: Open) -> Request:
    """What is signed on the page: the request's own letter."""
    return Request(desk.studio, one.chart_file, desk.out, one.assessment.ask.id)


def must_be_the_signer(desk: Desk, one: Open, person: Person, does: str = "signs") -> str:
    """The prescriber's name as it stands under the letter, if that is who acts; ``does`` says what of nobody else.

    Raises:
        UsageError: it is somebody else.
        BadInput: the chart gives the NPI of somebody in the profile to another name.
    """
    prescriber = one.assessment.case.prescriber
    if prescriber is not None:
        must_be_named_so(prescriber, desk.workspace.practice)
    if prescriber is None or person.role != "clinician" or not desk.is_prescriber(person, one):
        raise UsageError(f"Only the prescriber of this case {does}.", fix="Ask the prescriber, or return the case.")
    return prescriber.signature_name


def pins_of(desk: Desk, one: Open) -> Pins:
    """What the request's own letter, form and packet rest on, as it is now. Raises BadInput where it cannot be read."""
    return pins(one.assessment, kind_for(one.assessment.ask.phase), desk.studio, one.chart_file, one.data)


def must_be_as_shown(desk: Desk, one: Open, seen: str) -> None:
    """Refuse to sign what is not what the page showed.

    Args:
        desk: the practice's work.
        one: the case.
        seen: the pins that the page was made with, as JSON.

    Raises:
        UsageError: the request has gone out, or something that it rests on was changed.
    """
    must_be_at_home(one)
    try:
        changed = Pins.model_validate_json(seen).changed(pins_of(desk, one))
    except ValidationError:
        changed = ("the page",)
    if changed:
        raise Meanwhile(
            f"What would be signed is not what this page showed: {', '.join(changed)} changed. Nothing was written.",
            fix="Look at it again, and sign then.",
        )
