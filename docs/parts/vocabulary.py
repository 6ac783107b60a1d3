"""The vocabulary of policies: each kind of criterion and node, its keys, and what its spec tests say of it."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.parts.specification import specified_in
from docs.tables import table
from priorauth.policy.criteria import kinds
from priorauth.policy.nodes import LOGICAL
from priorauth.policy.schema import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]
SPECIFICATIONS = ROOT / "tests" / "spec" / "criteria"
THRESHOLD = "a bound: `at_least`, `more_than`, `at_most`, `less_than`"
TOLD_AT = {"TrialRule": "failed_antidepressants", "AugmentationRule": "augmentation"}
"""Groups of keys that other kinds have too, and where they are told."""
_BESIDE = {"id", "says", "source", "completeness", "proof", "note"}
"""Keys that every criterion has, told once above."""


def every_kind() -> str:
    """A section for each kind of criterion, in alphabetical order."""
    return "\n\n".join("\n\n".join(_section(key, model)) for key, model in kinds().items())


def every_node() -> str:
    """Each logical node with what it means."""
    return table(["key", "what it means"], ((f"`{one.kind}`", _described(one)) for one in LOGICAL))


def _section(kind: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"## {kind}"
    yield _described(model)
    definitions: dict[str, Any] = schemas()["policy"]["$defs"]
    own = definitions[model.__name__]
    rows = list(_keys(kind, own["properties"], set(own.get("required", ())), definitions))
    rest = [row for row in rows if row[0].strip("`") not in _BESIDE]
    if example := _example(kind, model):
        yield f"For example: `{kind}: {example}`"
    if rest:
        yield table(["key", "what may stand there", "meaning"], rest)
    if specified := sorted(SPECIFICATIONS.glob(f"test_{kind}.py")) + sorted(SPECIFICATIONS.glob(f"test_{kind}_*.py")):
        yield "**How it is judged**"
        yield from (str(one) for path in specified for one in specified_in(path)[1])


def _described(documented: type) -> str:
    return " ".join((inspect.getdoc(documented) or "").replace("``", "`").split())


def _example(kind: str, model: type[BaseModel]) -> str:
    rule = model.model_fields[kind].annotation
    first = (inspect.getdoc(rule) or "").splitlines()[0] if isinstance(rule, type) else ""
    return first.split("``")[1] if first.startswith("``") else ""


def _keys(
    path: str, properties: dict[str, Any], required: set[str], definitions: dict[str, Any], seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, str]]:
    """Each key with what may stand there; keys inside a group are written ``group.key``."""
    for key, schema in properties.items():
        name = key if not seen and key == path else f"{path}.{key}" if seen else key
        meaning = str(schema.get("description", ""))
        told, groups = _allowed(schema, definitions)
        must = " (must stand)" if key in required and name != path else ""
        if told:
            yield f"`{name}`", told + must, _first_paragraph(meaning)
        for group in groups:
            if group in TOLD_AT:
                yield (
                    f"`{name}`",
                    f"the keys of one trial under [{TOLD_AT[group]}](#{TOLD_AT[group]})",
                    _first_paragraph(meaning),
                )
            elif group not in seen and len(seen) < 4:  # groups within groups end somewhere
                below = definitions[group]
                yield from _keys(
                    name, below.get("properties", {}), set(below.get("required", ())), definitions, (*seen, group)
                )


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].replace("``", "`").split())


def _allowed(schema: dict[str, Any], definitions: dict[str, Any]) -> tuple[str, list[str]]:
    """What may stand under a key in words, and the groups of keys that are told below it."""
    if name := _named(schema):
        if name == "Threshold":
            return THRESHOLD, []
        if "properties" in definitions[name]:
            return "", [name]
        return _allowed(definitions[name], definitions)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            parts = [_allowed(one, definitions) for one in schema[several] if one.get("type") != "null"]
            told = " or ".join(dict.fromkeys(text for text, _ in parts if text))
            return told, [group for _, groups in parts for group in groups]
    if "enum" in schema:
        words = [one for one in schema["enum"] if not isinstance(one, bool)]
        return ", ".join(f"`{one}`" for one in words), []
    if "const" in schema:
        return f"`{schema['const']}`", []
    if schema.get("type") == "array":
        told, groups = _allowed(schema["items"], definitions) if "items" in schema else ("", [])
        return (f"a list of: {told}" if told else "a list of groups"), groups
    kinds_of_value = schema.get("type", ())
    if ("string" not in kinds_of_value and "number" in kinds_of_value) or "integer" in kinds_of_value:
        return "a number", []
    return ("a list of named values" if schema.get("type") == "object" else "text"), []


def _named(schema: dict[str, Any]) -> str:
    reference = schema.get("$ref") or next((one["$ref"] for one in schema.get("allOf", ()) if "$ref" in one), "")
    return str(reference).rsplit("/", 1)[-1]
