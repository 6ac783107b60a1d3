"""The trace of a letter: each of its runs of text with the chart's items it rests on, or that it was edited in Word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from priorauth.documents.content import Figure, lines_of

if TYPE_CHECKING:
    from priorauth.documents.content import Content, Span

OWN = "edited in Word, not by the program"
"""Whose words a run is that somebody changed; who that was, nobody knows before it is signed."""


def trace(content: Content) -> bytes:
    """A JSON list of blocks in reading order; a run without items is the template's own words, or ``own_words``."""
    told = []
    for block in content.blocks:
        runs = [_run(span) for spans in lines_of(block) for span in spans]
        drawn = {"items": list(block.data.evidence)} if isinstance(block, Figure) else {}
        told.append({"block": type(block).__name__.lower(), "runs": runs, **drawn})
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _run(span: Span) -> dict[str, object]:
    return {
        "text": span.text,
        "items": list(span.evidence),
        **({"to_confirm": True} if span.to_confirm else {}),
        **({"own_words": OWN} if span.own else {}),
    }
