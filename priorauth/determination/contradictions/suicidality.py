"""Suicidality: what one assessment tells of it in two ways that exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.contradictions.base import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart


def found(chart: Chart) -> Iterator[Contradiction]:
    """In the latest assessment: no ideation beside an intent or a plan; no intent beside the intention to act."""
    latest = max(chart.suicide_assessments, key=lambda one: (one.on, one.id), default=None)
    if latest and latest.ideation == "no" and "yes" in (latest.intent, latest.plan, latest.intends_to_act):
        yield Contradiction("which is right: no suicidal ideation, or the intent or plan beside it", (latest.id,))
    elif latest and latest.intent == "no" and latest.intends_to_act == "yes":
        yield Contradiction("which is right: no intent to die, or the intention to act on it beside it", (latest.id,))
