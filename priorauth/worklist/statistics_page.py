"""The statistics as a page with drawn bars: nothing runs in it, and nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from priorauth.files import read_bytes
from priorauth.worklist.clocks import known
from priorauth.worklist.statistics import days_told, share

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.worklist.statistics import Statistics

WIDTH = 420
"""Of the longest bar, in the drawing's own units."""


def page(found: Statistics, template: Path, as_of: date) -> str:
    """The page as HTML."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    every_one = (*found.payers, found.together)
    return environment.from_string(read_bytes(template).decode("utf-8")).render(
        found=found,
        as_of=as_of.isoformat(),
        share=share,
        days_told=days_told,
        percent_from=known().ours.cases_for_a_percent,
        width=WIDTH,
        most_cases=max((one.decided + one.waiting for one in found.payers), default=0),
        longest=max((one.days[-1] for one in every_one if one.days), default=0),
    )
