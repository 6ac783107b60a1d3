"""Facts of a chart that exclude each other: no document may tell both as if nothing were wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.chart.episode import Diagnosis, Episode

_SEVERITY_BY_CODE = {
    "F32.0": "mild", "F33.0": "mild",
    "F32.1": "moderate", "F33.1": "moderate",
    "F32.2": "severe", "F33.2": "severe",
    "F32.3": "severe", "F33.3": "severe",
}  # fmt: skip
"""The severity that a code says (ICD-10-CM)."""
_BETWEEN = {"moderately_severe": ("moderate", "severe")}
"""A band of the PHQ-9 that the codes do not have."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What excludes what, as a question to whoever knows."""

    text: str
    items: tuple[str, ...]


def contradictions(chart: Chart) -> tuple[Contradiction, ...]:
    """Each contradiction that any document would have to tell."""
    return (*_of_the_episode(chart), *_of_the_trials(chart), *_of_suicide(chart), *_of_what_is_taken(chart))


def _of_the_episode(chart: Chart) -> Iterator[Contradiction]:
    episode = chart.episode
    if episode is None:
        return
    for one in chart.diagnoses:
        if one.resolved is None:
            yield from _severity(one, episode)
            psychotic = one.code in ("F32.3", "F33.3")
            if psychotic and episode.psychotic_features == "no":
                text = f"which is right: {one.code} (with psychotic features), or an episode without them"
                yield Contradiction(text, (one.id, episode.id))
            if one.code in ("F32.2", "F33.2") and episode.psychotic_features == "yes":
                text = f"which is right: {one.code} (without psychotic features), or an episode with them"
                yield Contradiction(text, (one.id, episode.id))


def _severity(one: Diagnosis, episode: Episode) -> Iterator[Contradiction]:
    coded = _SEVERITY_BY_CODE.get(one.code)
    if coded and episode.severity and coded not in _BETWEEN.get(episode.severity, (episode.severity,)):
        text = f"which is right: {one.code} ({coded}), or an episode that is {episode.severity.replace('_', ' ')}"
        yield Contradiction(text, (one.id, episode.id))


def _of_the_trials(chart: Chart) -> Iterator[Contradiction]:
    for one in (*chart.trials, *chart.augmentations):
        if "improved" in one.ended_because and one.response in ("none", "worse"):
            yield Contradiction(f"which is right for {one.medicine}: no response, or ended for improvement", (one.id,))


def _of_suicide(chart: Chart) -> Iterator[Contradiction]:
    latest = max(chart.suicide_assessments, key=lambda one: (one.on, one.id), default=None)
    if latest and latest.ideation == "no" and "yes" in (latest.intent, latest.plan, latest.intends_to_act):
        yield Contradiction("which is right: no suicidal ideation, or the intent or plan beside it", (latest.id,))


def _of_what_is_taken(chart: Chart) -> Iterator[Contradiction]:
    for taken in chart.current_medicines:
        for one in chart.trials:
            if one.medicine.lower() != taken.medicine.lower() or not one.ongoing or taken.dose is None:
                continue
            last = one.steps[-1].dose if one.steps else one.constant_dose
            if last is not None and last != taken.dose:
                text = f"which dose of {taken.medicine} is taken now: the one listed, or the one its trial ends with"
                yield Contradiction(text, (taken.id, one.id))
