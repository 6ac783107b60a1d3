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
    """The newest scale with an answer about suicide."""

    @property
    def raised(self) -> bool:
        """Whether the newest scale has its question about suicide above zero."""
        return self.scale is not None and bool(self.scale.suicide_item)

    @property
    def contradicted(self) -> bool:
        """Thoughts on the scale and none in the assessment; or thoughts in the assessment and none on a scale since."""
        if self.assessment is None or self.scale is None:
            return False
        if self.raised:
            return self.assessment.ideation == "no"
        return self.assessment.ideation == "yes" and self.scale.on >= self.assessment.on

    @property
    def unassessed(self) -> bool:
        """Thoughts on the scale, and nobody has asked since."""
        return (
            self.raised and self.scale is not None and (self.assessment is None or self.assessment.on < self.scale.on)
        )

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
    return SuicideRisk(latest, newest)
