"""A chart's file with new facts in it: what nobody changed stays as it was written, and no comment is lost.

Only the top-level keys whose facts changed are written anew. Comments that stood inside of these then stand above them.
This is no list of changes, as :mod:`priorauth.yamledit` makes them and may refuse: an answer can change or take back
anything in a draft, has to be kept in whatever way its file is written, and stands where charts have it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from priorauth.chart.chart import Case
from priorauth.yamledit.places import comments
from priorauth.yamledit.written import dumped
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ORDER = [info.alias or name for name, info in Case.model_fields.items()]
_BETWEEN = re.compile(r"(#.*)?\n?")
"""A line with nothing but a comment, from the first column."""


def rewritten(data: bytes, path: Path, facts: dict[str, Any]) -> bytes:
    """The file with these facts; ``path`` is only named in errors.

    Raises:
        BadInput: the file cannot be read.
    """
    document = parse(data, path)
    text = data.decode("utf-8-sig")
    plain = text.replace("\r\n", "\n")
    old = document.tree if isinstance(document.tree, dict) else {}
    if old == facts:
        return data
    starts = [document.line((key,)) - 1 for key in old]
    lines = plain.splitlines(keepends=True)
    if not _one_below_the_other(list(old), starts, lines):
        made = "".join(f"{one}\n" for _, one in comments(plain)) + dumped(facts)
    else:
        made = "".join(_parts(_blocks(list(old), starts, lines), old, facts))
    return (made.replace("\n", "\r\n") if "\r\n" in text else made).encode()


def _one_below_the_other(keys: list[str], starts: list[int], lines: list[str]) -> bool:
    """Whether each key begins a line of its own, in the order of the file."""
    bare = (lines[start].lstrip("\"'").startswith(key) for key, start in zip(keys, starts, strict=True))
    return all(bare) and all(one < other for one, other in pairwise(starts))


def _blocks(keys: list[str], starts: list[int], lines: list[str]) -> dict[str, tuple[str, str]]:
    """Each key's own lines, and the comments above it."""
    blocks = {}
    above = lines[: starts[0]] if starts else lines
    for key, start, end in zip(keys, starts, [*starts[1:], len(lines)], strict=True):
        last = end
        while last > start + 1 and _BETWEEN.fullmatch(lines[last - 1]):
            last -= 1
        body = "".join(lines[start:last])
        blocks[key] = ("".join(above), body if body.endswith("\n") else f"{body}\n")
        above = lines[last:end]
    if above:
        blocks[""] = ("".join(above), "")
    return blocks


def _parts(blocks: dict[str, tuple[str, str]], old: dict[str, Any], facts: dict[str, Any]) -> Iterator[str]:
    new = [key for key in facts if key not in old]
    for key, (above, body) in blocks.items():
        for one in [one for one in new if key and key in _ORDER and _ORDER.index(one) < _ORDER.index(key)]:
            new.remove(one)
            yield dumped({one: facts[one]})
        if not key:  # what stands below all keys
            yield from (dumped({one: facts[one]}) for one in new)
            new = []
        yield above
        if key in facts and facts[key] == old[key]:
            yield body
        elif key:
            yield from (f"{one}\n" for _, one in comments(body))
            yield dumped({key: facts[key]}) if key in facts else ""
    yield from (dumped({one: facts[one]}) for one in new)
