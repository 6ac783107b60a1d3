"""Words as they compare: what Word changes by itself (quotation marks, spaces, dashes) is no edit."""

from __future__ import annotations

import re
import unicodedata

_SAME = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " ")
    | dict.fromkeys("‘’‚‛′", "'")
    | dict.fromkeys("“”„‟″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "\u00ad": None, "\u200b": None}
)
_SPACES = re.compile(r" +")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")
_TOKEN = re.compile(r"[0-9](?:[0-9.,/:]*[0-9])?|\w+|\s+|[^\w\s]")


def normal(text: str) -> str:
    """``text`` as it compares: one kind of quotation mark, of dash, of space, and no space twice."""
    same = unicodedata.normalize("NFC", text).translate(_SAME)
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", same)).strip()


def tokens(text: str) -> list[str]:
    """``text`` in its words, numbers, signs and spaces; together they are the text."""
    return _TOKEN.findall(text)


def compared(token: str) -> str:
    """A token as it compares: any space is one space."""
    if token.isspace():
        return "\n" if "\n" in token else " "
    return unicodedata.normalize("NFC", token).translate(_SAME)
