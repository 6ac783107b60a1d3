"""When a patient would qualify: time makes and unmakes eligibility although nothing new is learned.

A trial reaches its sixth week, a score grows stale, a trial leaves the look-back, a birthday comes. Each criterion
names the days on which it may turn out differently; on each of them it is judged again, and with it the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from priorauth.determination.tree import find
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from priorauth.logic.finding import Finding
    from priorauth.policy.nodes import Node
    from priorauth.policy.view import View

HORIZON = timedelta(days=366)
"""How far ahead is looked: a request is not planned further than a year."""
_MOST_DAYS = 200


@dataclass(frozen=True, slots=True)
class Window:
    """The first stretch of days on which all criteria hold."""

    start: date
    until: date | None
    """The last such day; ``None`` if nothing ends it within a year."""
    provided: tuple[str, ...]
    """What must still be true, and documented, by then."""


def first_window(node: Node, view: View, now: Finding) -> Window | None:
    """The first window from ``view.as_of`` on, or ``None`` if time alone does not help."""
    due = _after(now, view.as_of, view.as_of) | ({view.as_of} if now.verdict is not Verdict.MET else set())
    start: date | None = view.as_of if now.verdict is Verdict.MET else None
    provided: tuple[str, ...] = ()
    seen: set[date] = set()
    ahead: Finding | None = None
    while due and len(seen) < _MOST_DAYS:
        day = min(due)
        due.discard(day)
        seen.add(day)
        then = replace(view, as_of=day, service_start=max(view.service_start, day), assuming=True)
        still = {one.id: one for one in ahead.criteria() if day not in one.moments} if ahead else {}
        ahead = find(node, then, still)
        due |= _after(ahead, day, view.as_of) - seen
        if ahead.verdict is Verdict.MET and start is None:
            start, provided = day, _provided(find(node, then))  # all of it in the words of that day
        elif ahead.verdict is not Verdict.MET and start is not None:
            return Window(start, day - timedelta(days=1), provided)
    return Window(start, None, provided) if start else None


def window_of_an_earlier_start(node: Node, view: View) -> Window | None:
    """The first window if service began earlier than asked; ``None`` if that does not help either."""
    if view.service_start <= view.as_of:
        return None
    sooner = replace(view, service_start=view.as_of)
    window = first_window(node, sooner, find(node, sooner))
    if window is None or window.until is None:
        return None
    told = f"service begins by {window.until.isoformat()}, not on {view.service_start.isoformat()} as asked"
    return replace(window, provided=(*window.provided, told))


def _after(root: Finding, day: date, today: date) -> set[date]:
    """The days after ``day``, within the horizon, on which a criterion may turn out differently."""
    return {moment for one in root.walk() for moment in one.moments if day < moment <= today + HORIZON}


def _provided(root: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in root.walk() if one.verdict is Verdict.MET for text in one.provided))
