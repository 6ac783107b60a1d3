"""From a parsed file to a validated model, with each mistake told by file, line and key.

The value itself is never repeated in a message: it may be a name, a birth date or a member ID. Nor is a key that is not
known: somebody may have typed a name there.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from priorauth.yamltree import Document, KeyPath, Tree

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
    "greater_than_equal": "must be at least {ge}.",
    "greater_than": "must be more than {gt}.",
    "less_than_equal": "must be at most {le}.",
    "less_than": "must be less than {lt}.",
    "string_too_short": "must not be empty.",
    "string_too_long": "must be no longer than {max_length} characters.",
    "too_short": "must have at least {min_length}.",
    "too_long": "must have no more than {max_length}.",
}
A_SLIP = 0.85
"""How alike two ids are of which one is a slip for the other, where 1 is the same."""
_GROUPS = {"dict_type", "model_type", "model_attributes_type"}


class Unsaid(str):
    """A part of a key path that finds the line, and is not told: what was typed in the place of a key."""

    __slots__ = ()


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
        raise mistakes(document, _mistakes(document, model, details)) from None


def mistakes(document: Document, found: Iterable[tuple[KeyPath, str]]) -> BadInput:
    """The error for mistakes at key paths of a document, sorted by line."""
    ordered = sorted(dict.fromkeys(found), key=lambda one: (document.line(one[0]), one[1]))
    told = [f"{_told(document, at)} {what}" for at, what in ordered[:5]]
    more = f" And {len(ordered) - 5} more." if len(ordered) > 5 else ""
    return BadInput(" ".join(told) + more, where=str(document.path), fix="Correct the file and run the command again.")


def meant(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """A question that offers what ``word`` may have been meant as, to be put behind a sentence; empty if nothing is.

    Of ids (``alike=A_SLIP``) only those a slip of the keyboard apart: an id may be made of what a chart says, and
    nothing of that is told which the reader did not type in both places.
    """
    near = nearest(word, known, alike=alike)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def nearest(word: str, known: Iterable[str], count: int = 3, alike: float = 0.6) -> list[str]:
    """Up to ``count`` of the ``known`` words that ``word`` may have been meant as."""
    return difflib.get_close_matches(word, list(known), n=count, cutoff=alike)


def _told(document: Document, at: KeyPath) -> str:
    from priorauth.yamltree import dotted  # noqa: PLC0415  (the two modules describe one thing from both ends)

    told = dotted(tuple(part for part in at if not isinstance(part, Unsaid)))
    return f"line {document.line(at)}: {told or 'the file'}"


class _Place(NamedTuple):
    """Where one of Pydantic's errors is in the file."""

    at: KeyPath
    here: Tree
    """What the file has there."""
    choice: KeyPath | None
    """The nearest place above where one of several types may stand: each then tells what it finds wrong."""
    whole: bool
    """Whether such a type refuses the value as it stands, and not something inside it."""


def _mistakes(document: Document, model: type[BaseModel], details: list[ErrorDetails]) -> list[tuple[KeyPath, str]]:
    """Each mistake once: where several types may stand, as the one that was meant tells it."""
    found = [(_place(document, detail), detail) for detail in details]
    told: dict[KeyPath, str] = {}
    apart: list[tuple[KeyPath, str]] = []
    for place, detail in found:
        if detail["type"] == "too_short" and any(
            other.at[: len(place.at)] == place.at != other.at for other, _ in found
        ):
            continue  # the entries are there; what is wrong with them is told
        at, what = _what(model, place, detail)
        if not place.whole:
            apart.append((at, what))
        elif not _beside_the_point(place, detail, found):
            told[at] = f"{told[at]} Or it {what}" if at in told else what
    return [*told.items(), *apart]


def _beside_the_point(place: _Place, detail: ErrorDetails, found: list[tuple[_Place, ErrorDetails]]) -> bool:
    """Whether a type that was not meant speaks: a plain one of a group of keys, or a group of a plain value."""
    rivals = [other for other in found if other[0].choice == place.choice]
    if isinstance(place.here, dict):
        return any(not other.whole for other, _ in rivals)
    return detail["type"] in _GROUPS and any(other["type"] not in _GROUPS for _, other in rivals)


def _what(model: type[BaseModel], place: _Place, detail: ErrorDetails) -> tuple[KeyPath, str]:
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "extra_forbidden":
        *above, typed = place.at
        return (*above, Unsaid(typed)), _unknown_key(model, place.at)
    if kind in _PLAIN:
        return place.at, _PLAIN[kind].format_map(context)
    if kind in {"literal_error", "enum"}:
        return place.at, f"must be one of: {str(context.get('expected', '')).replace(' or ', ', ')}."
    flaw = context.get("error")
    if isinstance(flaw, Flaw):
        return (*place.at, *flaw.at), str(flaw)
    message = detail["msg"].removeprefix("Value error, ").rstrip(".")
    return place.at, message[:1].lower() + message[1:] + "."


def _place(document: Document, detail: ErrorDetails) -> _Place:
    """Follow Pydantic's path in the file; a part that is not there names a type, or the key that is missing."""
    place = _Place((), document.tree, None, whole=False)
    missing = detail["loc"][-1:] if detail["type"] == "missing" else ()
    for part in detail["loc"][: len(detail["loc"]) - len(missing)]:
        match place.here, part:
            case dict() as below, str() if part in below:
                place = place._replace(at=(*place.at, part), here=below[part], whole=False)
            case list() as below, int() if part < len(below):
                place = place._replace(at=(*place.at, part), here=below[part], whole=False)
            case _:
                place = place._replace(choice=place.at, whole=True)
    return place._replace(at=(*place.at, *missing), whole=False) if missing else place


def _unknown_key(model: type[BaseModel], at: KeyPath) -> str:
    allowed = _keys_allowed(model, at[:-1])
    if not allowed:
        return "has a key that is not known here."
    hint = meant(str(at[-1]), allowed)
    return f"has a key that is not known here.{hint} Allowed: {', '.join(sorted(allowed))}."


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
