"""A policy and its cases to begin with, for a payer that the program does not know. What is to be filled in says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.chart.dates import add_years
from priorauth.resources import shipped

if TYPE_CHECKING:
    from datetime import date


def skeleton(payer: str, name: str, number: str, stem: str, today: date, schema: str) -> tuple[str, str]:
    """The policy's file and its cases' file.

    Args:
        payer: the payer's id, which is the folder's name too.
        name: the payer's name as documents print it.
        number: the payer's number of the policy.
        stem: the name of the file, without its ending.
        today: the day on which it is begun.
        schema: where the editor finds the schema, seen from the file.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (used here alone)

    words = {
        "payer": payer,
        "name": _quoted(name),
        "number": _quoted(number),
        "title": _quoted(f"Spravato (esketamine), {name}"),
        "stem": stem,
        "file": f"payers/{payer}/{stem}.yaml",
        "schema": schema,
        "today": today.isoformat(),
        "eighteen": add_years(today, -18).isoformat(),
        "seventeen": (add_years(today, -18) + timedelta(days=1)).isoformat(),
    }
    texts = Environment(
        loader=FileSystemLoader(shipped("examples") / "start"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  (YAML, and each word is quoted)
    )
    policy, cases = (texts.get_template(f"{one}.yaml.j2").render(words) for one in ("policy", "policy.cases"))
    return policy, cases


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
