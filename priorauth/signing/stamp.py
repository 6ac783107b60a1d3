"""What a digital signature shows on the page: who signed, the NPI, and when. Never the picture of a hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.documents.traced import cleaned
from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from datetime import datetime

    from priorauth.documents.space import Space


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a signature."""

    name: str
    """With credentials, as under a letter."""
    npi: str
    moment: datetime
    """With its zone."""

    @property
    def time(self) -> str:
        """ "2026-11-21 14:05:09 -05:00": the day, the time and the zone."""
        text = self.moment.isoformat(sep=" ", timespec="seconds")
        return f"{text[:-6]} {text[-6:]}"


def stamp(shown: Shown, space: Space) -> bytes:
    """It as a PDF of one page as large as ``space``; the same bytes for the same input.

    Raises:
        BadInput: a character of the name is in no font.
    """
    left, top, right, bottom = space.box
    data = {
        "width": right - left,
        "height": bottom - top,
        "name_width": space.name_width,
        "date_at": space.date_at,
        "name": cleaned(shown.name),
        "npi": shown.npi,
        "time": shown.time,
        "day": shown.moment.date().isoformat(),
    }
    template = shipped("templates") / "signing" / "stamp.typ"
    return typeset(template, data, dated=shown.moment.date(), standards=())
