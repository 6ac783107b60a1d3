"""What became of one chart in a batch: plain data, so that it can come from another process and go into a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

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
    refused: str = ""
    """Why no letter was written."""
    warnings: tuple[str, ...] = ()
    folder: str = ""
    """Where its documents are, relative to the output folder."""
    files: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Files that somebody edited, and that stayed as they are."""
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
    def next(self) -> str:
        """What to do next, in one sentence."""
        if self.outcome == "not_covered":
            return "The payer does not cover it: see which routes are open (priorauth routes)."
        if self.verdict == "not_met":
            return f"Not met; from {self.eligible} on, if all else holds." if self.eligible else "Not met: look at why."
        if self.wants:
            return f"Ask {' and '.join(one.replace('_', ' ') for one in self.owners)} for what is missing."
        if self.blocking:
            return f"Mend first: {self.blocking[0]}."
        return "Send it." if self.ready else "Look at it."


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
