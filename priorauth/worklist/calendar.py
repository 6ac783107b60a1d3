"""Deadlines as a calendar file. It leaves the practice's machine, so it names cases by their number and nobody else."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from priorauth.worklist.deadline import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from priorauth.worklist.deadline import Deadline


def calendar(deadlines: Iterable[Deadline], as_of: date) -> bytes:
    """One all-day entry for each deadline that has a day. The same deadlines give the same bytes.

    What names an entry stays when its day moves, so that a calendar changes it instead of having it twice.
    """
    made = Calendar()
    made.add("prodid", "-//priorauth//worklist//EN")
    made.add("version", "2.0")
    for one in deadlines:
        if one.day is not None:
            made.add_component(_entry(one, one.day, as_of))
    return bytes(made.to_ical())


def _entry(one: Deadline, day: date, as_of: date) -> Event:
    entry = Event()
    entry.add("uid", _uid(one))
    entry.add("dtstamp", datetime.combine(as_of, time(), tzinfo=UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    number = one.case.partition("/")[0]
    entry.add("summary", f"{number}: {KINDS[one.kind]}{' (verify)' if one.verify else ''}")
    entry.add("description", f"{_without_requests(one.what, number)}\nSource: {one.source}")
    return entry


def _without_requests(text: str, number: str) -> str:
    """``text``, in it the patient's number for each request: what that is called, somebody may have typed."""
    return re.sub(rf"{re.escape(number)}/[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?", number, text)


def _uid(one: Deadline) -> str:
    named = "\n".join((one.case, one.kind, one.key))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@priorauth"
