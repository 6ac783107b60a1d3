"""The gallery's letters, and others made as it makes them: small changes laid over an example chart."""

from __future__ import annotations

from functools import cache
from typing import Any

from priorauth.documents.content import Content, Figure, lines_of, plain_text
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.compose import Letter
from priorauth.workspace import Workspace
from tests.command import CHARTS

SHOWN = gallery.shown()

ONE_SESSION = [{"id": "s1", "on": "2026-11-12", "dose_mg": "56"}]
LATE = {"reason": "payer_error", "found_on": "2026-11-18"}
SEARCHED = {"searched_on": "2026-11-09", "by": "Odette Ledgerly", "within_miles": "50"}
CONSULTED = {"consultant": "Dr. Y", "role": "psychiatrist", "on": "2026-11-06"}
ASKED = {"payer": "cigna", "on": "2026-11-10", "questions": [{"asked": "Why?", "answer": "Because."}]}
LITHIUM = {"medicine": "lithium", "start": "2025-01-06", "end": "2025-03-30"}
OF_LITHIUM = {"required": "a trial of lithium.", "because": "B."}


@cache
def workspace() -> Workspace:
    return Workspace.around(CHARTS)


@cache
def letters(name: str) -> tuple[Letter, ...]:
    return tuple(gallery.letters(name, SHOWN[name], workspace()))


def about(case: str, **more: Any) -> Any:
    return gallery.assessment_of({"case": case, **more}, workspace())


def written(name: str, case: str, **more: Any) -> tuple[Letter, str]:
    """The letter, and its words as one line."""
    (letter,) = gallery.letters(name, {"case": case, **more}, workspace())
    return letter, " ".join(plain_text(letter.content).split())


def told(content: Content) -> str:
    """The letter's words, with a line between blocks and a word for each figure."""
    parts = []
    for block in content.blocks:
        if isinstance(block, Figure):
            parts.append(f"[{block.alt}]")
        parts.append("\n".join("".join(span.text for span in spans) for spans in lines_of(block) if spans))
    return "\n\n".join(part for part in parts if part) + "\n"
