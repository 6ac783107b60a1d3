"""Where in a text a change belongs, and what comes there.

Positions are those of YAML's own nodes. A block's node ends where the next thing begins, so that its last character is
looked for in the last of what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from priorauth.jsontext import is_json
from priorauth.yamledit.edits import Append, Put, Swap
from priorauth.yamledit.written import dumped, in_a_line, in_json

if TYPE_CHECKING:
    from priorauth.yamledit.edits import Edit
    from priorauth.yamltree import KeyPath, Tree


@dataclass(frozen=True, slots=True)
class Style:
    """How what is new is written."""

    line: Callable[[Any], str]
    """A value in one line."""
    block: Callable[[Any], str] | None = None
    """A group or a list below others; ``None``: each of its keys or items in one line too."""

    def lines(self, value: dict[str, Tree] | list[Tree]) -> list[str]:
        """The keys of a group, or the items of a list, to stand below others."""
        if self.block:
            return self.block(value).splitlines()
        if isinstance(value, dict):
            return [self.inner({key: one}) for key, one in value.items()]
        return [f"- {self.line(one)}" for one in value]

    def inner(self, value: dict[str, Tree] | list[Tree]) -> str:
        """The same to stand between brackets that are there."""
        return self.line(value)[1:-1]


AS_CHARTS = Style(in_a_line, dumped)
IN_A_LINE = Style(in_a_line)
JSON = Style(in_json)


@dataclass(frozen=True, slots=True)
class Piece:
    """A change of the text."""

    first: int
    """The first character that goes."""
    last: int
    """The one after the last; ``first``, where none goes."""
    new: str
    on_lines: bool = False
    """Whether it has to begin a line."""


def pieces(text: str, root: Any, edit: Edit, style: Style) -> Iterator[Piece]:
    """The pieces of one change; ``root`` is the node of the whole text.

    Raises:
        LookupError: it has no place in the text.
    """
    node = _node(root, edit.at)
    match edit:
        case Swap():
            yield from _swapped(text, node, edit, style)
            return
        case Put():
            new: dict[str, Tree] | list[Tree] = {edit.key: edit.value}
        case Append():
            new = edit.items
    if isinstance(node, yaml.ScalarNode):  # a key without a list: "fills:"
        yield _over(text, node, style.line(new))
    elif node.flow_style:
        yield _into_brackets(text, node, style.inner(new))
    else:
        yield _below(text, node, style.lines(new))


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Every comment of a text with its place, without what it stands beside; JSON holds none."""
    if is_json(text):
        return
    end = 0
    for token in yaml.scan(text):
        yield from ((end + one.start(), one[0]) for one in _COMMENT.finditer(text[end : token.start_mark.index]))
        end = token.end_mark.index
    yield from ((end + one.start(), one[0]) for one in _COMMENT.finditer(text[end:]))


_COMMENT = re.compile(r"#[^\r\n]*")


def _node(node: Any, at: KeyPath) -> Any:
    for part in at:
        node = node.value[part] if isinstance(part, int) else _pair(node, part)[1]
    return node


def _pair(node: Any, key: str) -> tuple[Any, Any]:
    for pair in node.value:
        if pair[0].value == key:
            return pair[0], pair[1]
    raise LookupError(key)


def _swapped(text: str, node: Any, edit: Swap, style: Style) -> Iterator[Piece]:
    key, value = _pair(node, edit.old)
    if edit.key != edit.old:
        yield Piece(key.start_mark.index, key.end_mark.index, style.line(edit.key))
    over = _over(text, value, style.line(edit.value), text.find(":", key.end_mark.index) + 1)
    yield over
    # What was said inside of the old value is said below the new one.
    if "#" in text[over.first : over.last]:
        told = [one for at, one in comments(text) if over.first <= at < over.last]
        yield _on_lines(_next_line(text, over.last), key.start_mark.column, told)


def _over(text: str, node: Any, new: str, colon: int = 0) -> Piece:
    """In the place of a value; a block's goes from the colon on, and what stands below it in the file stays."""
    block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    first = colon if block else node.start_mark.index
    last = first + len(text[first : _end(node)].rstrip())
    return Piece(first, last, f" {new}" if text[first - 1 : first] == ":" else new)


def _into_brackets(text: str, node: Any, new: str) -> Piece:
    if not node.value:
        at = node.start_mark.index + 1
        return Piece(at, at, new)
    at = _end_of_last(node)
    comma = re.match(r"\s*,", text[at:])
    at += comma.end() if comma else 0
    return Piece(at, at, f" {new}" if comma else f", {new}")


def _below(text: str, node: Any, lines: list[str]) -> Piece:
    """Behind the last line of a block and the comments that stand as far in as it."""
    column = node.start_mark.column
    at = _end(node)
    if text[at - 1] != "\n":
        at = _next_line(text, at)
    while column and (comment := re.match(r"[ ]*(?=#)", text[at:])) and len(comment[0]) >= column:
        at = _next_line(text, at)
    return _on_lines(at, column, lines)


def _on_lines(at: int, column: int, lines: list[str]) -> Piece:
    new = "".join(f"{' ' * column}{one}\n" if one else "\n" for one in lines)
    return Piece(at, at, new, on_lines=True)


def _next_line(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)


def _end(node: Any) -> int:
    """Behind the last character of a value."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    return _end_of_last(node)


def _end_of_last(node: Any) -> int:
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)
