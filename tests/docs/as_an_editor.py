"""YAML files and JSON Schemas as an editor sees them: YAML 1.2's own types, and a schema held against them.

Only what our schemas use is understood; any other rule is an error here, so that none passes because nobody read it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Schema: TypeAlias = "dict[str, Any]"

_CORE = [
    (re.compile(r"(null|Null|NULL|~|)$"), lambda _: None),
    (re.compile(r"(true|True|TRUE)$"), lambda _: True),
    (re.compile(r"(false|False|FALSE)$"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+$"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"), float),
]
"""The core schema of YAML 1.2: dates and ``yes`` are texts, ``2021`` and ``00021`` are numbers."""


def read(path: Path) -> Any:
    """The file's values with the types that an editor gives them."""
    return _value(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def _value(node: yaml.Node) -> Any:
    match node:
        case yaml.MappingNode():
            return {key.value: _value(below) for key, below in node.value}
        case yaml.SequenceNode():
            return [_value(item) for item in node.value]
        case yaml.ScalarNode(style=None):
            return next((made(node.value) for form, made in _CORE if form.match(node.value)), node.value)
        case _:
            return node.value


def complaints(value: Any, schema: Schema, root: Schema | None = None, at: str = "") -> Iterator[str]:
    """What an editor would underline in red."""
    whole = root or schema
    for rule, said in schema.items():
        if rule in _LIMITS:
            kind, passes = _LIMITS[rule]
            if _is(value, kind) and not passes(value, said):
                yield f"{at}: breaks {rule} {said}"
        elif rule in _BELOW:
            for below, its_schema, place in _BELOW[rule](value, said, schema):
                yield from complaints(below, its_schema, whole, f"{at}{place}")
        elif rule == "$ref":
            yield from complaints(value, whole["$defs"][said.rpartition("/")[2]], whole, at)
        elif rule in ("anyOf", "oneOf"):
            fitting = sum(not list(complaints(value, one, whole, at)) for one in said)
            if not fitting or (rule == "oneOf" and fitting > 1):
                yield f"{at}: fits {fitting} of {rule}"
        elif rule not in _SAYS_NOTHING:
            raise AssertionError(
                f"the schema says {rule} at {at or 'its top'}, which this reader of schemas does not know"
            )


def _is(value: Any, kind: str) -> bool:
    if kind == "any" or value is None or isinstance(value, bool):  # for Python, True is a number
        return kind in ("any", "null" if value is None else "boolean")
    plain: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "array": list, "object": dict}
    return isinstance(value, plain.get(kind, ()))


def _same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and value == other


_LIMITS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "type": ("any", lambda value, said: any(_is(value, one) for one in ([said] if isinstance(said, str) else said))),
    "enum": ("any", lambda value, said: any(_same(value, one) for one in said)),
    "pattern": ("string", lambda value, said: re.search(said, value) is not None),
    "minLength": ("string", lambda value, said: len(value) >= said),
    "maxLength": ("string", lambda value, said: len(value) <= said),
    "minimum": ("number", lambda value, said: value >= said),
    "maximum": ("number", lambda value, said: value <= said),
    "exclusiveMinimum": ("number", lambda value, said: value > said),
    "minItems": ("array", lambda value, said: len(value) >= said),
    "required": ("object", lambda value, said: set(said) <= value.keys()),
}
"""Rules about a value itself: for which kind of value, and whether it keeps to what is said."""


def _keys(value: Any, said: Schema, _: Schema) -> Iterator[tuple[Any, Schema, str]]:
    yield from ((value[key], said[key], f".{key}") for key in said if isinstance(value, dict) and key in value)


def _matching_keys(value: Any, said: Schema, _: Schema) -> Iterator[tuple[Any, Schema, str]]:
    for key in value if isinstance(value, dict) else ():
        yield from ((value[key], its_schema, f".{key}") for form, its_schema in said.items() if re.search(form, key))


def _others(value: Any, said: Any, schema: Schema) -> Iterator[tuple[Any, Schema, str]]:
    for key in value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else ():
        yield value[key], said or {"enum": []}, f".{key} is not known here"


_BELOW: dict[str, Callable[[Any, Any, Schema], Iterator[tuple[Any, Schema, str]]]] = {
    "properties": _keys,
    "patternProperties": _matching_keys,
    "additionalProperties": _others,
    "propertyNames": lambda value, said, _: (
        (key, said, f".{key}") for key in (value if isinstance(value, dict) else ())
    ),
    "items": lambda value, said, _: (
        (item, said, f"[{place}]") for place, item in enumerate(value if isinstance(value, list) else ())
    ),
}
"""Rules about what is inside a value: each part with the schema it must keep to, and its place."""

_SAYS_NOTHING = {"title", "description", "default", "$defs"}
