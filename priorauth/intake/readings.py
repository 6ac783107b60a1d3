"""What people type into cells, read without guessing.

Each reading gives what a chart takes, and says whether it is what was typed or was made of it; or it says why the cell
cannot be read. Nothing here repeats what could not be read: it may be a name in the wrong column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from priorauth.chart.dates import PartialDate
from priorauth.medicines.names import words
from priorauth.medicines.reference import reference
from priorauth.reading import nearest

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
        case date():
            return "a date"
        case _:
            return "text"


def text(value: object, _: Habits) -> Read:
    """Words as they stand. A number may have lost zeros at its beginning, and digits beyond the fifteenth."""
    if isinstance(value, datetime):
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


# Dates

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


# Numbers and doses

_AMOUNT = r"(?P<amount>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)"
_PER_DAY = {
    1: "qd, q.d., od, daily, once daily, once a day, a day, per day, /day, /d, day, qday, q day, every day, qhs, qam, "
    "qpm, hs, at bedtime, every morning, q24h, nightly, po qd",
    2: "bid, b.i.d., twice daily, twice a day, 2x daily, x2 daily, q12h, po bid",
    3: "tid, t.i.d., three times daily, three times a day, 3x daily, q8h, po tid",
    4: "qid, q.i.d., four times daily, four times a day, 4x daily, q6h, po qid",
}
_TIMES = {name: times for times, names in _PER_DAY.items() for name in names.split(", ")}
_DOSE = re.compile(
    rf"{_AMOUNT}\s*(?P<unit>mg|mcg|[µμ]g|ug|g)?\s*(?:(?:xr|xl|er|sr|cr|ir|dr|tabs?|caps?)\b)?\s*(?P<often>\D.*)?",
    re.IGNORECASE,
)
_MILLIGRAMS = {"mg": Decimal(1), "g": Decimal(1000), "": Decimal(1)}


def dose(value: object, _: Habits) -> Read:
    """The total of a day in milligrams: of "20 mg bid", 40 mg."""
    typed = plain(value)
    found = _DOSE.fullmatch(typed)
    if not found or re.match(r"[-–—]|to\b|or\b", found["often"] or ""):
        return Read(wrong="is not one dose, as 150 mg or 20 mg bid. Give each dose a row of its own")
    often = (found["often"] or "").strip().lower()
    times = _TIMES.get(often) if often else 1
    if times is None:
        return Read(wrong="does not say in a known way how often it is taken. Write the milligrams of a day")
    unit = (found["unit"] or "").lower()
    amount = Decimal(found["amount"].replace(",", "")) * times
    if not amount:
        return Read(wrong="is a dose of nothing. A time without the medicine belongs under Without it from and until")
    made = f"{number_text(amount * _MILLIGRAMS.get(unit, Decimal(1)))} {'mg' if unit in _MILLIGRAMS else 'mcg'}"
    return Read(made, f"{typed} read as {made} a day" if often or unit == "g" else "")


def number_text(amount: Decimal) -> str:
    """A number without zeros at its end: "37.5", "150"."""
    written = f"{amount:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def whole(value: object, _: Habits) -> Read:
    """A whole number, as a number or as text; "95%" is 95."""
    typed = plain(value).removesuffix("%").strip().replace(",", "")
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+(\.0+)?", typed):
        return Read(wrong="is not a whole number")
    return Read(typed.partition(".")[0])


def decimal(value: object, _: Habits) -> Read:
    """A number, as a number or as text."""
    typed = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain(value))
    if isinstance(value, bool) or not re.fullmatch(r"\d+(\.\d+)?|\.\d+", typed):
        return Read(wrong="is not a number")
    return Read(number_text(Decimal(typed)))


def strength(value: object, habits: Habits) -> Read:
    """How much is in one unit, in milligrams: "50 MG"."""
    typed = re.sub(r"\s*mg$", "", plain(value), flags=re.IGNORECASE)
    found = decimal(typed, habits)
    return found if found.value else Read(wrong="is not milligrams in one unit, as 50 mg")


def numbers(value: object, _: Habits) -> Read:
    """A list of whole numbers: "3, 3, 2"."""
    parts = [one for one in re.split(r"[,; ]+", plain(value)) if one]
    if not all(part.isdecimal() for part in parts):
        return Read(wrong="is not a list of whole numbers, as 3, 3, 2")
    return Read(parts)


def pressure(value: object, _: Habits) -> Read:
    """ "122/78"."""
    found = re.fullmatch(r"(\d{2,3}) ?/ ?(\d{2,3})( ?mm ?hg)?", plain(value), re.IGNORECASE)
    if not found:
        return Read(wrong="is not a blood pressure, as 122/78")
    return Read({"systolic": found[1], "diastolic": found[2]})


# Words that mean one of few things

_YES_NO = {"yes": "yes", "no": "no", "true": "yes", "false": "no", "y": "yes", "n": "no", "1": "yes", "0": "no"}


def yes_no(value: object, _: Habits) -> Read:
    """An answer. A cross or a tick is none: it may stand for either."""
    typed = plain(value).lower()
    if typed not in _YES_NO:
        return Read(wrong="is neither yes nor no. Leave it empty where nobody asked")
    return Read(
        _YES_NO[typed], "" if isinstance(value, bool) or typed in ("yes", "no") else f"read as {_YES_NO[typed]}"
    )


def one_of(choices: Iterable[str]) -> Reader:
    """One of a chart's own words, in any case, with spaces or dashes."""
    known = {_letters(choice): choice for choice in choices}

    def read(value: object, _: Habits) -> Read:
        found = known.get(_letters(plain(value)))
        if found is None:
            near = [known[one].replace("_", " ") for one in nearest(_letters(plain(value)), known)]
            hint = f"Did you mean {' or '.join(near)}?" if near else _offered(known.values())
            return Read(wrong=f"is none of the choices. {hint}")
        return Read(found)

    return read


def some_of(choices: Iterable[str]) -> Reader:
    """Several of them, with ; between them."""
    one = one_of(choices)

    def read(value: object, habits: Habits) -> Read:
        found = [one(part, habits) for part in re.split(r"[;,]", plain(value)) if part.strip()]
        wrong = next((each.wrong for each in found if each.wrong), "")
        return Read(wrong=wrong) if wrong else Read([each.value for each in found])

    return read


def _letters(typed: str) -> str:
    return re.sub(r"[^a-z0-9]", "", typed.lower())


def _offered(choices: Iterable[str]) -> str:
    return f"Choose one of: {', '.join(one.replace('_', ' ') for one in choices)}."


# Medicines and people

_PRODUCT = re.compile(rf"(?P<name>.+?)[ ,]+{_AMOUNT} ?mg\b(?P<form>.*)", re.IGNORECASE)
_FORMS = {
    *("tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "oral", "po", "ec", "dr"),
    *("film", "coated"),
}


def medicine(value: object, _: Habits) -> Read:
    """A medicine that counts, by its generic name: of "Zoloft", sertraline."""
    typed = plain(value)
    named = reference().known(typed)
    if named is None:
        near = reference().near(typed)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return Read(wrong=f"names no medicine that is known here.{hint} Write the name without the dose")
    return Read(named.name, "" if words(typed) == words(named.name) else f"{typed} read as {named.name}")


def product(value: object, _: Habits) -> Read:
    """What a pharmacy dispensed: the generic name and, where it says so, the milligrams in one unit.

    Any medicine may stand here. One that is not known keeps the name it has.
    """
    typed = plain(value)
    if named := reference().known(typed):
        return Read((named.name, None), "" if words(typed) == words(named.name) else f"{typed} read as {named.name}")
    if found := _PRODUCT.fullmatch(typed):
        # "bupropion 150 mg XL tablet": what follows the strength is a part of the name, or a form.
        behind = [word for word in re.findall(r"[A-Za-z]+", found["form"].lower()) if word not in _FORMS]
        if named := reference().known(" ".join([found["name"], *behind])):
            unit = number_text(Decimal(found["amount"].replace(",", "")))
            return Read((named.name, unit), f"{typed} read as {named.name}, {unit} mg")
    return Read((typed, None))


_CREDENTIALS = {
    *(
        "md",
        "do",
        "np",
        "pmhnp",
        "pmhnp-bc",
        "fnp",
        "fnp-bc",
        "aprn",
        "arnp",
        "dnp",
        "msn",
        "cns",
        "crnp",
        "pa",
        "pa-c",
    ),
    *("phd", "psyd", "lcsw", "lpc", "rn", "bc", "mph", "facp", "dfapa", "fapa"),
}


def person(value: object, _: Habits) -> Read:
    """A prescriber: a key of the practice's profile, or a name with credentials in one cell."""
    typed = plain(value)
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]*", typed):
        return Read(typed)
    name, _comma, after = typed.partition(",")
    titled = re.sub(r"^(dr|doctor)\.? ", "", name.strip(), flags=re.IGNORECASE)
    spoken, behind = titled.split(), [one.strip() for one in after.split(",") if one.strip()]
    while len(spoken) > 2 and _bare(spoken[-1]) in _CREDENTIALS:
        behind.insert(0, spoken.pop())
    if not all(_bare(word) in _CREDENTIALS for one in behind for word in one.split()):
        return Read(wrong="is not a name and credentials, as Ada Example, MD")
    if len(spoken) < 2:
        return Read(wrong="is no full name, and no key of the practice's profile. Write it as Ada Example, MD")
    made = {"name": " ".join(spoken)} | ({"credentials": ", ".join(behind)} if behind else {})
    same = typed == ", ".join(made.values())
    return Read(made, "" if same else "the name and the credentials told apart")


def _bare(word: str) -> str:
    return word.lower().replace(".", "")


def shown(value: object, habits: Habits) -> Read:
    """Where a fact can be read: "progress-note 2; pharmacy-history 1"."""
    places: list[dict[str, str]] = []
    for part in re.split(r"[;\n]", str(value)):
        found = re.fullmatch(r"(?P<name>\S+)(?:,? +(?:p|p\.|page)? ?(?P<page>\d+))?", plain(part), re.IGNORECASE)
        if not found or not (name := key(found["name"], habits)).value:
            return Read(wrong="is not an exhibit's ID and page, as progress-note 2; pharmacy-history 1")
        places.append({"exhibit": name.value} | ({"page": found["page"]} if found["page"] else {}))
    return Read(places)


def list_of_words(value: object, _: Habits) -> Read:
    """Several texts, with ; between them."""
    return Read([one for part in str(value).split(";") if (one := plain(part))])


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
