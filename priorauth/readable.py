"""Words that somebody else wrote, as a terminal may show them."""

from __future__ import annotations


def readable(line: str) -> str:
    """One line, without what would move the cursor, color or hide words, or turn the direction of writing.

    Each such sign, a line end among them, is shown as a question mark, and any kind of space as a space.
    """
    return "".join(one if one.isprintable() else " " if one.isspace() and one not in _ENDS else "?" for one in line)


_ENDS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
"""Python counts them among the spaces, but a terminal goes elsewhere with them."""
