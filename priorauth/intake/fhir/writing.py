"""A chart as its file: what a person has to look at on top, as comments, then the facts."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from priorauth.yamledit.written import dumped

if TYPE_CHECKING:
    from datetime import date

    from priorauth.intake.fhir.values import Json

_WIDTH = 116


def chart_file(tree: Json, remarks: list[str], read_on: date, form: str = "FHIR R4") -> bytes:
    """The chart in YAML, with what it was read from."""
    head = [f"Read from {form} on {read_on}. What the source does not say is not here; no exhibit shows it yet."]
    lines = [f"# {line}" for text in head for line in textwrap.wrap(text, _WIDTH)]
    if remarks:
        lines += ["#", "# To be looked at:"]
        for text in remarks:
            lines += textwrap.wrap(text, _WIDTH, initial_indent="# - ", subsequent_indent="#   ")
    return ("\n".join(lines) + "\n\n" + dumped(tree)).encode()


def chart_line(tree: Json) -> bytes:
    """The chart in one line of JSON, for a batch."""
    return json.dumps(tree, ensure_ascii=False).encode()
