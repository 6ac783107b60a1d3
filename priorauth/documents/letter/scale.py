"""Which rating scale a letter draws: the one that the payer looks at, where the patient was scored on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.policy.baseline import depression_scales, scores_on
from priorauth.policy.criteria.base import Criterion
from priorauth.policy.nodes import walk
from priorauth.policy.view import View

if TYPE_CHECKING:
    from priorauth.chart.scales import InstrumentName
    from priorauth.request.assessment import Assessment


def scale_to_draw(assessment: Assessment, at_least: int = 1) -> InstrumentName | None:
    """The scale that was used most of those that the policy names for this phase, or of all; ``None`` where none was
    used ``at_least`` so often.
    """
    dates, ask = assessment.determination.dates, assessment.ask
    view = View(assessment.case, ask, dates.as_of, dates.service_start)
    counts = {name: len(scores_on(name, view)) for name in depression_scales()}
    used = {name: count for name, count in counts.items() if count >= at_least}
    tree = assessment.loaded.policy.tree(ask.indication, ask.phase)
    named = {scale for node in walk(tree) if isinstance(node, Criterion) for scale in node.scales} if tree else set()
    wanted = {name: count for name, count in used.items() if name in named} or used
    return max(wanted, key=lambda name: wanted[name], default=None)
