"""When to ask again: early enough that the payer, at its usual pace, decides before the authorization ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from priorauth.worklist.authorized import told, uses
from priorauth.worklist.case import SPOKEN
from priorauth.worklist.clocks import Span, known
from priorauth.worklist.deadline import Deadline, uncertain
from priorauth.worklist.decisions import decisions
from priorauth.worklist.events import Denied, Submitted
from priorauth.worklist.lasting import of_the_drug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from priorauth.chart.chart import Chart
    from priorauth.worklist.case import Case
    from priorauth.worklist.decisions import Decision
    from priorauth.worklist.events import Opened

_WITH_THE_PAYER = ("submitted", "more_requested", "appealed")
_AT_HOME = ("draft", "needs_information", "ready_to_sign", "signed")
Plan: TypeAlias = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a payer is taken to need, and how that is known."""

    span: Span
    why: str
    source: str
    verify: bool


def pace(opened: Opened, history: Iterable[Decision]) -> Pace:
    """By the clinic's own history with this payer, or else by its rule, or else by a convention of ours.

    A rule of a day or two is of the decision alone, and not of the questions before it: the convention is the least.
    """
    ours = known().ours
    days = [one.days for one in history if one.case.opened.payer == opened.payer]
    if len(days) >= ours.decisions_for_a_median:
        span = Span(days=max(1, ceil(median(days))))
        why = f"this payer usually takes {span}, the median of {len(days)} of its decisions here"
        return Pace(span, why, "the clinic's own history", False)
    clock, assumed = known().decision(opened, opened.on), Span(days=ours.turnaround_days)
    if clock and clock.span().before(opened.on) > assumed.before(opened.on):
        why = (
            f"the payer has {clock.span()} to decide ({clock.name}), and {assumed} are taken: questions before the "
            "decision take their time"
        )
        return Pace(assumed, why, "a convention of ours", True)
    if clock:
        source = known().source(clock)
        return Pace(
            clock.span(), f"the payer has {clock.span()} to decide ({clock.name})", source.title, uncertain(source)
        )
    told = f"how long this payer takes is not known, and {assumed} are assumed"
    return Pace(assumed, told, "a convention of ours", True)


def plan_of(case: Case) -> Plan:
    """What a renewal goes on with: the patient, the coverage and the benefit."""
    opened = case.opened
    return opened.case, opened.coverage_order, opened.payer, opened.benefit or ""


def renewals(cases: Iterable[Case], charts: Mapping[str, Chart], as_of: date) -> Iterator[Deadline]:
    """For each running authorization the last day to ask for the next, unless that is with the payer already."""
    everything = list(cases)
    history = decisions(everything)
    beside: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for one in everything:
        beside[plan_of(one)[:2]].append(one)
    for _, group in groupby(sorted(everything, key=plan_of), key=plan_of):
        of_plan = list(group)
        running = [(one, _last_day(one)) for one in of_plan if one.state == "approved"]
        if not running or any(one.state in _WITH_THE_PAYER for one in of_plan):
            continue
        newest, last = max(running, key=lambda one: (one[1], one[0].id))
        paced = pace(newest.opened, history)
        text = f"The authorization ends on {last}; {paced.why}: {last} − {paced.span}."
        begun = [one for one in of_plan if one.state in _AT_HOME]
        text += "".join(f" {one.id} is {SPOKEN[one.state]}." for one in begun)
        text += "".join(_refused(newest, of_plan))
        text += _left(newest, beside[plan_of(newest)[:2]], charts.get(newest.opened.case), as_of)
        yield Deadline(newest.id, "renewal", paced.span.before(last), text, paced.source, paced.verify, f"{last}")


def _refused(running: Case, of_plan: Iterable[Case]) -> Iterator[str]:
    """That the renewal went out, and the payer said no."""
    granted = running.granted
    for one in of_plan:
        asked, answer = one.last(Submitted), one.decided
        if one is not running and granted and asked and isinstance(answer, Denied) and asked.on >= granted.on:
            yield (
                f" {one.id} was submitted on {asked.on} and refused on {answer.on}: appeal it, or ask anew before the "
                "authorization ends."
            )


def _last_day(case: Case) -> date:
    lines = case.granted.lines if case.granted else ()
    return max(one.until for one in (*filter(of_the_drug, lines),) or lines)


def _left(case: Case, beside: Iterable[Case], chart: Chart | None, as_of: date) -> str:
    """What is left of its lines.

    ``beside``: the patient's cases that take its place among the coverages, other insurers' too.
    """
    if chart is None:
        return ""
    lines, _ = uses(beside, chart.sessions, as_of)
    return "".join(f" {told(one)}" for one in lines if one.case == case.id and one.granted is not None)
