"""The list that a clinician begins with: what can be signed, what is blocked and by what, what runs out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from priorauth.worklist.case import SPOKEN
from priorauth.worklist.deadline import KINDS
from priorauth.worklist.due import due
from priorauth.worklist.events import Judged, Signed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from priorauth.worklist.case import Case
    from priorauth.worklist.deadline import Deadline

AHEAD = timedelta(days=14)
"""How far ahead the list looks for what runs out. The project's own choice."""
_NO_CHART = "its chart cannot be read"
_NOT_SEEN = "not held against its chart yet: load the list again"


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list."""

    case: str
    payer: str
    asks: str
    state: str
    since: date
    told: tuple[str, ...] = ()
    """What blocks it, or what is due."""
    day: date | None = None
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """The list in its parts, each in the order in which it is worked through."""

    ready: tuple[Row, ...]
    """To be signed, the longest waiting first."""
    blocked: tuple[Row, ...]
    """Not yet to be signed, and why."""
    expiring: tuple[Row, ...]
    """With a last day: authorizations, appeals, answers, calls, criteria that time ends; the overdue first."""
    signed: tuple[Row, ...]
    """Signed, and not sent yet."""
    stale: tuple[Row, ...] = ()
    """Of these, what is not as it was signed: not to be sent so."""

    def held_against_charts(self, why_stale: Mapping[str, str | None]) -> Queue:
        """The list with what was signed held against the charts; by case, ``None`` where that was not done yet."""
        stale = [
            replace(row, told=(f"Do not send it: {why}", *row.told))
            for row in self.signed
            if (why := why_stale[row.case])
        ]
        signed = [
            replace(row, told=(*row.told, _NOT_SEEN)) if why_stale[row.case] is None else row
            for row in self.signed
            if not why_stale[row.case]
        ]
        return replace(self, stale=tuple(stale), signed=tuple(signed))

    def without_charts(self, lost: Collection[str]) -> Queue:
        """The list where the charts of these cases cannot be read: nobody can sign them."""
        blocked = tuple(replace(row, told=(_NO_CHART,)) for row in self.ready if row.case in lost)
        ready = tuple(row for row in self.ready if row.case not in lost)
        return replace(self, ready=ready, blocked=(*blocked, *self.blocked))

    @property
    def parts(self) -> tuple[tuple[str, str, tuple[Row, ...]], ...]:
        """Each with its id and heading. What is signed and stale is a part where there is any."""
        stale = (("stale", "Signed, and stale", self.stale),) if self.stale else ()
        return (
            *stale,
            ("ready", "Ready to sign", self.ready),
            ("blocked", "Blocked", self.blocked),
            ("expiring", "Running out", self.expiring),
            ("signed", "Signed, not sent yet", self.signed),
        )

    def around(self, case: str) -> tuple[str, str, str]:
        """The case before that one in the list, the one after it, and the next to be signed; empty where none is."""
        ids = list(dict.fromkeys(row.case for _, _, rows in self.parts for row in rows))
        place = ids.index(case) if case in ids else -1
        before = ids[place - 1] if place > 0 else ""
        after = ids[place + 1] if place + 1 < len(ids) else ""
        ready = [row.case for row in self.ready]
        here = ready.index(case) if case in ready else -1
        others = [*ready[here + 1 :], *ready[: max(here, 0)]]
        return before, after, others[0] if others else ""


def queue(cases: Sequence[Case], today: date) -> Queue:
    """The list of a day."""
    waiting = sorted((one for one in cases if one.at_home), key=lambda one: (one.since, one.id))
    known = {one.id: one for one in cases}
    # What needs a chart to be known (REMS forms) is for staff, who have it with: priorauth due.
    found = due(cases, {}, today, AHEAD).deadlines
    expiring = [_due(known[one.case], one) for one in found if one.case in known and one.kind != "decision"]
    expiring += [row for one in waiting if (row := _growing_old(one, today))]
    return Queue(
        ready=tuple(_row(one, _anew(one)) for one in waiting if one.state == "ready_to_sign"),
        blocked=tuple(_row(one, _blocking(one)) for one in waiting if one.state in ("draft", "needs_information")),
        expiring=tuple(sorted(expiring, key=lambda row: (row.day is None, row.day or today))),
        signed=tuple(_row(one, _signed(one)) for one in waiting if one.state == "signed"),
    )


def _row(case: Case, told: tuple[str, ...] = ()) -> Row:
    opened = case.opened
    asks = f"{opened.indication.upper()}, {opened.phase}" + (f", {opened.benefit} benefit" if opened.benefit else "")
    return Row(case.id, opened.payer_name, asks, SPOKEN[case.state], case.since, told)


def _blocking(case: Case) -> tuple[str, ...]:
    judged = case.last(Judged)
    if case.returned:
        return (f"returned to staff: {case.returned.why}",)
    if judged is None:
        return ("not judged yet",)
    verdict = () if judged.verdict in ("met", None) else (f"criteria {judged.verdict.replace('_', ' ')}",)
    return (*verdict, *judged.wanted)


def _anew(case: Case) -> tuple[str, ...]:
    """What is wanted although nothing is missing: a signature anew, where one was given already."""
    judged = case.last(Judged)
    return judged.wanted if judged and judged.ready else ()


def _signed(case: Case) -> tuple[str, ...]:
    signed = case.last(Signed)
    return (f"by {signed.by} on {signed.on}",) if signed else ()


def _growing_old(case: Case, today: date) -> Row | None:
    """The last day on which its criteria hold, where time ends that soon: a score or a course grows too old."""
    judged = case.last(Judged)
    if judged is None or judged.until is None or judged.until > today + AHEAD:
        return None
    told = f"criteria: as judged on {judged.on}, they are met until {judged.until} if nothing but time changes"
    todo = "sign and send it by then" if judged.until >= today else "have it judged again (generate)"
    return replace(_row(case, (f"{told}; {todo}",)), day=judged.until)


def _due(case: Case, deadline: Deadline) -> Row:
    row = _row(case, (f"{KINDS[deadline.kind]}: {deadline.what}",))
    return replace(row, day=deadline.day, verify=deadline.verify)
