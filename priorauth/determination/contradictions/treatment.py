"""Scores and statements, held against the sessions that were given: what was before treatment, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.sessions import first_session
from priorauth.chart.statements import SPOKEN
from priorauth.determination.contradictions.base import Contradiction
from priorauth.policy.baseline import baseline, depression_scales, latest_under_treatment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.statements import Statement
    from priorauth.policy.view import View

_OF_BENEFIT: tuple[Statement, ...] = ("sustained_improvement", "positive_clinical_response", "stable_or_benefiting")


def under_treatment(view: View) -> Iterator[Contradiction]:
    """A baseline from after the first session; a benefit that is stated while a scale is worse than before."""
    first = first_session(view.chart, view.ask)
    if first is None:
        return
    opening = [one.id for one in view.chart.sessions if one.on == first]
    for score in view.chart.scores:
        if score.baseline and score.on > first:
            told = f"{score.instrument} of {score.on} from before treatment, or a first session on {first}"
            yield Contradiction(f"which is right: the {told}", (score.id, *opening))
    stated = [one for name in _OF_BENEFIT if (one := view.chart.attested(name)) and one.answer == "yes"]
    for instrument in depression_scales():
        before, after = baseline(instrument, view), latest_under_treatment(instrument, view)
        if before is None or after is None or after.total <= before.total:
            continue
        for one in stated:
            told = f"{instrument} {before.total} before treatment and {after.total} on {after.on}, which is worse"
            text = f"which is right: {told}, or the statement {SPOKEN[one.states]} ({one.on})"
            yield Contradiction(text, (one.id, before.id, after.id))
