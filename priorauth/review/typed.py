"""Words that somebody typed into a page: their line ends made one kind, and nothing in them that cannot be seen.

They are read again in a letter, on the page and in a terminal; a sign that moves the cursor or turns the direction of
writing would show other words there than were typed.
"""

from __future__ import annotations

import re
import unicodedata

from priorauth.chart.item import MOST_LETTERS
from priorauth.errors import UsageError

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""Browsers send the first; Word copies others."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's own signs for the direction of writing (UAX #9, section 2)."""


def typed(words: str) -> str:
    """``words`` as they are kept.

    Raises:
        UsageError: there are too many of them, or one of their signs cannot be seen.
    """
    text = _LINE_ENDS.sub("\n", words).replace("\t", " ")
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    if len(text) > MOST_LETTERS:
        raise UsageError(f"That is longer than {MOST_LETTERS} letters.", fix="Say it more briefly.")
    if unseen := next(filter(is_unseen, text.replace("\n", "")), None):
        raise UsageError(
            f"There is a sign in it that nobody can see (U+{ord(unseen):04X}) and that would show the words otherwise.",
            fix="Type the words around it anew instead of copying them.",
        )
    return text


def is_unseen(sign: str) -> bool:
    """Whether it steers a terminal, turns the direction of writing, or is none at all."""
    none = ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
    return none or sign in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
