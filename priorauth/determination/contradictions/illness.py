"""Effect and suicidality: what is told of each in two ways that exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.contradictions.base import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart


def found(chart: Chart) -> Iterator[Contradiction]:
    """What a course's effect, and an assessment of suicidality, exclude within themselves."""
    for one in (*chart.trials, *chart.augmentations):
        if "improved" in one.ended_because and one.response in ("none", "worse"):
            yield Contradiction(f"which is right for {one.medicine}: no response, or ended for improvement", (one.id,))
    latest = max(chart.suicide_assessments, key=lambda one: (one.on, one.id), default=None)
    if latest and latest.ideation == "no" and "yes" in (latest.intent, latest.plan, latest.intends_to_act):
        yield Contradiction("which is right: no suicidal ideation, or the intent or plan beside it", (latest.id,))
