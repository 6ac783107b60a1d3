"""What happens to a case. Nothing is ever changed: a case is what its events make of it.

No event holds the patient's name, birth date or member ID: a case is known by the practice's own number.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from priorauth.chart.ask import Indication, Phase
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.item import Id, Text
from priorauth.chart.people import State as UsState
from priorauth.chart.treatment import DenialReason
from priorauth.model import Frozen
from priorauth.reading import Flaw

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
AppealLevel = Literal["first", "second", "external", "hearing"]


class Line(Frozen):
    """One line of a request, or of what was granted."""

    code: Text | None = None
    """HCPCS or CPT; none where a pharmacy dispenses."""
    ndc: Text | None = None
    strength_mg: Annotated[int, Field(ge=1)] | None = None
    """Of a session."""
    units: Annotated[int, Field(ge=0)] | None = None
    """As the payer counts them; none where only days were granted."""
    sessions: Annotated[int, Field(ge=1)] | None = None
    start: Annotated[date, Field(alias="from")]
    until: date
    place_of_service: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Line:
        if self.until < self.start:
            raise Flaw("is before from.", "until")
        return self


class Event(Frozen):
    """The day on which it happened; when it was written down, and by whom, the trail says."""

    on: date

    @property
    def spoken(self) -> str:
        """What happened, as a biller reads it."""
        return str(getattr(self, "what", "")).replace("_", " ").replace("peer to peer", "peer-to-peer")


class Opened(Event):
    """A case comes to the worklist: one ask of one chart. Written down again, it corrects what the case is."""

    what: Literal["opened"] = "opened"
    chart: Text
    """The chart's file, relative to the workspace where it lies below it."""
    case: Id
    """The practice's number for the patient."""
    ask: Id
    payer: Id
    payer_name: Text
    policy: Text | None = None
    line_of_business: LineOfBusiness | None = None
    benefit: Benefit | None = None
    state: UsState | None = None
    indication: Indication
    phase: Phase
    step_exception: bool = False
    """Whether it asks to be spared step therapy: some states have a time of its own for that."""
    coverage_order: Annotated[int, Field(ge=1)] = 1
    """1 for the primary coverage, 2 for the secondary."""


class Judged(Event):
    """The program judged the chart: what it found, and what was made of it."""

    what: Literal["judged"] = "judged"
    verdict: Literal["met", "not_met", "not_documented"] | None = None
    until: date | None = None
    """The last day on which criteria that are met hold by time alone, if there is one within a year; entries of an
    earlier version do not say."""
    ready: bool
    """To be signed."""
    wanted: tuple[Text, ...] = ()
    """What keeps it from that; or a signature anew, where the chart has learned something since it was signed."""
    owners: tuple[Text, ...] = ()
    """Who has what is missing: prescriber, pharmacy …"""
    made: dict[str, Hash] = {}
    """The files that were made, by name."""
    chart: Hash | None = None
    """The chart's file that was judged; entries of an earlier version do not say."""


class Signed(Event):
    """The prescriber signed it."""

    what: Literal["signed"] = "signed"
    by: Text


class Submitted(Event):
    """It went to the payer."""

    what: Literal["submitted"] = "submitted"
    by: Literal["portal", "fax", "phone", "mail", "electronic"]
    confirmation: Text | None = None
    expedited: bool = False
    asked: tuple[Line, ...] = ()
    npi: Text | None = None
    """Of the place of treatment, as asked."""


class InformationRequested(Event):
    """The payer wants to know more."""

    what: Literal["information_requested"] = "information_requested"
    wanted: Text | None = None
    until: date | None = None
    """The last day to answer, if the payer named one."""


class InformationSent(Event):
    """The practice answered."""

    what: Literal["information_sent"] = "information_sent"


class PeerToPeer(Event):
    """The payer offers to talk to the prescriber, or they talked."""

    what: Literal["peer_to_peer"] = "peer_to_peer"
    until: date | None = None
    """The last day on which the payer takes the call, if it named one."""
    held: bool = False


class Approved(Event):
    """The payer said yes, to what it says here: an approval is not the request."""

    what: Literal["approved"] = "approved"
    number: Text | None = None
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    npi: Text | None = None
    by_default: bool = False
    """Whether it counts as granted because the payer did not answer in time."""


class Denied(Event):
    """The payer said no."""

    what: Literal["denied"] = "denied"
    reason: DenialReason | None = None
    in_words: Text | None = None
    notice_received: date | None = None
    """The day on which the notice came, where that is not its own day: some rules count the days to appeal from it."""
    appeal_until: date | None = None
    """The last day that the notice names."""
    level: AppealLevel | None = None
    """Of the appeal that was refused; none for the request."""

    @model_validator(mode="after")
    def _leaves_time(self) -> Denied:
        for key in ("notice_received", "appeal_until"):
            day = getattr(self, key)
            if day and day < self.on:
                raise Flaw("is before the denial itself.", key)
        return self


class Appealed(Event):
    """The practice appealed."""

    what: Literal["appealed"] = "appealed"
    level: AppealLevel = "first"
    expedited: bool = False
    confirmation: Text | None = None


class Closed(Event):
    """Nothing more will come of it."""

    what: Literal["closed"] = "closed"
    why: Text


class Noted(Event):
    """Somebody's remark."""

    what: Literal["noted"] = "noted"
    text: Text


class Reviewed(Event):
    """Somebody did something on the page: looked at the case, stated something, printed it to be signed in ink.

    Also that a letter was signed, on the page or not, where that does not bring the case to "signed".
    """

    what: Literal["reviewed"] = "reviewed"
    did: Literal[
        "looked",
        "stated",
        "gave_reasons",
        "took_letter_back",
        "put_letter_back",
        "printed",
        "took_scan_in",
        "downloaded",
        "signed",
    ]
    role: Literal["biller", "clinician", "administrator"] | None = None
    """Of who looked or took a file; entries without are of a time when only the clinician's look was written down."""
    about: Text | None = None
    """What was stated, as the chart calls it; which file was taken."""
    chart: Hash | None = None
    """The chart's file after that."""

    @property
    def spoken(self) -> str:
        """What happened, as a biller reads it."""
        said = {
            "looked": f"looked at by the {self.role or 'clinician'}",
            "stated": "stated by the prescriber",
            "gave_reasons": "reasons given by the prescriber",
            "took_letter_back": "an edited letter taken back",
            "printed": "printed to be signed in ink",
            "took_scan_in": "scan of what was signed in ink taken in",
            "downloaded": f"a file taken by the {self.role}",
            "put_letter_back": "the program’s own letter put back",
            "signed": "a letter signed",
        }[self.did]
        return f"{said}: {self.about.replace('_', ' ')}" if self.about else said


class Returned(Event):
    """The clinician gave it back to staff before signing."""

    what: Literal["returned"] = "returned"
    why: Text
    chart: Hash | None = None
    """The chart's file as it was then; entries of an earlier version do not say."""


class Withdrawn(Event):
    """An earlier entry was a slip. It stays where it was written, and counts no more."""

    what: Literal["withdrawn"] = "withdrawn"
    entry: Annotated[int, Field(ge=2)]
    """Its number in the case's history, which begins at 1 with the opening."""
    why: Text


AnyEvent = Annotated[
    Opened
    | Judged
    | Signed
    | Submitted
    | InformationRequested
    | InformationSent
    | PeerToPeer
    | Approved
    | Denied
    | Appealed
    | Closed
    | Noted
    | Reviewed
    | Returned
    | Withdrawn,
    Field(discriminator="what"),
]
