"""What a map is tried with: a request of which everything is known, one of which nothing is, one that says too much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms.context import form_context
from priorauth.documents.letter.samples import assessment_of, practice, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMES, _ITEMS = 8, 12
"""How often a text is said, and how many items a list has, in what says too much."""
_PHONE = re.compile(r"[0-9+(). x-]{7,25}")


def tried_with() -> dict[str, Mapping[str, Any]]:
    """The three, by name, from the fictional charts."""
    fictional = practice()
    complete = form_context(assessment_of(shown()["initial"], fictional), fictional.practice)
    return {"complete": complete, "sparse": _nothing(complete), "overlong": _too_much(complete)}


def _nothing(known: Any) -> Any:
    """The same groups with nothing in them."""
    if isinstance(known, dict):
        return {key: _nothing(value) for key, value in known.items()}
    return [] if isinstance(known, list) else None


def _too_much(known: Any) -> Any:
    """The same with long lists, and with every text of several words said over and over; single words are choices."""
    if isinstance(known, dict):
        return {key: _too_much(value) for key, value in known.items()}
    if isinstance(known, list):
        items = [_too_much(one) for one in known]
        return (items * _ITEMS)[:_ITEMS] if items and not _words_alone(items) else items
    if isinstance(known, str) and " " in known and not _PHONE.fullmatch(known):
        return " ".join([known] * _TIMES)
    return known


def _words_alone(items: list[Any]) -> bool:
    return all(isinstance(one, str) and " " not in one for one in items)
