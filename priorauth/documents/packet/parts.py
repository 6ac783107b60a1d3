"""What a packet consists of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from priorauth.chart.treatment import ExhibitKind
    from priorauth.policy.submission import PartName


class PartKind(StrEnum):
    """What a part is."""

    COVER = "cover"
    INDEX = "index"
    FORM = "form"
    ADDENDUM = "addendum"
    """What continues the form, and stands behind it."""
    LETTER = "letter"
    EXHIBIT = "exhibit"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the packet."""

    kind: PartKind
    title: str
    """As the index and the bookmarks name it."""
    pdf: bytes
    exhibit: str | None = None
    """The id of the exhibit, if it is one."""
    pages: tuple[int, ...] = ()
    """For an exhibit of which only some pages are enclosed: which page of the original each page is."""
    sort: ExhibitKind | None = None
    """For an exhibit, of which kind it is: the packet has them by kind."""
    foot_free: bool = False
    """Whether its layout leaves the foot of each Letter page to the stamp; if not, its pages are scaled."""

    @property
    def key(self) -> str:
        """What a pointer calls it: the exhibit's id, or the kind of the part."""
        return self.exhibit or self.kind.value

    @property
    def called(self) -> str:
        """What somebody at the screen is told: an exhibit by its id, for its title may hold a name."""
        return f"exhibit {self.exhibit}" if self.kind is PartKind.EXHIBIT else self.title

    @property
    def name(self) -> PartName:
        """As a policy's order of parts calls it."""
        return self.sort or _NAMES[self.kind]


_NAMES: dict[PartKind, PartName] = {
    PartKind.COVER: "cover",
    PartKind.INDEX: "index",
    PartKind.FORM: "form",
    PartKind.ADDENDUM: "form",
    PartKind.LETTER: "letter",
    PartKind.EXHIBIT: "other",
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place that proves something."""

    part: str
    """The key of a part: an exhibit's id, ``letter``, ``form``, ``addendum``."""
    page: int | None = None
    """The page within the part, of the original where it is an exhibit; ``None`` for all of it."""


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One criterion, what was found, and where it is shown."""

    criterion: str
    verdict: str
    """As people read it: "met", "not documented"."""
    finding: str
    proof: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From the criteria to the pages that show them."""

    heading: str
    """Neutral, while nobody has read the payer's policy."""
    rows: tuple[CrosswalkRow, ...]
    note: str = ""
    """What one has to know about the criteria: their source and date, or that they were not verified."""


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a fax."""

    name: str
    person: str = ""
    fax: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the fax cover says: enough to bring the packet to the right desk, and no more."""

    to: Party
    sender: Party
    date: str
    """As people read it."""
    patient_initials: str
    member_id: str
    expedited: bool = False
    reviewed_by: str = ""
    """Who decides, where that is not the plan itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that can be sent at a time; a larger packet goes in volumes."""

    pages: int | None = None
    mb: Decimal | None = None
    """In millions of bytes."""
    share: Decimal = Decimal(1)
    """How much of that is aimed at, where a volume came out larger than was thought."""

    @property
    def bytes(self) -> int | None:
        """The bytes that are aimed at."""
        return None if self.mb is None else int(self.mb * self.share * 1_000_000)


@dataclass(frozen=True, slots=True)
class Sending:
    """How a packet is asked for at this time."""

    limits: Limits = Limits()
    """Where they are not what the policy says."""
    fax: bool = False
    """Whether it is wanted as a fax machine sends it, too."""
    archive: bool = False
    """Whether it is wanted as PDF/A, to be kept, too."""
