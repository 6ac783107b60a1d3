"""What may be said about suicide: nothing, where a scale and an assessment disagree or nobody has asked since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from priorauth.chart.chart import Chart
    from priorauth.chart.episode import SuicideAssessment
    from priorauth.chart.scales import Score


@dataclass(frozen=True, slots=True)
class SuicideRisk:
    """The latest assessment, and whether a self-report scale contradicts it or came after it."""

    assessment: SuicideAssessment | None
    scale: Score | None
    """The newest scale with items, if its question about suicide was answered above zero."""
    contradicted: bool
    unassessed: bool

    @property
    def settled(self) -> bool:
        """Whether a document may tell the assessment as it is."""
        return not (self.contradicted or self.unassessed)


def suicide_risk(chart: Chart) -> SuicideRisk:
    """Hold the newest scale that asks about suicide against the latest assessment."""
    latest = max(chart.suicide_assessments, key=lambda one: (one.on, one.id), default=None)
    asked = [one for one in chart.scores if one.suicide_item is not None]
    # Of several scales of one day, one that is raised speaks.
    newest = max(asked, key=lambda one: (one.on, bool(one.suicide_item), one.id), default=None)
    raised = newest if newest is not None and newest.suicide_item else None
    return SuicideRisk(
        latest,
        raised,
        contradicted=raised is not None and latest is not None and latest.ideation == "no",
        unassessed=raised is not None and (latest is None or latest.on < raised.on),
    )
