"""YAML (and JSON) as a tree of strings with positions.

Scalars stay what was written (``0012``, ``NO``, ``2021``, ``12:30``); what they mean is decided by the model that
reads them, never by YAML's own guesses. Anchors, aliases and tags are refused: they are not needed for what people
write here, and a file of a few hundred bytes can blow up to gigabytes through them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import yaml

from priorauth.errors import BadInput
from priorauth.files import read_bytes
from priorauth.jsontext import as_yaml, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 20_000_000
MAX_DEPTH = 60
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_JSON = (".json", ".ndjson", ".jsonl")
_NULL = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: its tree, and the line on which each key path begins (1-based)."""

    path: Path
    tree: Tree
    lines: dict[KeyPath, int] = field(repr=False)

    def line(self, at: KeyPath) -> int:
        """The line of ``at``, or of its nearest ancestor that stands in the file."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)

    def place(self, at: KeyPath) -> str:
        """``at`` as an error message names it: file, line and dotted key."""
        key = dotted(at)
        return f"{self.path}, line {self.line(at)}" + (f", {key}" if key else "")


def dotted(at: KeyPath) -> str:
    """A key path as people write it: ``trials[2].doses[0].mg``."""
    text = ""
    for part in at:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read(path: Path) -> Document:
    """Parse the YAML or JSON file at ``path``.

    Raises:
        BadInput: not UTF-8, not YAML, a key twice, an anchor or alias, too large or too deep.
    """
    return parse(read_bytes(path), path)


def parse(data: bytes, path: Path) -> Document:
    """Parse ``data``; ``path`` is only named in errors. Raises as :func:`read` does."""
    if len(data) > MAX_BYTES:
        raise BadInput(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
            where=str(path),
            fix="A chart or policy is a few kilobytes; scans belong beside it as exhibits.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(
            "The file is not UTF-8 text.",
            where=f"{path}, line {line}",
            fix="Save it again with the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8).",
        ) from None
    return _Builder(path).build(text)


def scalar_at(key: str, data: bytes) -> str:
    """The scalar under ``key`` at the top of ``data``, however it is written; the rest behind it is not read.

    Empty, if there is none, or what stands before it cannot be read.
    """
    try:
        depth, is_key, found = 0, True, False
        for event in yaml.parse(as_yaml(data.decode("utf-8-sig")), Loader=_LOADER):
            match event:
                case yaml.ScalarEvent() if depth == 1:
                    if found:
                        return str(event.value)
                    found, is_key = is_key and event.value == key, not is_key
                case yaml.SequenceStartEvent() if depth == 0:
                    break
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    depth, found = depth + 1, False
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    depth, is_key = depth - 1, True
    except (UnicodeDecodeError, yaml.YAMLError):
        pass
    return ""


class _Builder:
    """Builds the tree from YAML's events, so that no alias is ever expanded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[KeyPath, int] = {}

    def build(self, text: str) -> Document:
        try:
            events = yaml.parse(as_yaml(text), Loader=_LOADER)
            next(events), next(events)  # the beginnings of the stream and of the document
            tree = self._node(next(events), events, ())
            following, more = next(events), next(events, None)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            if self._path.suffix.lower() in _JSON:
                raise self._of_json(text, line, f"{error.problem or error.context}") from None
            raise self._error(
                line,
                f"This is not valid YAML ({error.problem or error.context}).",
                "Look at the indentation and quotes there and on the line before.",
            ) from None
        except yaml.YAMLError:
            raise self._error(
                1, "This is not valid YAML.", "It holds a character that text files cannot have."
            ) from None
        except StopIteration:
            raise self._error(1, "The file is empty.", "Fill it, or remove it.") from None
        if not isinstance(following, yaml.DocumentEndEvent) or not isinstance(more, yaml.StreamEndEvent):
            raise self._error(
                _line(following), "The file holds more than one YAML document.", "Put each in a file of its own."
            )
        return Document(self._path, tree, self._lines)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], at: KeyPath) -> Tree:
        self._lines.setdefault(at, _line(event))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._error(
                _line(event),
                "YAML anchors and aliases (& and *) are not used here.",
                "Write the value out in each place.",
            )
        if getattr(event, "tag", None):
            raise self._error(_line(event), "YAML tags (!) are not used here.", "Write the plain value.")
        if len(at) > MAX_DEPTH:
            raise self._error(
                _line(event), f"The file nests deeper than {MAX_DEPTH} levels.", "Look for a stray bracket."
            )
        match event:
            case yaml.ScalarEvent():
                plain = event.style is None or event.style == ""
                return None if plain and event.value in _NULL else str(event.value)
            case yaml.SequenceStartEvent():
                items: list[Tree] = []
                while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                    items.append(self._node(inner, events, (*at, len(items))))
                return items
            case yaml.MappingStartEvent():
                return self._mapping(events, at)
        raise self._error(_line(event), "This is not valid YAML.", "Look at the indentation there.")

    def _mapping(self, events: Iterator[yaml.Event], at: KeyPath) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        while not isinstance(key_event := next(events), yaml.MappingEndEvent):
            if not isinstance(key_event, yaml.ScalarEvent) or key_event.anchor or key_event.tag:
                raise self._error(_line(key_event), "A key must be a plain word.", "Look at the indentation there.")
            key = str(key_event.value)
            if key in mapping:
                raise self._error(
                    _line(key_event),
                    f"This key stands twice (first on line {self._lines[(*at, key)]}).",
                    "Keep one of them.",
                )
            self._lines[(*at, key)] = _line(key_event)
            mapping[key] = self._node(next(events), events, (*at, key))
        return mapping

    def _of_json(self, text: str, line: int, why: str) -> BadInput:
        """Of a file that is to be JSON; and of what only JSON can say, such as half a character."""
        wrong = fault(text)
        if wrong is None:
            return self._error(
                line, f"This JSON holds what no text can hold ({why}).", "Take it out, or export it again."
            )
        return self._error(
            wrong.lineno,
            f"This is not valid JSON ({wrong.msg}, character {wrong.colno}).",
            "Look at the commas, quotes and brackets there and on the line before.",
        )

    def _error(self, line: int, what: str, fix: str) -> BadInput:
        return BadInput(what, where=f"{self._path}, line {line}", fix=fix)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
