"""What became of one chart in a batch: plain data, so that it can come from another process and go into a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from priorauth.documents.packet.of_a_case import is_packet
from priorauth.model import Frozen
from priorauth.worklist.events import AnyEvent

How = Literal["made", "unchanged", "failed"]


class Wants(Frozen):
    """Something that is missing, and who has it."""

    owner: str
    needed: str
    decisive: bool = True


class Row(Frozen):
    """One request of a chart: an ask, or a plan for off-label ketamine."""

    request: str
    """The id of the ask or plan."""
    payer: str
    policy: str = ""
    product: Literal["spravato", "ketamine"] = "spravato"
    verdict: Literal["met", "not_met", "not_documented"] | None = None
    outcome: str = ""
    """As ``check --format json`` calls it: judged, not_covered …"""
    ready: bool
    criteria: tuple[tuple[str, str], ...] = ()
    """What is asked, and the verdict on it."""
    wants: tuple[Wants, ...] = ()
    blocking: tuple[str, ...] = ()
    """What keeps it from going out."""
    eligible: str | None = None
    """From which day on the patient would qualify, if that is known."""
    eligible_until: str | None = None
    """The last such day, where time ends it."""
    provided: tuple[str, ...] = ()
    """What must be true by then."""
    refused: str = ""
    """Why no letter was written."""
    warnings: tuple[str, ...] = ()
    folder: str = ""
    """Where its documents are, relative to the output folder."""
    files: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Files that somebody edited, and that stayed as they are."""
    beside: tuple[str, ...] = ()
    """The program's own, where they lie beside those."""
    events: tuple[AnyEvent, ...] = ()
    """What the worklist is to write down of it, if it has not yet: a run may have been broken off before."""

    @property
    def told(self) -> str:
        """The verdict in words, or why there is none."""
        return (self.verdict or self.outcome or "off label").replace("_", " ")

    @property
    def owners(self) -> tuple[str, ...]:
        """Who has what is missing, each once."""
        return tuple(dict.fromkeys(one.owner for one in self.wants))

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, of whomever, and what else keeps it from going out; each once."""
        return tuple(dict.fromkeys((*(one.needed for one in self.wants), *self.blocking)))

    @property
    def to_send(self) -> bool:
        """Whether there is something to send, and it may go out as it is."""
        return self.ready and not self.kept and any(map(is_packet, self.files))

    @property
    def next(self) -> str:
        """What to do next, in one sentence."""
        if self.outcome == "not_covered":
            return "The payer does not cover it: see which routes are open (priorauth routes)."
        if self.verdict == "not_met":
            return f"Not met; {self._window}." if self.eligible else "Not met: look at why."
        match self.missing:
            case [one] if self.wants:
                return f"Ask {self._asked}: {one}."
            case [_, *_] if self.wants:
                return f"Ask {self._asked} for what is missing."
            case [one, *_]:
                return f"Mend first: {one}."
        if not self.ready:
            return "Look at it."
        if self.kept:
            beside = f"; the program's own: {', '.join(self.beside)}" if self.beside else ""
            return f"Edited by hand: {', '.join(self.kept)}{beside}. Look at what is to go out before you send it."
        if self.to_send:
            return "Send it."
        if self.product == "ketamine":
            return "The papers are ready. None of them goes to an insurer."
        return "Nothing is to be sent."

    @property
    def _asked(self) -> str:
        *others, last = (one.replace("_", " ") for one in self.owners)
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def _window(self) -> str:
        """When it would be met, until when, and on what that rests."""
        until = f" until {self.eligible_until}" if self.eligible_until else ""
        rests = f"provided that {'; '.join(self.provided)}" if self.provided else "if all else holds"
        return f"would be met from {self.eligible}{until}, {rests}"


class Outcome(Frozen):
    """One chart."""

    number: Annotated[int, Field(ge=0)]
    """Its place in the source, from 0."""
    where: str
    """Its file, and line."""
    case: str = ""
    """The practice's number for the patient; empty where the chart cannot be read."""
    how: How
    rows: tuple[Row, ...] = ()
    error: str = ""
    """Why it failed: what is wrong."""
    fix: str = ""
    """And what to do."""

    def told(self) -> str:
        """As JSON, for scripts: without what is the worklist's."""
        return self.model_dump_json(exclude={"rows": {"__all__": {"events"}}})
