"""Changes put into a file's own text: what a person wrote there, comments and all, stays as it is.

A chart is written by hand as often as by a program, so that it is never written anew: each change is put where it
belongs, and the whole is read again and must then say exactly what was wanted, or nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import yaml

from priorauth.errors import BadInput
from priorauth.jsontext import is_json
from priorauth.yamledit.edits import Append, Edit, Put, Swap, changed
from priorauth.yamledit.places import AS_CHARTS, IN_A_LINE, JSON, Style, pieces
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.yamltree import KeyPath, Tree

_MARK = "\ufeff"


def with_value(data: bytes, path: Path, at: KeyPath, value: Tree) -> bytes:
    """The file with ``value``, in one line, at ``at``, in place of what is there or as a new key. Raises as
    :func:`edited` does.
    """
    *above, key = at
    holder = _found(parse(data, path).tree, above)
    known = isinstance(holder, dict) and key in holder
    group, name = tuple(above), str(key)
    return edited(data, path, [Swap(group, name, name, value) if known else Put(group, name, value)], style=IN_A_LINE)


def with_item(data: bytes, path: Path, at: KeyPath, item: Tree) -> bytes:
    """The file with ``item``, in one line, as the last of the list at ``at``, which is begun where it is not there.
    Raises as :func:`edited` does.
    """
    *above, key = at
    holder = _found(parse(data, path).tree, above)
    there = isinstance(holder, dict) and key in holder
    edit = Append(at, [item]) if there else Put(tuple(above), str(key), [item])
    return edited(data, path, [edit], style=IN_A_LINE)


def edited(
    data: bytes, path: Path, edits: Sequence[Edit], comment: Sequence[str] = (), style: Style = AS_CHARTS
) -> bytes:
    """The file ``data`` with the changes made and ``comment`` on top, each of its lines without the mark.

    ``path`` is named in errors; what it calls JSON stays JSON.

    Raises:
        BadInput: it cannot be read, or is written in a way that would have to be changed for them.
    """
    before = parse(data, path).tree
    text = data.decode("utf-8-sig")
    line = "\r\n" if "\r\n" in text else "\n"
    head = "".join(f"# {one}".rstrip() + line for one in comment)
    try:
        body = _put_in(text, edits, JSON if path.suffix.lower() == ".json" else style, line)
        mark = _MARK if data.startswith(_MARK.encode()) else ""
        made = (mark + head + (line if head and not text.startswith("#") else "") + body).encode()
        if parse(made, path).tree == changed(before, edits):
            return made
    except (BadInput, yaml.YAMLError, LookupError, TypeError, AttributeError):
        # What has no place in the text, or none in the facts: a key of what is no group, an item of what is no list.
        pass
    raise BadInput(
        "The file is written in a way that nothing can be put into without changing the rest of it.",
        where=str(path),
        fix="Write it in by hand, or give that place the usual form, a key on each line; nothing was changed.",
    )


def _put_in(text: str, edits: Sequence[Edit], style: Style, line: str) -> str:
    # JSON may be set in with tabs, as YAML may not; a blank in the place of each leaves every position as it is.
    plain = text.replace("\t", " ") if is_json(text) else text
    root = yaml.compose(plain, Loader=yaml.SafeLoader)
    # What ends at one place ends from the inside out: an item's last key before the list's next item.
    inner_first = sorted(edits, key=lambda edit: -len(edit.at))
    made, done = "", 0
    for piece in sorted((p for edit in inner_first for p in pieces(plain, root, edit, style)), key=lambda p: p.first):
        made += text[done : piece.first]
        if piece.on_lines and made and not made.endswith("\n"):
            made += line
        made += piece.new.replace("\n", line)
        done = piece.last
    return made + text[done:]


def _found(tree: Any, at: Sequence[str | int]) -> Any:
    for step in at:
        tree = tree.get(step) if isinstance(tree, dict) else tree[step]
    return tree
