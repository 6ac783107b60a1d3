"""A fact written into somebody's YAML file, everything else in it left as it stands: comments, order, spaces.

A chart is kept by people. What the program adds to it (a sign-off, a statement that was ticked) goes to its place in
the file's own text, and no other character of it changes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from priorauth.errors import BadInput
from priorauth.yamltree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.yamltree import KeyPath, Tree

_WIDE = 1 << 30


class Plain(yaml.SafeDumper):
    """Charts are read as strings: only what would be read as nothing needs quotes, and nothing is said by an alias."""

    yaml_implicit_resolvers = {
        letter: [one for one in rules if one[0] == "tag:yaml.org,2002:null"]
        for letter, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's signature)
        """A value that stands twice is written twice."""
        return True


def _number(dumper: Plain, value: float) -> yaml.ScalarNode:
    return dumper.represent_str(str(value).lower())


for _type in (bool, int, float):
    Plain.add_representer(_type, _number)


class _OneLine(Plain):
    """Lines of a text are told by \\n, so that a value stays in its line."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if "\n" in value else None)


_OneLine.add_representer(str, _text)


def with_value(data: bytes, path: Path, at: KeyPath, value: Tree) -> bytes:
    """The file with ``value`` at ``at``, in place of what is there; a key that is not there yet is added.

    ``path`` is only named in errors. Raises as :func:`with_item` does.
    """
    return _proved(path, _Text(data, path).put(at, value), _changed(parse(data, path).tree, at, value))


def with_item(data: bytes, path: Path, at: KeyPath, item: Tree) -> bytes:
    """The file with ``item`` as the last of the list at ``at``; a list that is not there yet is begun.

    Raises:
        BadInput: the file cannot be read, or is written in a way in which it cannot be added to without changing more.
    """
    there = _found(parse(data, path).tree, at)
    items = there if isinstance(there, list) else []
    text = _Text(data, path)
    new = text.append(at, item) if items else text.put(at, [item])
    return _proved(path, new, _changed(parse(data, path).tree, at, [*items, item]))


class _Text:
    """A file's text, and where in it each part of the tree stands."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.written = _json if path.suffix.lower() == ".json" else _flow
        self.text = data.decode("utf-8-sig")
        self.mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
        self.ends = "\r\n" if "\r\n" in self.text else "\n"
        self.root = yaml.compose(self.text, Loader=yaml.SafeLoader)

    def put(self, at: KeyPath, value: Tree) -> bytes:
        """Set a value: over the one that is there, or behind the last key of what it belongs to."""
        *above, last = at
        holder = self._node(above)
        known = self._part(holder, last)
        if known is not None:
            begin, end = known.start_mark.index, self._end(known)
            block = isinstance(known, yaml.CollectionNode) and not known.flow_style
            if block:
                return self._spliced(self._after_colon(begin), end, f" {self.written(value)}")
            return self._spliced(begin, end, self.written(value))
        return self._added(holder, f"{self.written(str(last))}: {self.written(value)}", dash=False)

    def append(self, at: KeyPath, item: Tree) -> bytes:
        """Add an item behind the last of a list."""
        return self._added(self._node(at), self.written(item), dash=True)

    def _added(self, holder: Any, words: str, *, dash: bool) -> bytes:
        end = self._end(holder)
        if holder.flow_style:
            closing = end - 1
            before = len(self.text[:closing].rstrip())
            comma = ", " if holder.value else ""
            return self._spliced(before, before, comma + words)
        line = self.text.find("\n", end)
        at = len(self.text) if line < 0 else line + 1
        begin = self.ends if line < 0 else ""
        lead = " " * holder.start_mark.column + ("- " if dash else "")
        return self._spliced(at, at, f"{begin}{lead}{words}{self.ends}")

    def _node(self, at: Any) -> Any:
        node: Any = self.root
        for step in at:
            node = self._part(node, step)
        return node

    @staticmethod
    def _part(node: Any, step: str | int) -> Any:
        if isinstance(step, int):
            return node.value[step]
        return next((value for key, value in node.value if key.value == step), None)

    def _end(self, node: Any) -> int:
        """Behind the last character of a value; a block ends with the last of what is in it, not with comments."""
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        return len(self.text[: node.end_mark.index].rstrip())

    def _after_colon(self, begin: int) -> int:
        return self.text.rindex(":", 0, begin) + 1

    def _spliced(self, begin: int, end: int, words: str) -> bytes:
        return (self.mark + self.text[:begin] + words + self.text[end:]).encode()


def _flow(value: Tree) -> str:
    """A value in one line."""
    text = yaml.dump(value, Dumper=_OneLine, default_flow_style=True, allow_unicode=True, sort_keys=False, width=_WIDE)
    return text.removesuffix("\n").removesuffix("\n...")


def _json(value: Tree) -> str:
    return json.dumps(value, ensure_ascii=False)


def _found(tree: Tree, at: KeyPath) -> Tree:
    for step in at:
        tree = tree.get(step) if isinstance(tree, dict) else tree[step]  # type: ignore[index,arg-type]
    return tree


def _changed(tree: Tree, at: KeyPath, value: Tree) -> Tree:
    if not at:
        return value
    step, *rest = at
    if isinstance(tree, list) and isinstance(step, int):
        return [_changed(one, tuple(rest), value) if place == step else one for place, one in enumerate(tree)]
    known = tree if isinstance(tree, dict) else {}
    return known | {str(step): _changed(known.get(str(step)), tuple(rest), value)}


def _proved(path: Path, new: bytes, wanted: Tree) -> bytes:
    """What was written, read again: it holds what it held, and what was added."""
    try:
        if parse(new, path).tree == wanted:
            return new
    except BadInput:
        pass
    raise BadInput(
        "The program cannot write into this file without changing more of it.",
        where=str(path),
        fix="Write the key by hand, or give the place where it belongs the usual form (a key on each line).",
    ) from None
