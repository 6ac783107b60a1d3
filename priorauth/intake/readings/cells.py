"""A cell as it was read: what a chart takes of it, how that was read, or why it cannot be; and plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TypeAlias

from priorauth.chart.dates import PartialDate

Locale = Literal["en-US", "en-GB"]
"""``en-US`` writes the month first, ``en-GB`` the day."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How dates are to be taken where they are typed."""

    today: date
    locale: Locale | None = None
    """Without one, a date that can be read in two ways is not read."""
    from_1904: bool = False
    """Whether the workbook counts its days from 1904, as old ones of a Mac do."""


@dataclass(frozen=True, slots=True)
class Read:
    """A cell as it was read."""

    value: Any = None
    """What the chart takes; ``None`` where the cell is empty or cannot be read."""
    told: str = ""
    """How it was read, where that is not what was typed."""
    wrong: str = ""
    """Why it cannot be read."""


Reader: TypeAlias = Callable[[object, Habits], Read]


def plain(value: object) -> str:
    """A cell as text: no space at its ends, one between words, and a whole number without ".0"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def kind(value: object) -> str:
    """What sort of thing stands in a cell, which is all that may be told of it."""
    match value:
        case bool():
            return "a yes-or-no value"
        case int() | float():
            return "a number"
        case date() | PartialDate():
            return "a date"
        case _:
            return "text"


def text(value: object, _: Habits) -> Read:
    """Words as they stand. A number may have lost zeros at its beginning, and digits beyond the fifteenth."""
    if isinstance(value, datetime | PartialDate):
        return Read(wrong="is a date, where words or a number belong. Format the cell as text and type it again")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 10**15:
            return Read(wrong="is a number too long for Excel to keep whole. Format the cell as text and type it again")
        return Read(plain(value), "a number, taken digit by digit: see that no zero at its beginning is missing")
    return Read(plain(value))


def own_words(value: object, _: Habits) -> Read:
    """Free text; line breaks stay."""
    return Read(value.strip() if isinstance(value, str) else plain(value))


def key(value: object, _: Habits) -> Read:
    """The chart's small-letter names: case numbers, payers, exhibits."""
    typed = plain(value)
    made = re.sub(r"[^a-z0-9._-]+", "-", typed.lower()).strip("-.")
    if not re.match(r"[a-z0-9]", made) or len(made) > 60:
        return Read(wrong="is no name of letters and digits, at most 60 of them")
    return Read(made, "" if made == typed else f"written as {made}")


_DAY, _YEAR, _MONTH = r"([012]?\d|3[01])", r"(\d\d|\d{4})", "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AS_EXCEL_WRITES = re.compile(f"{_DAY}/{_DAY}/{_YEAR}|{_DAY}-{_MONTH}(-{_YEAR})?|{_MONTH}-{_YEAR}", re.ASCII)
"""A date in a CSV that Excel has saved: 3/21/2026, 21-Mar, 21-Mar-26, Mar-21."""


def case_number(value: object, habits: Habits) -> Read:
    """The practice's own number for a patient, and nothing that Excel made of one: of 3-21 it makes a date."""
    if isinstance(value, date | time | timedelta | PartialDate) or _AS_EXCEL_WRITES.fullmatch(plain(value)):
        return Read(
            wrong="is a date or a time, which Excel makes of numbers such as 3-21 or 1:20. Format the column as text, "
            "and type the patient's number again as it is"
        )
    return key(value, habits)


def zip_code(value: object, _: Habits) -> Read:
    """Five digits; a number has lost the zeros at its beginning."""
    typed = plain(value)
    if isinstance(value, int | float) and typed.isdecimal() and len(typed) < 5:
        return Read(typed.zfill(5), "a number, with the zeros put back that Excel left out")
    if re.fullmatch(r"\d{5}(-\d{4})?", typed):
        return Read(typed)
    return Read(wrong="is not five digits, or nine as 21201-1234")


def state(value: object, _: Habits) -> Read:
    """Two letters."""
    typed = plain(value)
    if not re.fullmatch(r"[A-Za-z]{2}", typed):
        return Read(wrong="is not a state in two letters, as MD")
    return Read(typed.upper(), "" if typed.isupper() else "written in capitals")


def list_of_words(value: object, _: Habits) -> Read:
    """Several texts, with ; between them."""
    return Read([one for part in str(value).split(";") if (one := plain(part))])
