"""Days, months, years and times of day as people type them, and as Excel keeps them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from priorauth.chart.dates import PartialDate
from priorauth.intake.readings.cells import Habits, Read, plain

_FIRST_SERIAL, _LAST_SERIAL = 2101, 80_000
"""Numbers up to 2100 are years; those up to here are days as Excel counts them, to the year 2119."""
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]+)[,. -]+(\d{4})")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:\d{2})?$", re.IGNORECASE)
_HOW = "Write it as 2021-03-14, 2021-03, March 2021 or 2021"


def day(value: object, habits: Habits) -> Read:
    """A date that may be known only to the month or the year; it stays as exact as it was typed."""
    return _day(value, habits)


def exact_day(value: object, habits: Habits) -> Read:
    """A date known to the day."""
    return _to_the_day(_day(value, habits))


def birth_date(value: object, habits: Habits) -> Read:
    """As :func:`exact_day`; of a year in two digits, only one century may be possible."""
    return _to_the_day(_day(value, habits, born=True))


def _to_the_day(found: Read) -> Read:
    if found.value and not PartialDate.parse(found.value).exact:
        return Read(wrong="is not known to the day. Write it as 2021-03-14")
    return found


def _day(value: object, habits: Habits, *, born: bool = False) -> Read:
    if isinstance(value, datetime):
        return Read(value.date().isoformat())
    if isinstance(value, date):
        return Read(value.isoformat())
    if isinstance(value, PartialDate):
        return Read(str(value))
    typed = _CLOCK.sub("", plain(value))
    if re.fullmatch(r"\d{4,5}", typed) and int(typed) >= _FIRST_SERIAL:
        return _serial(int(typed), habits)
    if found := _NUMBERS.fullmatch(typed):
        return _numbers(int(found[1]), int(found[3]), found[4], habits, born=born)
    if found := _YEAR_FIRST.fullmatch(typed):
        return _parsed("-".join(found.groups()), "written with dashes")
    if found := _MONTH_YEAR.fullmatch(typed):
        return _parsed(f"{found[2]}-{found[1]}", "read as a month of that year")
    if found := _DAY_MONTH.fullmatch(typed):
        return _parsed(f"{found[2]} {found[1]}, {found[3]}")
    return _parsed(_ORDINAL.sub("", typed))


def _parsed(typed: str, told: str = "") -> Read:
    try:
        return Read(str(PartialDate.parse(typed)), told)
    except ValueError as error:
        return Read(wrong=str(error))


def _serial(number: int, habits: Habits) -> Read:
    if number > _LAST_SERIAL:
        return Read(wrong=f"is a number that is no date. {_HOW}")
    began = date(1904, 1, 1) if habits.from_1904 else date(1899, 12, 30)
    return Read((began + timedelta(days=number)).isoformat(), "a day's number, as Excel counts the days")


def _numbers(first: int, second: int, year: str, habits: Habits, *, born: bool) -> Read:
    """ "3/14/21": which number is the month, and which century it is."""
    century = _years(year, habits, born=born)
    if isinstance(century, str):
        return Read(wrong=century)
    how = f", the year {century}" if len(year) == 2 else ""
    month_first, day_first = _in_calendar(century, first, second), _in_calendar(century, second, first)
    if month_first is None and day_first is None:
        return Read(wrong=f"is not a day in the calendar. {_HOW}")
    if month_first is None or day_first is None or month_first == day_first:
        only = month_first or day_first
        order = "the month first" if month_first else "the day first"
        return Read(str(only), f"{order}, for it is a date only so{how}" if month_first != day_first else how[2:])
    if habits.locale is None:
        return Read(
            wrong="is a date that can be read in two ways, and nothing says which number is the month. "
            f"{_HOW}, or put locale: en-US (month first) into practice.yaml"
        )
    if habits.locale == "en-US":
        return Read(str(month_first), f"the month first (en-US){how}")
    return Read(str(day_first), f"the day first (en-GB){how}")


def _years(year: str, habits: Habits, *, born: bool) -> int | str:
    """The year of two digits: this century's if that is not far off; a birth only if it can be but one of the two."""
    if len(year) == 4:
        return int(year)
    this, last = 2000 + int(year), 1900 + int(year)
    if born and this <= habits.today.year:
        return "has a year in two digits that can be of two centuries. Write the year with four"
    return this if not born and this <= habits.today.year + 1 else last


def _in_calendar(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def clock(value: object, _: Habits) -> Read:
    """A time of day, as Excel keeps it or as typed: 9:05, 2:30 PM."""
    if isinstance(value, time):
        return Read(value.strftime("%H:%M"))
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})? ?(am|pm)?", plain(value), re.IGNORECASE)
    hour = int(found[1]) if found else 24
    half = (found[3] or "").lower() if found else ""
    if not found or int(found[2]) > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return Read(wrong="is not a time of day, as 09:05 or 14:30")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    made = f"{hour:02}:{found[2]}"
    return Read(made, f"read as {made}" if half else "")


def end(value: object, habits: Habits) -> Read:
    """The last day taken, "unknown", or "ongoing as of" a day."""
    typed = plain(value)
    if typed.lower() in ("unknown", "not known"):
        return Read("unknown")
    found = re.fullmatch(r"(?:ongoing|current|still taken)\b(?: ?(?:as of|on))? ?(.*)", typed, re.IGNORECASE)
    if found is None:
        return day(value, habits)
    if not found[1]:
        return Read(wrong="does not say on which day it was still taken. Write: ongoing as of 2026-11-12")
    seen = exact_day(found[1], habits)
    return seen if seen.wrong else Read({"ongoing_as_of": seen.value}, seen.told)
