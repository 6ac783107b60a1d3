"""A code of depression held against its own description and against the episode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.depression_codes import DEPRESSION_CODES
from priorauth.determination.contradictions.base import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.chart.depression_codes import Says
    from priorauth.chart.episode import Diagnosis, Episode

_BETWEEN = {"moderately_severe": ("moderate", "severe")}
"""A band of the PHQ-9 that the codes do not have."""

_TWO_SEVERITIES = re.compile(r"\b(moderately|moderate to) severe\b")
_SEVERITY = re.compile(r"\b(mild|moderate|severe|unspecified)\b")
_FORM = re.compile(r"\b(single|recurrent)\b")
_FEATURES = re.compile(r"\b(with|without) (?:mood-congruent |mood-incongruent )?psycho(?:tic|sis)")


def found(chart: Chart, as_of: date) -> Iterator[Contradiction]:
    """What a standing code of depression excludes."""
    for one in chart.diagnoses:
        says = DEPRESSION_CODES.get(one.code)
        if says is None or not one.stands(as_of):
            continue
        if one.description and (told := tuple(_otherwise(says, one.description.casefold()))):
            text = f"which is right: {one.code} ({says}), or its description, which says {' and '.join(told)}"
            yield Contradiction(text, (one.id,))
        if chart.episode is not None:
            yield from _of_the_episode(one, says, chart.episode)


def _otherwise(says: Says, description: str) -> Iterator[str]:
    """What the description says that the code does not."""
    forms = set(_FORM.findall(description))
    if says.form and len(forms) == 1 and says.form not in forms:
        yield "a single episode" if "single" in forms else "recurrent"
    in_remission = "remission" in description
    if in_remission and not says.remission:
        yield "in remission"
    severities = set(_SEVERITY.findall(description))
    between = _TWO_SEVERITIES.search(description) is not None and says.severity in ("moderate", "severe")
    if says.severity and len(severities) == 1 and says.severity not in severities and not between:
        yield severities.pop()
    if says.remission and not in_remission and severities - {"unspecified"}:
        yield f"{' and '.join(sorted(severities - {'unspecified'}))}, and nothing of remission"
    features = {"with": "yes", "without": "no"}
    said = {features[word] for word in _FEATURES.findall(description)}
    if says.psychotic and said and says.psychotic not in said:
        yield "without psychotic features" if said == {"no"} else "with psychotic features"
    if not says.major and "major" in description:
        yield "major depressive disorder"


def _of_the_episode(one: Diagnosis, says: Says, episode: Episode) -> Iterator[Contradiction]:
    both = (one.id, episode.id)
    severities = _BETWEEN.get(episode.severity or "", (episode.severity,))
    if says.severity not in (None, "unspecified", *severities) and episode.severity:
        told = f"{one.code} ({says.severity}), or an episode that is {episode.severity.replace('_', ' ')}"
        yield Contradiction(f"which is right: {told}", both)
    if says.psychotic == "yes" and episode.psychotic_features == "no":
        yield Contradiction(f"which is right: {one.code} (with psychotic features), or an episode without them", both)
    if says.psychotic == "no" and episode.psychotic_features == "yes":
        yield Contradiction(f"which is right: {one.code} (without psychotic features), or an episode with them", both)
    if says.form and episode.form and says.form != episode.form:
        forms = {"single": "a single episode", "recurrent": "recurrent"}
        told = f"{one.code} ({forms[says.form]}), or an episode that is said to be {forms[episode.form]}"
        yield Contradiction(f"which is right: {told}", both)
