"""Every message in the source that a user may see, with ``…`` in the place of what changes."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from priorauth import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RAISED = {
    "BadInput", "UsageError", "ToolMissing", "UnknownMedicine", "Flaw", "MarkdownError", "TagFault",
    "TemplateRuntimeError", "TemplateSyntaxError", "TypeError", "ValueError", "_Mistake", "_error", "_mistake",
    "__init__",
}  # fmt: skip
_NOT_TOLD = {
    "two parts of the packet are called …",  # a mistake in the calling code: no file that people write brings it about
    "The exhibit … …",  # only the frame of other messages
}


def messages(package: Path) -> set[str]:
    """The first sentence of each message: what stays the same when its details change."""
    found = {text for path in package.rglob("*.py") for text in _in_source(path)}
    found |= {_without_names(text) for text in reading._PLAIN.values()}
    return {_first_sentence(text) for text in found if any(letter.isalpha() for letter in text)} - _NOT_TOLD


@cache
def first_sentences(package: Path) -> set[str]:
    """The first sentence of every text in the source, messages or not."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in package.rglob("*.py")]
    texts = {_text(node) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)}
    return {_first_sentence(text) for text in texts | set(map(_without_names, reading._PLAIN.values()))}


def _in_source(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments) if name in _RAISED:
                yield from [text for argument in arguments if (text := _text(argument))][:1]
            case ast.Tuple(elts=[ast.Tuple(), ast.Constant() | ast.JoinedStr() as told]) if text := _text(told):
                yield text  # a place in a file, and what is wrong there


def _text(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or "…" for part in parts)
        case _:
            return ""


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)(?: |…)", text)[0]


def _without_names(text: str) -> str:
    while "{" in text:
        before, _, rest = text.partition("{")
        text = f"{before}…{rest.partition('}')[2]}"
    return text
