"""The paper that a letter stands on: what is around its words on each page, the same in Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.content import to_confirm
from priorauth.documents.traced import cleaned
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from datetime import date

    from priorauth.documents.content import Content

DRAFT_NOTICE = "DRAFT: not for submission"
"""Stands on each page of a draft."""

_LOGOS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. Everything but the name may be left out."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    fax: str = ""
    npi: str = ""
    tin: str = ""
    logo: bytes | None = None
    """A picture, PNG or JPEG, shown half an inch high."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The address, and the numbers, each on one line."""
        numbers = (("Phone", self.phone), ("Fax", self.fax), ("NPI", self.npi), ("TIN", self.tin))
        both = (" · ".join(self.address), " · ".join(f"{name} {number}" for name, number in numbers if number))
        return tuple(line for line in both if line)

    @property
    def logo_kind(self) -> str:
        """``png`` or ``jpg``; empty without a logo.

        Raises:
            BadInput: the logo is another kind of file.
        """
        if self.logo is None:
            return ""
        for begins, kind in _LOGOS.items():
            if self.logo.startswith(begins):
                return kind
        raise BadInput("The practice's logo is neither PNG nor JPEG.", fix="Save it as PNG and name that file.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a letter's pages show beside its content."""

    letterhead: Letterhead
    title: str
    """What the file calls itself, e.g. in a viewer's window. No patient's name: it is read in lists of files."""
    dated: date
    """The day that the file names as the day it was made."""
    subject: str = ""
    """Repeated at the top of the second page and those after it, should the pages be parted."""
    footer: str = ""
    draft: bool = True

    @property
    def notice(self) -> str:
        """What each page warns of; empty on a final letter."""
        return DRAFT_NOTICE if self.draft else ""

    def words(self) -> dict[str, Any]:
        """All of it as a template's data, each text on one line."""

        def line(text: str) -> str:
            return cleaned(text).replace("\n", " ")

        return {
            "letterhead": {"name": line(self.letterhead.name), "lines": [line(one) for one in self.letterhead.lines]},
            "title": line(self.title),
            "subject": line(self.subject),
            "footer": line(self.footer),
            "notice": self.notice,
        }

    def must_suit(self, content: Content) -> None:
        """Refuse a final letter in which something is still to be confirmed.

        Raises:
            BadInput: it is one; the message says how many points there are.
        """
        open_points = len(to_confirm(content))
        if open_points and not self.draft:
            points = "1 point" if open_points == 1 else f"{open_points} points"
            raise BadInput(
                f"The letter still has {points} marked TO CONFIRM and can only be a draft.",
                fix="Complete the chart, or have the points attested, and generate the letter again.",
            )
