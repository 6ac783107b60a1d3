"""The clocks that bind a plan (``clocks.yaml``): how long a payer may take, and how long one has to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.offlabel.holidays import SATURDAY, is_federal_holiday
from priorauth.reading import Flaw, validated
from priorauth.request.appeals import RuleSource
from priorauth.yamltree import read

if TYPE_CHECKING:
    from priorauth.worklist.events import Opened

HOURS_OF_A_DAY = 24
ONE_DAY = timedelta(days=1)


class Span(Frozen):
    """A length of time as a rule counts it: one of the three."""

    hours: Annotated[int, Field(ge=1)] | None = None
    days: Annotated[int, Field(ge=1)] | None = None
    business_days: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _just_one(self) -> Span:
        if sum(part is not None for part in (self.hours, self.days, self.business_days)) != 1:
            raise Flaw("wants hours, days or business_days: one of them.")
        return self

    def __str__(self) -> str:
        if self.business_days:
            return f"{self.business_days} business days"
        return f"{self.hours} hours" if self.hours else f"{self.days} days"

    def after(self, day: date) -> date:
        """The day by whose end it is over, counted from ``day``, of which the hour is not known.

        Business days are Monday to Friday. A federal holiday is taken for none: nobody is called late for it.
        """
        if not self.business_days:
            return day + timedelta(days=self.days or -(-(self.hours or 0) // HOURS_OF_A_DAY))
        left = self.business_days
        while left:
            day += ONE_DAY
            left -= day.weekday() < SATURDAY and not is_federal_holiday(day)
        return day

    def before(self, day: date) -> date:
        """The last day from which it is over by the end of ``day``."""
        begin = day
        while self.after(begin) > day:
            begin -= ONE_DAY
        return begin


class Duty(Frozen):
    """Something that is owed within a time, whatever the plan."""

    within: Span
    source: str


class Clock(Duty):
    """A rule on time, and the plans that it binds."""

    name: str
    lines: tuple[LineOfBusiness, ...]
    states: tuple[State, ...] = ()
    benefit: Benefit | None = None
    """Where the rule is that of one benefit alone."""
    step_exception: bool = False
    """Whether the rule is that of requests to be spared step therapy alone."""
    expedited: Span | None = None
    extension: str = ""
    """By how much what is not expedited may take longer."""
    note: str = ""

    @property
    def particular(self) -> int:
        """How particular it is: one of a state, of a benefit or of exceptions is more so than one of all."""
        return bool(self.states) + (self.benefit is not None) + self.step_exception

    def span(self, *, expedited: bool = False) -> Span:
        """How long it is; where nothing is said of what is expedited, as long as ever."""
        return (self.expedited if expedited else None) or self.within

    def binds(self, opened: Opened) -> bool:
        """Whether it is a rule for this case's plan."""
        return (
            opened.line_of_business in self.lines
            and (not self.states or opened.state in self.states)
            and (self.benefit is None or self.benefit == opened.benefit)
            and (opened.step_exception or not self.step_exception)
        )


class Choices(Frozen):
    """Numbers of our own choice."""

    turnaround_days: Annotated[int, Field(ge=1)]
    decisions_for_a_median: Annotated[int, Field(ge=1)]
    cases_for_a_percent: Annotated[int, Field(ge=1)]


class Clocks(Frozen):
    """All of the table, checked against itself."""

    sources: dict[str, RuleSource]
    decisions: dict[str, Clock]
    answers: dict[str, Clock]
    monitoring_form: Duty
    ours: Choices

    @model_validator(mode="after")
    def _cited(self) -> Clocks:
        entries: tuple[Duty, ...] = (*self.decisions.values(), *self.answers.values(), self.monitoring_form)
        if missing := {one.source for one in entries} - self.sources.keys():
            raise Flaw(f"lacks what is cited: {', '.join(sorted(missing))}.", "sources")
        return self

    def decision(self, opened: Opened, since: date, *, expedited: bool = False) -> Clock | None:
        """The rule by which the payer must decide what it has had ``since``; ``None`` where none is known."""
        return _earliest(self.decisions, opened, since, expedited)

    def answer(self, opened: Opened, since: date, *, expedited: bool = False) -> Clock | None:
        """The rule on how long there is to answer the payer; ``None`` where none is known."""
        return _earliest(self.answers, opened, since, expedited)

    def source(self, one: Duty) -> RuleSource:
        """Where a rule stands."""
        return self.sources[one.source]


def _earliest(clocks: Mapping[str, Clock], opened: Opened, since: date, expedited: bool) -> Clock | None:
    """Of the rules that bind the plan the one whose time is over first; of two on one day, the more particular.

    Hours and business days have no order of their own: over a weekend 72 hours are less than two business days, and
    within a week more. So what is expedited is never due later than what is not.
    """
    binding = [one for one in clocks.values() if one.binds(opened)]
    return min(binding, key=lambda one: (one.span(expedited=expedited).after(since), -one.particular), default=None)


@cache
def known() -> Clocks:
    """The rules that come with the program."""
    return validated(Clocks, read(Path(__file__).with_name("clocks.yaml")))
