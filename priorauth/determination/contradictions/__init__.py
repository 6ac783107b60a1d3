"""Facts of a chart that exclude each other: no document may tell both as if nothing were wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.contradictions import (
    adherence,
    answers,
    courses,
    diagnosis,
    dispensed,
    listed,
    suicidality,
    taken,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.determination.contradictions.base import Contradiction


def contradictions(chart: Chart, as_of: date) -> tuple[Contradiction, ...]:
    """Each contradiction that any document would have to tell, by what is so on ``as_of``."""
    return chart.once(("contradictions", as_of), lambda: tuple(_found(chart, as_of)))


def _found(chart: Chart, as_of: date) -> Iterator[Contradiction]:
    yield from diagnosis.found(chart, as_of)
    yield from courses.found(chart)
    yield from suicidality.found(chart)
    yield from answers.found(chart, as_of)
    yield from taken.found(chart)
    yield from listed.found(chart)
    yield from dispensed.found(chart)
    yield from adherence.found(chart, as_of)
