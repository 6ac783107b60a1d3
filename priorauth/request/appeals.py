"""Until when a refusal can be appealed: by the notice itself, or else by the rules that bind the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from priorauth.chart.ask import Period
from priorauth.chart.coverage import Benefit, LineOfBusiness
from priorauth.chart.dates import add_months
from priorauth.chart.people import State
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.coverage import Coverage
    from priorauth.chart.treatment import Denial

Level = Literal["first", "second", "external"]


class RuleSource(Frozen):
    """Where a rule stands, and how far that is to be trusted."""

    title: str
    trust: Literal["strong", "moderate", "weak"]


class Track(Frozen):
    """One way of appeal."""

    name: str
    lines: tuple[LineOfBusiness, ...]
    states: tuple[State, ...] = ()
    benefit: Benefit | None = None
    """Where the way is that of one benefit alone."""
    level: Level
    within: Period
    counts_from: Literal["notice", "receipt"]
    """Whether the days begin with that of the notice, or with that on which it came."""
    decision: str
    """How soon it must be decided."""
    decided_in_days: int | None = None
    """The same as a number, for a drug that is still to be given."""
    decided_about: bool = False
    """Whether the source gives that number as a rough one."""
    expedited_hours: int | None = None
    """The same of an expedited one."""
    heard_by: Literal["plan", "others"] = "plan"
    """Who takes it: the plan that refused, or somebody whom only the notice names."""
    asked_for: Literal["hearing", "review"] = "hearing"
    """What others are asked for."""
    consent: bool = False
    """Whether the rule asks for the patient's specific written consent to an appeal that somebody else makes."""
    source: str

    @property
    def particular(self) -> int:
        """How particular it is: the rule of a state or of a benefit goes before one of all."""
        return bool(self.states) + (self.benefit is not None)


class PassedOn(Frozen):
    """A refused appeal that the plan itself sends on."""

    lines: tuple[LineOfBusiness, ...]
    benefit: Benefit
    after: Literal["first_level_appeal", "second_level_appeal"]
    to: str
    source: str


class Parity(Frozen):
    """Which plans may be asked for their comparative analysis of a limit on mental health care."""

    lines: tuple[LineOfBusiness, ...]
    source: str


class Tracks(Frozen):
    """Every way that is known, with its source."""

    sources: dict[str, RuleSource]
    tracks: dict[str, Track]
    passed_on: tuple[PassedOn, ...]
    parity: Parity


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and the arithmetic."""

    last: date
    track: Track | None
    """By whose rule; of a day that the notice names, the way that it is of."""
    arithmetic: str
    by_notice: bool

    @property
    def certain(self) -> bool:
        """Whether the notice itself, or a strong source, says so."""
        return self.by_notice or self._trust == "strong"

    @property
    def doubtful(self) -> bool:
        """Whether nothing but a weak source says so: no letter gives such a day."""
        return not self.by_notice and self._trust == "weak"

    @property
    def _trust(self) -> str:
        return sources()[self.track.source].trust if self.track else "weak"


@cache
def known() -> Tracks:
    """The rules that come with the program."""
    return validated(Tracks, read(Path(__file__).with_name("appeals.yaml")))


def sources() -> dict[str, RuleSource]:
    """The sources of the rules, by the names that the ways use."""
    return known().sources


def next_level(denial: Denial) -> Level:
    """What comes after the refusal: after a final one within the plan, the review by others."""
    if denial.of == "second_level_appeal" or denial.final == "yes":
        return "external"
    return "first" if denial.of == "request" else "second"


def deadline(
    denial: Denial, coverage: Coverage, benefit: Benefit | None, received: date | None = None
) -> Deadline | None:
    """The last day on which ``denial`` can be appealed; ``None`` where neither the notice nor a rule tells.

    Args:
        denial: what was refused, and when.
        coverage: its line of business and state decide whose rules hold.
        benefit: under which the request was made.
        received: the day on which the notice came, if that is known: some rules count from it.
    """
    found = way(denial, coverage, benefit)
    if denial.appeal_by:
        return Deadline(denial.appeal_by, found, f"{denial.appeal_by}, as the notice of {denial.on} says", True)
    if found is None:
        return None
    days, weeks, months = found.within.days, found.within.weeks, found.within.months
    since = received if received and found.counts_from == "receipt" else denial.on
    last = add_months(since, months) if months else since + timedelta(days=days or 7 * (weeks or 0))
    return Deadline(last, found, f"{since} + {found.within} = {last.isoformat()}", False)


def passed_on(denial: Denial, coverage: Coverage, benefit: Benefit | None) -> PassedOn | None:
    """To whom the plan itself sends the case after this refusal; ``None`` where somebody has to appeal."""
    fitting = (
        one
        for one in known().passed_on
        if (one.after, one.benefit) == (denial.of, benefit) and coverage.line_of_business in one.lines
    )
    return next(fitting, None)


def parity_applies(coverage: Coverage) -> bool | None:
    """Whether the parity law binds the plan; ``None`` where its line of business is not known."""
    return None if coverage.line_of_business is None else coverage.line_of_business in known().parity.lines


def way(denial: Denial, coverage: Coverage, benefit: Benefit | None) -> Track | None:
    """The way of appeal that comes next, if a rule for it is known.

    After a plan's final word no level within the plan is left. Where no external review is known for the plan's kind,
    the next is the second level, if others hear it: a fair hearing follows the final word of a Medicaid plan.
    """
    level = next_level(denial)
    found = track(coverage, benefit, level)
    if found is None and level == "external" and denial.of != "second_level_appeal":
        second = track(coverage, benefit, "second")
        return second if second and second.heard_by == "others" else None
    return found


def track(coverage: Coverage, benefit: Benefit | None, level: Level) -> Track | None:
    """The rule of one level, the most particular that is known for the plan's kind."""
    fitting = [
        one
        for one in known().tracks.values()
        if one.level == level
        and coverage.line_of_business in one.lines
        and (not one.states or coverage.state in one.states)
        and (one.benefit is None or one.benefit == benefit)
    ]
    return max(fitting, key=lambda one: one.particular, default=None)
