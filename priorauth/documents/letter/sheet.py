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

NAMES = {
    "letterhead.name": "the practice",
    "letterhead.address": "its address, on one line",
    "letterhead.phone": "its telephone number",
    "letterhead.fax": "its fax number",
    "letterhead.npi": "its NPI",
    "letterhead.tin": "its tax number",
    "letterhead.lines[]": "its address and its numbers, a line each",
    "letter.date": "the letter's day",
    "letter.title": "what kind of letter it is",
    "patient.name": "the patient",
    "patient.birth_date": "the patient's day of birth",
    "coverage.payer": "the payer",
    "coverage.member_id": "the member's number with that payer",
    "prescriber.name": "who signs",
    "prescriber.npi": "the signer's NPI",
    "prescriber.phone": "the signer's telephone number",
    "title": "the kind of letter and the case, without a name, for the file's properties",
    "subject": "the patient and the member's number on one line",
    "footer": "that the page is confidential, and whether the patient is fictional",
    "notice": "on a draft, that it is one; otherwise nothing",
}
"""What a page may say beside the letter's own words, and what each is; ``[]`` stands for each of several."""

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
class About:
    """Whom the letter is about, to whom it goes, who signs: for a page's head or foot. What is not known is empty."""

    title: str = ""
    """What kind of letter it is."""
    date: str = ""
    patient: str = ""
    birth_date: str = ""
    payer: str = ""
    member_id: str = ""
    prescriber: str = ""
    npi: str = ""
    phone: str = ""


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
    about: About = About()

    @property
    def notice(self) -> str:
        """What each page warns of; empty on a final letter."""
        return DRAFT_NOTICE if self.draft else ""

    def words(self) -> dict[str, Any]:
        """All of it as a template's data, each text on one line."""

        def line(text: str) -> str:
            return cleaned(text).replace("\n", " ")

        head, about = self.letterhead, self.about
        return {
            "letterhead": {
                "name": line(head.name),
                "address": line(", ".join(head.address)),
                "phone": line(head.phone),
                "fax": line(head.fax),
                "npi": line(head.npi),
                "tin": line(head.tin),
                "lines": [line(one) for one in head.lines],
            },
            "letter": {"date": line(about.date), "title": line(about.title)},
            "patient": {"name": line(about.patient), "birth_date": line(about.birth_date)},
            "coverage": {"payer": line(about.payer), "member_id": line(about.member_id)},
            "prescriber": {"name": line(about.prescriber), "npi": line(about.npi), "phone": line(about.phone)},
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
