"""When a patient would qualify: time makes and unmakes eligibility although nothing new is learned.

A trial reaches its sixth week, a score grows stale, a trial leaves the look-back, a birthday comes. Each criterion
names the days on which it may turn out differently; on each of them it is judged again, and with it the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from priorauth.determination.tree import combined, find
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
    if not _can_be_met(now, view):
        return None
    known = view.known_on or view.as_of
    due = _after(now, view.as_of, view.as_of) | ({view.as_of} if now.verdict is not Verdict.MET else set())
    start: date | None = view.as_of if now.verdict is Verdict.MET else None
    provided: tuple[str, ...] = ()
    seen: set[date] = set()
    before, found = view, now
    while due and len(seen) < _MOST_DAYS:
        day = min(due)
        due.discard(day)
        seen.add(day)
        begins = max(view.service_begins, day)
        then = replace(view, as_of=day, service_begins=begins, ahead=True, known_on=known)
        found = find(node, then, _standing(found, before, then))
        before = then
        due |= _after(found, day, view.as_of) - seen
        if found.verdict is Verdict.MET and start is None:
            start, provided = day, _provided(find(node, then))  # all of it in the words of that day
        elif found.verdict is not Verdict.MET and start is not None:
            return Window(start, day - timedelta(days=1), provided)
    return Window(start, None, provided) if start else None


def window_of_an_earlier_start(node: Node, view: View, now: Finding) -> Window | None:
    """The first window if service began earlier than asked; ``None`` if that does not help either."""
    if view.service_begins <= view.as_of or not _can_be_met(now, view):
        return None
    if not any("service_start" in one.looked_at for one in now.criteria()):
        return None
    sooner = replace(view, service_begins=view.as_of)
    window = first_window(node, sooner, find(node, sooner, _standing(now, view, sooner)))
    if window is None or window.until is None:
        return None
    told = f"service begins by {window.until.isoformat()}, not on {view.service_begins.isoformat()} as asked"
    return replace(window, provided=(*window.provided, told))


def _can_be_met(now: Finding, view: View) -> bool:
    return _at_best(now, view) in (Verdict.MET, Verdict.NOT_APPLICABLE)


def _at_best(found: Finding, view: View) -> Verdict:
    """The best verdict that days alone could bring: what no day changes stays as it is, and the rest is granted."""
    if found.node not in _GRANTING:
        changes = any(_may_change(one, view) for one in found.criteria())
        return Verdict.MET if changes else found.verdict
    return combined(found.node, found.k, [_at_best(one, view) for one in found.children])


_GRANTING = ("all_of", "any_of", "unless", "at_least", "defined_as")
"""The nodes that no better verdict of a part can make worse."""


def _may_change(one: Finding, view: View) -> bool:
    return bool(one.looked_at) or any(view.as_of < day <= view.as_of + HORIZON for day in one.moments)


def _standing(found: Finding, before: View, then: View) -> dict[str, Finding]:
    """The criteria that need not be judged again: it is no day of theirs, and what else they looked at is the same."""
    changed = {
        *(["service_start"] if then.service_begins != before.service_begins else []),
        *(["assuming"] if then.ahead is not before.ahead else []),
    }
    return {
        one.id: one
        for one in found.criteria()
        if (then.as_of == before.as_of or then.as_of not in one.moments) and not changed & one.looked_at
    }


def _after(root: Finding, day: date, today: date) -> set[date]:
    """The days after ``day``, within the horizon, on which a criterion may turn out differently."""
    return {moment for one in root.walk() for moment in one.moments if day < moment <= today + HORIZON}


def _provided(root: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in root.walk() if one.verdict is Verdict.MET for text in one.provided))
