"""What was done besides medicines: psychotherapy, ECT, TMS, VNS, DBS."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from priorauth.chart.dates import Day, PartialDate
from priorauth.chart.item import Answered, Item, Text, year_of
from priorauth.chart.trials import Ongoing, ends_before, ran_beyond
from priorauth.reading import Flaw


class Therapy(Item):
    """A course of sessions over time."""

    start: Day | None = None
    end: Day | Literal["unknown"] | Ongoing | None = None
    """The last day, ``unknown``, or ``{ongoing_as_of: day}``; left out, it is not known either."""

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

    @property
    def span(self) -> str:
        """From when to when, and what of that is not documented: "from 2025-03, end not documented"."""
        begun = f"from {self.start or 'an unknown day'}"
        match self.end:
            case PartialDate() as end:
                return f"{begun} to {end}"
            case Ongoing(ongoing_as_of=seen):
                return f"{begun}, ongoing on {seen}"
            case _:
                return f"{begun}, end not documented"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if ends_before(self.end, self.start):
            raise Flaw("is before start.", "end")
        return self


class Psychotherapy(Therapy):
    """A course of psychotherapy."""

    id_begins = "psychotherapy"
    kind: Literal["CBT", "IPT", "ST", "PEI", "DBT", "psychodynamic", "supportive", "other"]
    """CBT: cognitive behavioral; IPT: interpersonal; ST: social; PEI: psychoeducational; DBT: dialectical behavior."""
    sessions: Annotated[int, Field(ge=1, le=2000)] | None = None
    outcome: Literal["inadequate", "partial", "response", "unknown"] | None = None
    episode: Literal["current", "earlier"] | None = None
    therapist: Text | None = None


class Neuromodulation(Therapy):
    """Electroconvulsive therapy, magnetic stimulation, vagus nerve or deep brain stimulation."""

    id_begins = "neuromodulation"
    kind: Literal["ECT", "TMS", "VNS", "DBS"]
    sessions: Annotated[int, Field(ge=1, le=500)] | None = None
    outcome: Literal["none", "partial", "response", "unknown"] | None = None
    concurrent: Answered | None = None
    """Whether it goes on during the treatment asked for."""
