"""How much of a medicine was taken, as it is stated, held against itself and against what pharmacies dispensed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.determination.contradictions.base import Contradiction
from priorauth.medicines.fills import claims_for
from priorauth.policy.trials.adherence import as_stated_and_dispensed, at_odds, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.chart.chart import Chart


def found(chart: Chart, as_of: date) -> Iterator[Contradiction]:
    """Each course that was taken well by the one and poorly by the other, whatever a policy asks of adherence."""
    for one in (*chart.trials, *chart.augmentations):
        told = as_stated_and_dispensed(one, chart, as_of)
        if at_odds(told):
            claims = claims_for(one, chart, as_of)
            text = f"which adherence is right for {one.medicine}: {in_words(told)}"
            yield Contradiction(text, (one.id, *(claims.fills if claims else ()), "fills"))
