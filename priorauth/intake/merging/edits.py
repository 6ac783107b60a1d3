"""Changes put into a chart's own text: what a person wrote there, comments and all, stays as it is.

A chart is written by hand as often as by a program, so that it is never written anew: each change is put where it
belongs, and the whole is read again and must then say exactly what was wanted, or nothing is written.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from priorauth.errors import BadInput
from priorauth.intake.written import dumped
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.yamltree import KeyPath, Tree


@dataclass(frozen=True, slots=True)
class Put:
    """A key that a group lacks."""

    at: KeyPath
    """The group."""
    key: str
    value: Tree


@dataclass(frozen=True, slots=True)
class Append:
    """More items of a list that is there; there is one such change for each list."""

    at: KeyPath
    """The list."""
    items: list[Tree]


@dataclass(frozen=True, slots=True)
class Swap:
    """A key and its value in the place of another, or of itself."""

    at: KeyPath
    """The group."""
    old: str
    key: str
    value: Tree


Edit = Put | Append | Swap


def changed(tree: Tree, edits: Iterable[Edit]) -> Any:
    """A copy of ``tree`` with the changes made."""
    made: Any = copy.deepcopy(tree)
    for edit in edits:
        above: Any = None
        here = made
        for part in edit.at:
            above, here = here, here[part]
        match edit:
            case Put():
                here[edit.key] = edit.value
            case Append():
                above[edit.at[-1]] = [*(here or ()), *edit.items]
            case Swap():
                here.pop(edit.old)
                here[edit.key] = edit.value
    return made


def edited(data: bytes, path: Path, edits: Sequence[Edit], comment: Sequence[str]) -> bytes:
    """The file ``data`` with the changes made and ``comment`` on top, each of its lines without the mark.

    Raises:
        BadInput: it is written in a way that would have to be changed for them.
    """
    before = parse(data, path)
    text = data.decode("utf-8-sig")
    mark = "\ufeff" if data.startswith("\ufeff".encode()) else ""
    line = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    # What ends at one place ends from the inside out: an item's last key before the list's next item.
    inner_first = sorted(edits, key=lambda edit: -len(edit.at))
    pieces = [
        piece for number, edit in enumerate(inner_first) for piece in _pieces(text, _node(root, edit.at), edit, number)
    ]
    for first, last, _, new in sorted(pieces, key=lambda one: (one[0], one[2]), reverse=True):
        text = text[:first] + new.replace("\n", line) + text[last:]
    head = "".join(f"# {one}".rstrip() + line for one in comment)
    made = (mark + head + (line if head and not text.startswith("#") else "") + text).encode()
    try:
        same = parse(made, path).tree == changed(before.tree, edits)
    except BadInput:
        same = False
    if not same:
        raise BadInput(
            "The chart's file is written in a way that nothing can be put into without changing the rest of it.",
            where=str(path),
            fix="Add what the second source has by hand; nothing was changed.",
        )
    return made


def _node(node: Any, at: KeyPath) -> Any:
    for part in at:
        if isinstance(part, int):
            node = node.value[part]
        else:
            node = next(value for key, value in node.value if key.value == part)
    return node


_Piece = tuple[int, int, int, str]
"""The first character that goes, the one after the last, the number of the change, and what comes there."""


def _pieces(text: str, node: Any, edit: Edit, number: int) -> Iterator[_Piece]:
    match edit:
        case Swap():
            key, value = next((key, value) for key, value in node.value if key.value == edit.old)
            last = _end(value)
            last -= len(text[:last]) - len(text[:last].rstrip()) if last > value.start_mark.index else 0
            yield key.start_mark.index, last, number, dumped({edit.key: edit.value}, in_a_line=True)[1:-1]
        case Put() if node.flow_style:
            yield _into_brackets(text, node, dumped({edit.key: edit.value}, in_a_line=True)[1:-1], number)
        case Append() if isinstance(node, yaml.ScalarNode):  # a key without a list: "fills:"
            yield node.start_mark.index, node.end_mark.index, number, f" {dumped(edit.items, in_a_line=True)}"
        case Append() if node.flow_style:
            yield _into_brackets(text, node, dumped(edit.items, in_a_line=True)[1:-1], number)
        case Put():
            yield _below(text, node, dumped({edit.key: edit.value}), number)
        case Append():
            yield _below(text, node, dumped(edit.items), number)


def _into_brackets(text: str, node: Any, new: str, number: int) -> _Piece:
    at = node.end_mark.index - 1
    before = text[node.start_mark.index + 1 : at].rstrip()
    comma = ", " if node.value and not before.endswith(",") else ""
    return at, at, number, comma + new


def _below(text: str, node: Any, new: str, number: int) -> _Piece:
    """Behind the last line of a block and the comments that stand as far in as it."""
    column = node.start_mark.column
    at = _end(node)
    if text[at - 1] != "\n":
        at = text.find("\n", at) + 1 or len(text)
    while column and (comment := re.match(r"[ ]*(?=#)", text[at:])) and len(comment[0]) >= column:
        at = text.find("\n", at) + 1 or len(text)
    begin = "" if text[:at].endswith("\n") else "\n"
    return at, at, number, begin + "".join(f"{' ' * column}{one}\n" if one else "\n" for one in new.splitlines())


def _end(node: Any) -> int:
    """Behind the last character of a value: a block's own mark stands where the next thing begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)
