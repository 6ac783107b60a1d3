"""Time since the last session: whether treatment goes on, or begins anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.ranges import Range
from priorauth.logic.verdict import Verdict
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.policy.thresholds import Threshold
from priorauth.policy.trials.open_lists import still_open

if TYPE_CHECKING:
    from priorauth.policy.view import View


class GapRule(Frozen):
    """``{weeks: {more_than: 4}}``"""

    weeks: Threshold
    """From the day of the last session to the day of service asked for, in weeks of seven days."""


class GapInTreatment(Criterion):
    """The time between the last session and the service asked for. Stands in the condition of a *when*."""

    kind: ClassVar[str] = "gap_in_treatment"
    about: ClassVar[str] = "Time since the last session"
    gap_in_treatment: GapRule

    def judge(self, view: View) -> Judgement:
        """From the last session in the chart; one that is not in it may have been later."""
        last = max(view.chart.sessions, key=lambda one: (one.on, one.id), default=None)
        if last is None:
            gap = Gap("the sessions of esketamine with their dates", "billing", "spravato_sessions")
            return Judgement(Verdict.NOT_DOCUMENTED, sentence("no session is documented."), gaps=(gap,))
        days = (view.service_start - last.on).days
        rule = self.gap_in_treatment.weeks
        told = f"last session on {last.on}, {days} days before {view.service_start.isoformat()}"
        limits = [one for one in (rule.at_least, rule.more_than, rule.at_most, rule.less_than) if one is not None]
        span = Range(0, days) if still_open(None, "spravato_sessions", view) else Range.exactly(days)
        verdict = rule.bound(7).judge(span)
        needed = f"whether there was a session after {last.on}"
        moments = tuple(last.on + timedelta(days=int(limit * 7) + extra) for limit in limits for extra in (0, 1))
        return Judgement(
            verdict,
            sentence(f"{told}; {rule} weeks asked."),
            view.evidence(last.id, f"last session on {last.on}", shown=last.shown_in),
            () if verdict.decided else (Gap(needed, "billing", last.id),),
            moments,
        )
