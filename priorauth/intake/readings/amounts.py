"""Doses, strengths and other numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from priorauth.intake.readings.cells import Habits, Read, plain

AMOUNT = r"(?P<amount>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)"
"""A number, with commas at its thousands or without."""
_PER_DAY = {
    1: "qd, q.d., od, daily, once daily, once a day, a day, per day, /day, /d, day, qday, q day, every day, qhs, qam, "
    "qpm, hs, at bedtime, every morning, q24h, nightly, po qd",
    2: "bid, b.i.d., twice daily, twice a day, 2x daily, x2 daily, q12h, po bid",
    3: "tid, t.i.d., three times daily, three times a day, 3x daily, q8h, po tid",
    4: "qid, q.i.d., four times daily, four times a day, 4x daily, q6h, po qid",
}
_TIMES = {name: times for times, names in _PER_DAY.items() for name in names.split(", ")}
_DOSE = re.compile(
    rf"{AMOUNT}\s*(?P<unit>mg|mcg|[µμ]g|ug|g)?\s*(?:(?:xr|xl|er|sr|cr|ir|dr)\b)?\s*"
    r"(?P<pieces>(?:tabs?|caps?)\b)?\s*(?P<often>\D.*)?",
    re.IGNORECASE,
)
_MILLIGRAMS = {"mg": Decimal(1), "g": Decimal(1000), "": Decimal(1)}


def dose(value: object, _: Habits) -> Read:
    """The total of a day in milligrams: of "20 mg bid", 40 mg."""
    typed = plain(value)
    found = _DOSE.fullmatch(typed)
    if not found or re.match(r"[-–—]|to\b|or\b", found["often"] or ""):
        return Read(wrong="is not one dose, as 150 mg or 20 mg bid. Give each dose a row of its own")
    if found["pieces"] and not found["unit"]:
        return Read(wrong="counts tablets or capsules, and not milligrams. Write the milligrams of a day")
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
    """A whole number, as a number or as text. "2,2" is none, nor is "20%": a share is no total."""
    typed = plain(value)
    if isinstance(value, bool) or not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)(\.0+)?", typed):
        return Read(wrong="is not a whole number")
    typed = typed.replace(",", "")
    return Read(typed.partition(".")[0])


def percent(value: object, habits: Habits) -> Read:
    """A whole number of hundredths: "95%" and 95 are 95."""
    return whole(plain(value).removesuffix("%") if isinstance(value, str) else value, habits)


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
