"""What a contradiction is."""

from __future__ import annotations

from dataclasses import dataclass

from priorauth.medicines.names import words
from priorauth.medicines.reference import reference


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What excludes what, as a question to whoever knows."""

    text: str
    items: tuple[str, ...]
    """What it is about: items of the chart, and a list by its key where something is missing from that."""


def moiety(medicine: str) -> str:
    """What two names of one medicine have in common: "Trintellix" and "vortioxetine" are the same."""
    named = reference().known(medicine)
    return named.medicine.moiety if named else " ".join(words(medicine))
