"""The shipped policies as a person reads them, and the kinds of criteria that a policy may state."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from docs.tables import table
from priorauth.policy.criteria import kinds
from priorauth.policy.load import load_all
from priorauth.policy.nodes import LOGICAL
from priorauth.policy.telling import as_text
from priorauth.resources import shipped

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded


def every_policy() -> str:
    """A section for each policy."""
    return "\n\n".join(_section(one) for one in load_all([shipped("payers")]))


def _section(one: Loaded) -> str:
    # Where the file lies differs from machine to machine; the link says it.
    told = "\n".join(line for line in as_text(one).splitlines() if not line.startswith("File: "))
    file = f"payers/{one.path.parent.name}/{one.path.name}"
    return f"## {one.policy.name}: {one.policy.policy.number}\n\n[{file}](../{file})\n\n```text\n{told}\n```"


def kinds_of_criteria() -> str:
    """Each key under which a node of a policy states something, with what it means."""
    nodes = {one.kind: one for one in LOGICAL} | kinds()
    rows = []
    for key, model in nodes.items():
        rule = model.model_fields[key].annotation
        shape = _first_line(rule) if isinstance(rule, type) and _first_line(rule).startswith("`") else ""
        rows.append((f"`{key}`", _first_line(model), shape))
    return table(["key", "what it asks", "for example"], rows)


def _first_line(documented: type) -> str:
    return (inspect.getdoc(documented) or "").splitlines()[0].replace("``", "`")
