"""What was measured."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.timing import Times


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was done, by us and by the others; ``None`` where there is no other, or it was not measured."""

    what: str
    budget: float | None
    """In milliseconds; ``None`` where the design names none."""
    ours: Times
    usual: Times | None = None
    """From cold: Python doing nothing."""
    competent: Times | None = None
    """From cold: Python importing every heavy library."""

    @property
    def over_budget(self) -> bool:
        return self.budget is not None and self.ours.median > self.budget


@dataclass(slots=True)
class Result:
    """One run."""

    rounds: int
    libreoffice: str | None
    """Its name and version, if it was timed."""
    cold: list[Row] = field(default_factory=list)
    warm: list[Row] = field(default_factory=list)
    pages: tuple[int, int] = (0, 0)
    """Of the shortest and the longest packet."""
    fields: int = 0
    """Values that go into the form."""
    patients: int = 0
    shares_of_check: dict[str, float] = field(default_factory=dict)
    shares_of_documents: dict[str, float] = field(default_factory=dict)
    shares_of_judgement: dict[str, float] = field(default_factory=dict)
