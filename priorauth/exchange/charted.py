"""The chart as FHIR: who and what it knows, each item once, under its own id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.exchange.courses import courses
from priorauth.exchange.exhibits import exhibits
from priorauth.exchange.found import found
from priorauth.exchange.given import given
from priorauth.exchange.measured import measured
from priorauth.exchange.parties import parties

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.exchange.entries import Entries


def charted(chart: Chart, payers: Mapping[str, str], as_of: date, pages: Mapping[str, bytes], into: Entries) -> None:
    """Put the chart into a bundle.

    Notes to an item stay out: they are the practice's own, and go into no document.

    Args:
        chart: as it was known on ``as_of``.
        payers: the payers' names by their ids.
        as_of: the day.
        pages: the pages of exhibits that go along, by the exhibit's id.
        into: the bundle's resources.
    """
    parties(chart, payers, into)
    found(chart, as_of, into)
    courses(chart, into)
    given(chart, into)
    measured(chart, into)
    exhibits(chart, pages, into)
