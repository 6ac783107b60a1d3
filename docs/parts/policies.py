"""The shipped policies as a person reads them, and the kinds of criteria that a policy may state."""

from __future__ import annotations

import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING

from docs.tables import table
from priorauth.policy.criteria import kinds
from priorauth.policy.load import load_all
from priorauth.policy.nodes import LOGICAL
from priorauth.policy.telling import as_text
from priorauth.resources import shipped

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded

ALOUD = ("cigna/psychiatry-spravato", "two-antidepressants")
"""A policy, and its criterion that the guide for administrators reads aloud."""


def index() -> str:
    """A link to the page of each payer."""
    names = {one.policy.payer: one.policy.name for one in _shipped()}
    return "\n".join(f"- [{name}](payers/{payer}.md)" for payer, name in sorted(names.items(), key=lambda one: one[1]))


def pages() -> dict[str, str]:
    """The page of each payer, by the payer's id: what ``priorauth payers show`` prints."""
    found: dict[str, list[Loaded]] = {}
    for one in _shipped():
        found.setdefault(one.policy.payer, []).append(one)
    return {payer: _page(policies) for payer, policies in found.items()}


def _shipped() -> list[Loaded]:
    return sorted(load_all([shipped("payers")]), key=lambda one: one.policy.policy.product != "spravato")


def _page(policies: list[Loaded]) -> str:
    sections = "\n\n".join(_section(one) for one in policies)
    note = "Generated from the policy files by `make docs`. [All payers](../payers.md)"
    return f"# {policies[0].policy.name}\n\n{note}\n\n{sections}\n"


def _section(one: Loaded) -> str:
    # Where the file lies differs from machine to machine; the link says it.
    told = "\n".join(line for line in as_text(one).splitlines() if not line.startswith("File: "))
    file = f"payers/{one.path.parent.name}/{one.path.name}"
    version = f" ({one.policy.policy.version})" if one.policy.policy.version else ""
    return f"## {one.policy.policy.number}{version}\n\n[{file}](../../{file})\n\n```text\n{told}\n```"


def criterion_aloud() -> str:
    """The criterion that the guide reads aloud, as it stands in its file."""
    policy, name = ALOUD
    lines = (shipped("payers") / f"{policy}.yaml").read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.strip() == f"- id: {name}")
    depth = len(lines[first]) - len(lines[first].lstrip())
    own = itertools.takewhile(lambda line: line.startswith(" " * (depth + 1)), lines[first + 1 :])
    text = textwrap.dedent("\n".join((lines[first], *own)))
    return f"```yaml\n{text}\n```"


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
