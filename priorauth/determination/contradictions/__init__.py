"""Facts of a chart that exclude each other: no document may tell both as if nothing were wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.contradictions import answers, courses, diagnosis, dispensed, suicidality, taken

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.determination.contradictions.base import Contradiction


def contradictions(chart: Chart) -> tuple[Contradiction, ...]:
    """Each contradiction that any document would have to tell."""
    subjects = (diagnosis, courses, suicidality, answers, taken, dispensed)
    return chart.once("contradictions", lambda: tuple(one for subject in subjects for one in subject.found(chart)))
