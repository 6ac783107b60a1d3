"""The summary of a batch as a page for a browser, and for the printer: nothing in it runs, nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from priorauth.batch.summary import calls, counts, lines
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from priorauth.batch.outcome import Outcome


def page(outcomes: Iterable[Outcome], template: Path, *, dated: date) -> bytes:
    """The page; every text of a chart is a text there, whatever it holds."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return (
        environment.from_string(read_bytes(template).decode("utf-8"))
        .render(
            lines=(line for line in lines(outcomes) if line.row),
            failed=[one for one in outcomes if one.how == "failed"],
            calls=calls(outcomes),
            counts=counts(outcomes),
            dated=dated.isoformat(),
        )
        .encode("utf-8")
    )
