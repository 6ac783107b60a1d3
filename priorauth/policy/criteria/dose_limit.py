"""Limits on the doses asked for: in a week, in a session, how often, and in the first session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from priorauth.logic.finding import Gap, Judgement
from priorauth.logic.verdict import Verdict, verdict_of
from priorauth.medicines.spravato import schedule, spravato
from priorauth.model import Frozen
from priorauth.policy.criteria.base import Criterion, sentence
from priorauth.reading import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.ask import Ask, Regimen
    from priorauth.policy.view import View


@dataclass(frozen=True, slots=True)
class DoseFacts:
    """The largest of the planned amounts, beside each limit."""

    most_in_week: int
    comparisons: tuple[str, ...]

    @property
    def because(self) -> str:
        """The comparisons."""
        return " ".join(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """One for each limit."""
        return self.comparisons


Milligrams = Annotated[int, Field(ge=1)]


class DoseRule(Frozen):
    """``{mg_per_week: 168, until_week: 4}``"""

    mg_per_week: Milligrams | None = None
    mg_per_session: Milligrams | None = None
    sessions_per_week: Annotated[int, Field(ge=1)] | None = None
    first_dose_mg: Milligrams | None = None
    """What the very first session must be given at."""
    from_week: Annotated[int, Field(ge=1)] = 1
    """The first week of treatment to which the limits apply."""
    until_week: Annotated[int, Field(ge=1)] | None = None
    """The last such week; the label's schedule decides, where none is named."""

    @model_validator(mode="after")
    def _limits_something(self) -> DoseRule:
        if not (self.mg_per_week or self.mg_per_session or self.sessions_per_week or self.first_dose_mg):
            raise Flaw("limits nothing. State mg_per_week, mg_per_session, sessions_per_week or first_dose_mg.")
        if self.until_week is not None and self.until_week < self.from_week:
            raise Flaw("is before from_week.", "until_week")
        return self


INDUCTION = 4
"""The last week with two sessions, by the label."""
_MOST = {False: (168, 84, 2), True: (84, 84, 1)}
"""The most that the label allows during induction and after it: mg a week, mg a session, sessions a week."""
LAST_FIXED_WEEK = 8
"""Until then the label's schedule for TRD sets the frequency; afterwards the prescriber does."""


class DoseLimit(Criterion):
    """The planned doses stay at or under the payer's limits."""

    kind: ClassVar[str] = "dose_limit"
    about: ClassVar[str] = "Planned dose"
    dose_limit: DoseRule

    @property
    def unreachable(self) -> frozenset[Verdict]:
        """What the label's schedule and doses cannot exceed, no plan can."""
        rule, label = self.dose_limit, _MOST[self.dose_limit.from_week > INDUCTION]
        limits = (rule.mg_per_week, rule.mg_per_session, rule.sessions_per_week)
        within = all(limit is None or limit >= most for limit, most in zip(limits, label, strict=True))
        return frozenset({Verdict.NOT_MET}) if within and rule.first_dose_mg is None else frozenset()

    def judge(self, view: View) -> Judgement:
        """The week and the session with the most milligrams decide."""
        rule, plan = self.dose_limit, view.ask.regimen
        if plan is None:
            gap = Gap("the planned dose (56 or 84 mg)", "prescriber", view.ask.id)
            return Judgement(Verdict.NOT_DOCUMENTED, sentence("the planned dose is not documented."), gaps=(gap,))
        last = rule.until_week or max(plan.starts_in_week, rule.from_week, LAST_FIXED_WEEK)
        if ends := spravato().schedules[view.ask.indication].phases[-1].until_week:
            last = min(last, ends)  # the label has no session after it
        if plan.starts_in_week > last:
            told = f"the request begins in week {plan.starts_in_week}, after week {last}."
            return Judgement(Verdict.NOT_APPLICABLE, sentence(told))
        if view.ask.indication == "trd" and last > LAST_FIXED_WEEK and plan.maintenance_every_weeks is None:
            needed = f"the planned frequency after week {LAST_FIXED_WEEK}"
            told = f"{needed} is not documented."
            gap = Gap(needed, "prescriber", view.ask.id)
            return Judgement(Verdict.NOT_DOCUMENTED, sentence(told), gaps=(gap,))
        weeks = range(max(rule.from_week, plan.starts_in_week), last + 1)
        compared = list(_compared(rule, _planned(view.ask, plan, weeks), weeks)) if weeks else []
        if not compared:
            return Judgement(Verdict.NOT_APPLICABLE, sentence("no session is planned in the weeks of this limit."))
        verdict = verdict_of(all(fits for fits, _ in compared))
        most = max(sum(doses) for doses in _planned(view.ask, plan, weeks).values())
        facts = DoseFacts(most, tuple(told for _, told in compared))
        return Judgement(verdict, facts, view.evidence(view.ask.id, f"{plan.dose_mg} mg planned"))


def _planned(ask: Ask, plan: Regimen, weeks: range) -> dict[int, list[int]]:
    """The doses of each week. The label's schedule says when; how much, the regimen says."""
    doses: dict[int, list[int]] = {}
    slots = schedule(
        ask.indication,
        weeks[-1] - plan.starts_in_week + 1,
        plan.dose_mg,
        maintenance_every_weeks=plan.maintenance_every_weeks,
        from_week=plan.starts_in_week,
    )
    for session in slots:
        opens = session.week == 1 and session.ordinal == 1
        if session.week in weeks:
            doses.setdefault(session.week, []).append((plan.first_dose_mg or plan.dose_mg) if opens else plan.dose_mg)
    return doses


def _compared(rule: DoseRule, doses: dict[int, list[int]], weeks: range) -> Iterator[tuple[bool, str]]:
    if not doses:
        return
    span = f"weeks {weeks[0]} to {weeks[-1]}"
    if rule.mg_per_week:
        most, week = max((sum(given), -week) for week, given in doses.items())
        told = f"At most {most} mg a week (week {-week}) in {span}; at most {rule.mg_per_week} mg a week allowed."
        yield most <= rule.mg_per_week, told
    if rule.mg_per_session:
        most = max(dose for given in doses.values() for dose in given)
        yield most <= rule.mg_per_session, f"At most {most} mg a session; at most {rule.mg_per_session} mg allowed."
    if rule.sessions_per_week:
        most = max(len(given) for given in doses.values())
        told = f"At most {most} sessions a week in {span}; at most {rule.sessions_per_week} allowed."
        yield most <= rule.sessions_per_week, told
    if rule.first_dose_mg and 1 in doses:
        first = doses[1][0]
        yield first == rule.first_dose_mg, f"First session at {first} mg; {rule.first_dose_mg} mg required."
