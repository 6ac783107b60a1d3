"""The JSON Schemas of what people write: charts, the practice's profile, policies. Editors complete and check by them.

An editor reads YAML by rules of its own before it looks at the schema: ``2021`` is a number to it, ``yes`` a text and
``true`` neither. The program reads every one of these as it was written, so the schemas allow them all.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from priorauth.chart.chart import Case
from priorauth.chart.item import Item
from priorauth.chart.practice import Practice
from priorauth.policy.model import Policy

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

_WHOLE_NUMBER = r"^-?\d+$"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by its name: ``case``, ``practice``, ``policy``."""
    models: dict[str, type[BaseModel]] = {"case": Case, "practice": Practice, "policy": Policy}
    return {name: model.model_json_schema(schema_generator=_AsWritten) for name, model in models.items()}


def remarks_on_attributes(described: type) -> dict[str, str]:
    """The text that stands below each attribute of a class, as a string of its own in the source."""
    found: dict[str, str] = {}
    for one in reversed(described.__mro__):
        if one.__module__.startswith("priorauth."):
            body = _body(one)
            for statement, following in pairwise(body):
                if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                    found |= dict.fromkeys(_names(statement), inspect.cleandoc(str(following.value.value)))
    return found


def _body(one: type) -> list[ast.stmt]:
    parsed = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
    return parsed.body if isinstance(parsed, ast.ClassDef) else []


def _names(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return [name]
        case _:
            return []


class _AsWritten(GenerateJsonSchema):
    """Accepts each value in every form in which YAML editors may have read it."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """With the remarks on its keys; an item's id may be left out, for it is made from what the item says."""
        json_schema = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        remarks = remarks_on_attributes(model)
        for name, info in model.model_fields.items():
            if name in remarks:
                json_schema["properties"][info.alias or name].setdefault("description", remarks[name])
        if issubclass(model, Item):
            json_schema["required"] = [key for key in json_schema.get("required", ()) if key != "id"]
        return json_schema

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text of digits is a number to an editor."""
        return super().str_schema(schema) | {"type": ["string", "number"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """A number may stand in quotes."""
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": _WHOLE_NUMBER}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """A number may stand in quotes."""
        number, text = super().decimal_schema(schema)["anyOf"]
        return {**text, **number, "type": ["number", "string"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002  (Pydantic's signature)
        """Yes and no, as people write them and as YAML has them."""
        return {"enum": ["yes", "no", True, False]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """Each word, and the number that it may look like."""
        words = list(schema["expected"])
        as_numbers = [int(word) for word in words if isinstance(word, str) and word.isdigit()]
        as_texts = [str(word) for word in words if isinstance(word, int)]
        as_truth = [True, False] if {"yes", "no"} <= set(words) else []
        return {"enum": [*words, *as_numbers, *as_texts, *as_truth]}
