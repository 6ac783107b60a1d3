"""Limits on the dose asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, verdict_of
from priorauth.medicines.spravato import schedule
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence

if TYPE_CHECKING:
    from priorauth.policy.view import View


@dataclass(frozen=True, slots=True)
class DoseFacts:
    """The week with the most milligrams, and the limit."""

    most: int
    week: int
    first_week: int
    rule: DoseRule

    @property
    def because(self) -> str:
        """The comparison."""
        rule = self.rule
        return (
            f"At most {self.most} mg a week (week {self.week}) in weeks {self.first_week} to "
            f"{rule.until_week}; at most {rule.mg_per_week} mg a week allowed."
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.because,)


class DoseRule(Frozen):
    """``{mg_per_week: 168, until_week: 4}``"""

    mg_per_week: Annotated[int, Field(ge=1)]
    until_week: Annotated[int, Field(ge=1)]
    """The last week of treatment to which the limit applies."""


LAST_FIXED_WEEK = 8
"""Until then the label's schedule for TRD sets the frequency; afterwards the prescriber does."""


class DoseLimit(Criterion):
    """The planned doses stay at or under the payer's limit."""

    kind: ClassVar[str] = "dose_limit"
    dose_limit: DoseRule

    def judge(self, view: View) -> Judgement:
        """The week with the most milligrams decides."""
        rule = self.dose_limit
        plan = view.ask.regimen
        if plan is None:
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence("the planned dose is not documented."),
                gaps=(Gap("the planned dose (56 or 84 mg)", "prescriber", view.ask.id),),
            )
        if plan.starts_in_week > rule.until_week:
            return Judgement(
                Verdict.NOT_APPLICABLE,
                sentence(f"the request begins in week {plan.starts_in_week}, after week {rule.until_week}."),
            )
        if rule.until_week > LAST_FIXED_WEEK and plan.maintenance_every_weeks is None:
            return Judgement(
                Verdict.NOT_DOCUMENTED,
                sentence(f"the planned frequency after week {LAST_FIXED_WEEK} is not documented."),
                gaps=(Gap(f"the planned frequency after week {LAST_FIXED_WEEK}", "prescriber", view.ask.id),),
            )
        weekly: Counter[int] = Counter()
        for session in schedule(
            view.ask.indication,
            rule.until_week - plan.starts_in_week + 1,
            plan.dose_mg,
            maintenance_every_weeks=plan.maintenance_every_weeks,
            from_week=plan.starts_in_week,
        ):
            # The label's schedule says when; how much, the regimen says.
            first = session.week == 1 and session.ordinal == 1
            weekly[session.week] += (plan.first_dose_mg or plan.dose_mg) if first else plan.dose_mg
        week, most = max(weekly.items(), key=lambda one: (one[1], -one[0]))
        evidence = view.evidence(view.ask.id, f"{plan.dose_mg} mg planned")
        return Judgement(
            verdict_of(most <= rule.mg_per_week), DoseFacts(most, week, plan.starts_in_week, rule), evidence
        )
