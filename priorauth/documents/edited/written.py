"""What the program wrote, kept for the day on which somebody brings it back edited.

Beside each letter lies a small file with its words as units, those of the last few times that they changed: a letter
that was sent to the clinician on Monday is compared with Monday's words, whatever the chart has learned since. It lies
in the patient's folder and not in the Word file: who takes a sentence out of a letter must not send it along.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.edited.normal import normal
from priorauth.documents.edited.reading import read
from priorauth.documents.edited.units import Unit, as_data, from_data, key_of, units_of
from priorauth.documents.edited.wordfile import WordFile

if TYPE_CHECKING:
    from priorauth.documents.content import Content

_KEPT = 12  # how many times


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it was written."""

    units: tuple[Unit, ...]
    before: tuple[Unit, ...] = ()
    """What the Word template puts on the page itself before the letter's words."""
    after: tuple[Unit, ...] = ()
    margins: tuple[str, ...] = ()
    """The lines above and below the text of each page."""

    @property
    def key(self) -> str:
        """By what it is known."""
        return key_of(self.units)

    @property
    def drawings(self) -> frozenset[str]:
        """By what words its pictures are known."""
        return frozenset(normal(one.alt) for one in self.units if one.alt)


def written(content: Content, word: bytes) -> Written:
    """What stands in ``word``, the Word file of ``content``: the words, and what the template puts around them."""
    units = units_of(content)
    bare = Written(units)
    there = read(WordFile(word, "letter.docx"), bare.drawings)
    sides = len(there.units) - len(units)
    begin = next((place for place in range(sides + 1) if _alike(there.units[place : place + len(units)], units)), None)
    if begin is None:  # the template shows the words otherwise than one after the other
        return Written(units, margins=there.margins)
    return Written(units, there.units[:begin], there.units[begin + len(units) :], there.margins)


def _alike(one: tuple[Unit, ...], other: tuple[Unit, ...]) -> bool:
    return all(normal(here.text) == normal(there.text) for here, there in zip(one, other, strict=True))


def added_to(old: bytes, *new: Written) -> bytes:
    """The file with ``new`` as the last of what was written; ``old`` is empty where there is none yet."""
    fresh = {one.key: _as_data(one) for one in new}
    kept = [(key, data) for key, data in _data(old).items() if key not in fresh]
    whole = dict(kept[max(0, len(kept) + len(fresh) - _KEPT) :]) | fresh
    return (json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def kept_in(file: bytes, key: str) -> Written | None:
    """What was written under that key; none, if the file does not hold it or is none of ours."""
    try:
        one = _data(file)[key]
        return Written(
            from_data(one["letter"]), from_data(one["before"]), from_data(one["after"]), tuple(one["margins"])
        )
    except (KeyError, TypeError, ValueError):
        return None


def _as_data(one: Written) -> dict[str, object]:
    return {
        "letter": as_data(one.units),
        "before": as_data(one.before),
        "after": as_data(one.after),
        "margins": list(one.margins),
    }


def _data(file: bytes) -> dict[str, Any]:
    try:
        data = json.loads(file)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
