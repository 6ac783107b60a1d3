"""What was done besides medicines: psychotherapy, ECT, TMS, VNS, DBS."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from priorauth.chart.dates import Day
from priorauth.chart.item import Answered, Item, Text, year_of
from priorauth.chart.trials import Ongoing, ran_beyond


class Psychotherapy(Item):
    """A course of psychotherapy."""

    id_begins = "psychotherapy"
    kind: Literal["CBT", "IPT", "ST", "PEI", "DBT", "psychodynamic", "supportive", "other"]
    """CBT: cognitive behavioral; IPT: interpersonal; ST: social; PEI: psychoeducational; DBT: dialectical behavior."""
    start: Day | None = None
    end: Day | Literal["unknown"] | Ongoing | None = None
    sessions: Annotated[int, Field(ge=1, le=2000)] | None = None
    outcome: Literal["inadequate", "partial", "response", "unknown"] | None = None
    episode: Literal["current", "earlier"] | None = None
    therapist: Text | None = None

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by its kind and the year it began."""
        return [str(given.get("kind") or ""), year_of(given, "start")]

    def known_on(self, day: date) -> Self | None:
        """What went on after ``day`` was under way then, and how it came out not known."""
        known = super().known_on(day)
        if known is None or not ran_beyond(self.end, day):
            return known
        return known.model_copy(update={"end": Ongoing(ongoing_as_of=day), "sessions": None, "outcome": None})


class Neuromodulation(Item):
    """Electroconvulsive therapy, magnetic stimulation, vagus nerve or deep brain stimulation."""

    id_begins = "neuromodulation"
    kind: Literal["ECT", "TMS", "VNS", "DBS"]
    start: Day | None = None
    end: Day | Literal["unknown"] | Ongoing | None = None
    sessions: Annotated[int, Field(ge=1, le=500)] | None = None
    outcome: Literal["none", "partial", "response", "unknown"] | None = None
    concurrent: Answered | None = None
    """Whether it goes on during the treatment asked for."""

    @classmethod
    def id_parts(cls, given: dict[str, Any]) -> list[str]:
        """Named by its kind and the year it began."""
        return [str(given.get("kind") or ""), year_of(given, "start")]

    def known_on(self, day: date) -> Self | None:
        """What went on after ``day`` was under way then, and how it came out not known."""
        known = super().known_on(day)
        if known is None or not ran_beyond(self.end, day):
            return known
        return known.model_copy(update={"end": Ongoing(ongoing_as_of=day), "sessions": None, "outcome": None})
