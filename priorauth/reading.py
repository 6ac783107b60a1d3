"""From a parsed file to a validated model, with each mistake told by file, line and key.

The value itself is never repeated in a message: it may be a name, a birth date or a member ID.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from priorauth.yamltree import Document, KeyPath

Model = TypeVar("Model", bound=BaseModel)

_KEY = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")

_PLAIN = {
    "missing": "is missing.",
    "string_type": "must be text.",
    "int_parsing": "must be a whole number.",
    "int_type": "must be a whole number.",
    "int_from_float": "must be a whole number.",
    "decimal_parsing": "must be a number.",
    "decimal_type": "must be a number.",
    "bool_parsing": "must be yes or no.",
    "bool_type": "must be yes or no.",
    "list_type": "must be a list.",
    "tuple_type": "must be a list.",
    "dict_type": "must be a group of keys.",
    "model_type": "must be a group of keys.",
    "model_attributes_type": "must be a group of keys.",
}


class Flaw(ValueError):
    """A validator's finding. ``field`` says on which key below the validated group it is: ``trials[0].end``."""

    def __init__(self, what: str, field: str = "") -> None:
        self.at: KeyPath = tuple(int(number) if number else word for word, number in _KEY.findall(field))
        super().__init__(what)


def validated(model: type[Model], document: Document, context: Any = None) -> Model:
    """``document`` as a ``model``.

    Raises:
        BadInput: one paragraph that names each mistake (at most five) with its line and key.
    """
    try:
        return model.model_validate(document.tree, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise mistakes(document, [_mistake(document, model, detail) for detail in details]) from None


def mistakes(document: Document, found: Iterable[tuple[KeyPath, str]]) -> BadInput:
    """The error for mistakes at key paths of a document, sorted by line."""
    ordered = sorted(dict.fromkeys(found), key=lambda one: (document.line(one[0]), one[1]))
    told = [f"{_told(document, at)} {what}" for at, what in ordered[:5]]
    more = f" And {len(ordered) - 5} more." if len(ordered) > 5 else ""
    return BadInput(" ".join(told) + more, where=str(document.path), fix="Correct the file and run the command again.")


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to ``count`` of the ``known`` words that ``word`` may have been meant as."""
    return difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)


def _told(document: Document, at: KeyPath) -> str:
    from priorauth.yamltree import dotted  # noqa: PLC0415  (the two modules describe one thing from both ends)

    return f"line {document.line(at)}: {dotted(at) or 'the file'}"


def _mistake(document: Document, model: type[BaseModel], detail: ErrorDetails) -> tuple[KeyPath, str]:
    at = _in_file(document, detail["loc"])
    kind = detail["type"]
    context = detail.get("ctx") or {}
    if kind == "extra_forbidden":
        return at, _unknown_key(model, at)
    if kind in _PLAIN:
        return at, _PLAIN[kind]
    if kind in {"literal_error", "enum"}:
        return at, f"must be one of: {str(context.get('expected', '')).replace(' or ', ', ')}."
    flaw = context.get("error")
    if isinstance(flaw, Flaw):
        return (*at, *flaw.at), str(flaw)
    message = detail["msg"].removeprefix("Value error, ").rstrip(".")
    return at, message[:1].lower() + message[1:] + "."


def _in_file(document: Document, loc: tuple[int | str, ...]) -> KeyPath:
    """Pydantic's path without the parts that stand for a member of a union and not for a key."""
    at: KeyPath = ()
    node = document.tree
    for position, part in enumerate(loc):
        if isinstance(node, dict) and isinstance(part, str):
            if part in node:
                node = node[part]
            elif position < len(loc) - 1:
                continue  # a union's tag
            at = (*at, part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
            at = (*at, part)
    return at


def _unknown_key(model: type[BaseModel], at: KeyPath) -> str:
    allowed = _keys_allowed(model, at[:-1])
    if not allowed:
        return "is not a key known here."
    near = nearest(str(at[-1]), allowed)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"is not a key known here.{meant} Allowed: {', '.join(sorted(allowed))}."


def _keys_allowed(model: type[BaseModel], at: KeyPath) -> set[str]:
    """The keys that ``model`` allows at ``at``, over every member of a union on the way."""
    here: list[Any] = [model]
    for part in at:
        if isinstance(part, int):
            continue
        below = [
            inner
            for one in here
            for name, info in one.model_fields.items()
            if part in (name, info.alias)
            for inner in _models_in(info.annotation)
        ]
        here = below or here  # a key of a mapping, not of a model
    return {info.alias or name for one in here for name, info in one.model_fields.items()}


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in getattr(annotation, "__args__", ()) for found in _models_in(argument)]
