"""Dates as charts hold them: "2021", "March 2021", "2021-03-14".

A :class:`PartialDate` keeps what was written and knows its earliest and its latest day. Nothing guesses the middle.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?$")
_WORDS = re.compile(r"(?P<month>[A-Za-z]+)\.?(?:\s+(?P<day>\d{1,2}))?,?\s+(?P<year>\d{4})$")
_HOW = "Write a date as 2021-03-14, 2021-03, March 2021 or 2021"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, as the chart gives it."""

    earliest: date
    latest: date

    @property
    def exact(self) -> bool:
        """Whether it is known to the day."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        """ISO 8601 with only the parts that are known: ``2021``, ``2021-03``, ``2021-03-14``."""
        if self.exact:
            return self.earliest.isoformat()
        if self.earliest.month == self.latest.month:
            return f"{self.earliest.year:04}-{self.earliest.month:02}"
        return f"{self.earliest.year:04}"

    @property
    def spoken(self) -> str:
        """As a sentence says it: "March 14, 2021", "March 2021", "2021"."""
        if self.exact:
            return spoken(self.earliest)
        if self.earliest.month == self.latest.month:
            return f"{calendar.month_name[self.earliest.month]} {self.earliest.year}"
        return str(self.earliest.year)

    @property
    def with_preposition(self) -> str:
        """As it is written in a chart: "on 2021-03-14", "in 2021-03", "in 2021"."""
        return f"{'on' if self.exact else 'in'} {self}"

    @property
    def spoken_with_preposition(self) -> str:
        """ "on March 14, 2021", "in March 2021", "in 2021"."""
        return f"{'on' if self.exact else 'in'} {self.spoken}"

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A date known to the day."""
        return cls(day, day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read what people write.

        Raises:
            ValueError: it is no date, or one that can be read in two ways (``3/4/21``).
        """
        match = _ISO.match(text.strip()) or _WORDS.match(text.strip())
        if not match:
            raise ValueError(f"is not a date that can be read in only one way. {_HOW}")
        year = int(match["year"])
        month = match["month"]
        number = (int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)) if month else None
        try:
            if number is None:
                return cls(date(year, 1, 1), date(year, 12, 31))
            if match["day"] is None:
                return cls(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))
            return cls.of(date(year, number, int(match["day"])))
        except (ValueError, calendar.IllegalMonthError):
            raise ValueError(f"is not a day in the calendar. {_HOW}") from None


def spoken(day: date) -> str:
    """ "March 14, 2021"."""
    return f"{calendar.month_name[day.month]} {day.day}, {day.year}"


def add_years(day: date, years: int) -> date:
    """The same calendar day ``years`` later; from 29 February, 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def over_a_year_old(day: date, as_of: date) -> bool:
    """Whether more than a year lies between: such a fact is asked for again, or told with its age."""
    return add_months(day, 12) < as_of


def age_on(born: date, day: date) -> int:
    """Completed years of life on ``day``. Who was born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The first day on which :func:`age_on` gives ``years``."""
    day = add_years(born, years)
    return day if age_on(born, day) == years else day + timedelta(days=1)


def weeks(number: int) -> timedelta:
    """A week is seven days."""
    return timedelta(days=7 * number)


def _partial(value: object) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        return PartialDate.of(value)
    if isinstance(value, str):
        return PartialDate.parse(value)
    raise ValueError(f"is not a date. {_HOW}")


def _exact(value: object) -> object:
    if isinstance(value, str):
        partial = PartialDate.parse(value)
        if not partial.exact:
            raise ValueError("must be known to the day, as 2021-03-14")
        return partial.earliest
    return value


Day = Annotated[
    PartialDate,
    PlainValidator(_partial),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "integer"], "description": "2021-03-14, 2021-03, March 2021 or 2021"}),
]
"""A date that may be known only to the month or the year."""

ExactDay = Annotated[
    date, BeforeValidator(_exact), WithJsonSchema({"type": "string", "description": "2021-03-14 or March 14, 2021"})
]
"""A date known to the day."""


_WRITTEN = re.compile(r"\b([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?\b")


def with_spoken_days(text: str) -> str:
    """``text`` with each day as people write it: "2025-02-03" is "February 3, 2025", "2025-07" is "July 2025"."""
    return _WRITTEN.sub(_as_spoken, text)


def _as_spoken(written: re.Match[str]) -> str:
    try:
        return PartialDate.parse(written[0]).spoken
    except ValueError:
        return written[0]
