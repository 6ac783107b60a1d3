"""A place on a page where the prescriber signs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Space:
    """Room for a visible signature, and beside it for its date, in points."""

    page: int
    """Counted from 1."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom, counted from the page's upper left corner."""
    name_width: float
    """How much of the box is the line to sign on."""
    date_at: float | None = None
    """How far from the left the line of the date begins; none where the date stands with the name."""
