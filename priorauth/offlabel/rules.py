"""The figures of ``rules.yaml``."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from priorauth.chart.ketamine import Route
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.yamltree import read


class Source(Frozen):
    """Where a figure was read."""

    title: str
    url: str = ""
    trust: Literal["strong", "moderate", "weak"]


class Described(Frozen):
    """Doses in mg for each kg of body weight, as they are described."""

    lowest: Decimal
    highest: Decimal
    source: str


class Course(Frozen):
    """How many sessions a first course has, as it is described."""

    fewest: int
    most: int
    source: str


class Scheduled(Frozen):
    """Scheduled at least ``ahead`` business days before: owed ``within`` so many."""

    ahead: int = 0
    within: int


class Dispute(Frozen):
    """From which difference a bill can be disputed, within how many days, and what that costs, in US dollars."""

    over: int
    days: int
    fee: int
    source: str


class Estimates(Frozen):
    """The Good Faith Estimate of the No Surprises Act."""

    scheduled: tuple[Scheduled, ...]
    """The longest notice first."""
    on_request: Scheduled
    scheduled_source: str
    longest_months: int
    longest_source: str
    dispute: Dispute


class Abn(Frozen):
    """The Advance Beneficiary Notice of Original Medicare."""

    form: str
    modifier: str
    modifiers_where_excluded: tuple[str, ...]
    """Where the law itself excludes the service, whatever the reason it is given for."""
    source: str


class FixedHoliday(Frozen):
    """A holiday on a day of the year."""

    month: int
    day: int


class MovingHoliday(Frozen):
    """A holiday on the first, second … (``-1``: the last) of a weekday in a month; 0 is Monday."""

    month: int
    weekday: int
    which: int


class Holidays(Frozen):
    """The holidays of the federal government."""

    source: str
    fixed: tuple[FixedHoliday, ...]
    moving: tuple[MovingHoliday, ...]


class Rules(Frozen):
    """All of it."""

    sources: dict[str, Source]
    doses: dict[Route, Described]
    sessions: Course
    estimate: Estimates
    holidays: Holidays
    abn: Abn


@cache
def rules() -> Rules:
    """The figures that come with the program."""
    return validated(Rules, read(Path(__file__).with_name("rules.yaml")))
