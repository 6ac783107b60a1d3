"""What a text states that can be right or wrong by itself: days, amounts, scores, codes, numbers, medicines.

They are found so that words which somebody wrote into a letter can be held against the chart. A value is compared as
what it means: "six weeks" is 42 days, "Nov 12, 2026" is 2026-11-12. A lone "one" is no value: it may be a pronoun.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from priorauth.chart.scales import instruments
from priorauth.documents.edited.normal import compared
from priorauth.medicines.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Key: TypeAlias = tuple[Any, ...]

_MONTHS = {name: number for names in (month_name, month_abbr) for number, name in enumerate(names) if name} | {
    "Sept": 9
}
_MONTH = rf"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<y>[12][0-9]{3})"
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = {word: number for number, word in enumerate(_SMALL)}
_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_WORDS = _NUMBERS | {word: number for number, word in enumerate(_ORDINALS, start=2)}
_WORDS |= {"hundred": 100, "dozen": 12, "twice": 2, "thrice": 3}
_COMPOUND = rf"(?:{'|'.join(_TENS)})-(?:{'|'.join(_SMALL[1:10])})"
_NUMBER = rf"[0-9][0-9,]*(?:\.[0-9]+)?|{_COMPOUND}|{'|'.join(sorted(_WORDS, key=len, reverse=True))}"
_UNITS = {
    "mg": "mg", "milligram": "mg", "mcg": "mcg", "µg": "mcg", "g": "g", "ml": "ml", "%": "%", "percent": "%",
    "per cent": "%", "day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour", "minute": "minute",
    "session": "session", "time": "time", "device": "device", "unit": "unit", "mmhg": "mmhg", "point": "point",
}  # fmt: skip
_COUNTED = {
    "antidepressant": "medicine", "medication": "medicine", "medicine": "medicine", "drug": "medicine",
    "trial": "medicine", "class": "class", "classe": "class", "episode": "episode", "attempt": "attempt",
    "admission": "stay", "hospitalization": "stay", "augmentation": "augmentation",
}  # fmt: skip
"""What is counted in a sentence that argues: "six antidepressants" may be wrong though the chart has a 6 somewhere."""
_COUNT = "|".join(sorted(_COUNTED, key=len, reverse=True))
_UNIT = "|".join(sorted((re.escape(one) for one in _UNITS), key=len, reverse=True))
_WORD = r"[A-Za-z][A-Za-z-]{3,}"
_NEGATION = re.compile(r"\b(?:no|not|never|none|without|nor|neither|denie[sd]|cannot|absent)\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """One of them."""

    sort: str
    key: Key
    start: int
    end: int
    """Where it stands in the text."""


def values_in(text: str) -> tuple[Value, ...]:
    """The values of ``text`` in its order. What is part of a longer one (the day of a date) is none by itself."""
    plain = text.isascii() and text.isprintable()  # most of a chart is, and compares as it is
    left = text if plain else "".join(same if len(same := compared(one)) == 1 else one for one in text)
    found: list[Value] = []
    for pattern, meaning in _readings():
        new: list[Value] = []
        for match in pattern.finditer(left):
            if (meant := meaning(match)) is not None:
                sort, key = meant
                new.append(Value(sort, key, *match.span("it")))
        if new:
            left = _blanked(left, new)
            found += new
    return tuple(sorted(found, key=lambda one: one.start))


def negations_in(text: str) -> int:
    """How often a text says no: a word that turns a sentence into its opposite."""
    return len(_NEGATION.findall(text.replace("’", "'")))


def _blanked(text: str, found: list[Value]) -> str:
    letters = list(text)
    for one in found:
        letters[one.start : one.end] = "\x00" * (one.end - one.start)
    return "".join(letters)


@cache
def _readings() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, Key] | None]], ...]:
    """Patterns and what they mean, the longest forms first: what one has read the next does not see."""
    scales = "|".join(sorted((re.escape(one) for one in instruments().instruments), key=len, reverse=True))
    return (
        (re.compile(r"\b(?P<it>(?P<y>[12][0-9]{3})-(?P<m>[0-9]{1,2})(?:-(?P<d>[0-9]{1,2}))?)\b"), _day),
        (re.compile(r"\b(?P<it>(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4}|[0-9]{2}))\b"), _day),
        (re.compile(rf"\b(?P<it>{_MONTH} (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?)\b"), _day),
        (re.compile(rf"\b(?P<it>(?P<d>[0-9]{{1,2}}) {_MONTH},? {_YEAR})\b"), _day),
        (re.compile(rf"\b(?P<it>{_MONTH},? (?:of )?{_YEAR})\b"), _day),
        (re.compile(rf"(?P<name>{scales})\b(?P<it>(?:[^.;0-9]){{0,60}}?\b(?P<n>[0-9]+))\b(?![.,]?[0-9/-])"), _score),
        (re.compile(rf"(?P<it>{scales})\b"), lambda match: ("scale", (match["it"],))),
        (re.compile(rf"\b(?P<it>(?P<n>{_NUMBER})[ -]*(?P<u>{_UNIT})s?)(?![A-Za-z])", re.IGNORECASE), _amount),
        (re.compile(rf"\b(?P<it>(?P<n>{_NUMBER}) (?:[a-z-]+ )?(?P<u>{_COUNT})s?)\b", re.IGNORECASE), _amount),
        (re.compile(r"(?P<it>\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{4})\b"), _code),
        (re.compile(r"\b(?P<it>(?=[A-Z0-9./-]*[A-Z])(?=[A-Z./-]*[0-9])[A-Z0-9](?:[A-Z0-9./-]*[A-Z0-9])?)\b"), _code),
        (re.compile(r"\b(?P<it>[0-9]+(?:[-/][0-9]+)+)\b"), _code),
        (re.compile(rf"\b(?P<it>(?P<n>{_NUMBER})(?:st|nd|rd|th)?)\b", re.IGNORECASE), _number),
        (re.compile(rf"\b(?P<it>{_WORD})"), _medicine),
    )


def _day(match: re.Match[str]) -> tuple[str, Key] | None:
    parts = match.groupdict()
    year, month, day = parts.get("y"), parts["m"], parts.get("d")
    number = int(month) if month.isdigit() else _MONTHS[month]
    whole = int(year) + (2000 if len(year) == 2 else 0) if year else None
    if not 1 <= number <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return "date", (whole, number, int(day) if day else None)


def _score(match: re.Match[str]) -> tuple[str, Key]:
    return "score", (match["name"], int(match["n"]))


def _amount(match: re.Match[str]) -> tuple[str, Key] | None:
    number, unit = _decimal(match["n"]), (_UNITS | _COUNTED)[match["u"].lower()]
    if number is None:
        return None
    return "amount", (number * 7, "day") if unit == "week" else (number, unit)


def _code(match: re.Match[str]) -> tuple[str, Key]:
    return "code", (re.sub(r"[^A-Z0-9/.]", "", match["it"]),)


def _number(match: re.Match[str]) -> tuple[str, Key] | None:
    number = None if match["n"].lower() == "one" else _decimal(match["n"])
    return None if number is None else ("number", (number,))


def _medicine(match: re.Match[str]) -> tuple[str, Key] | None:
    named = reference().known(match["it"])
    return ("medicine", (named.medicine.moiety,)) if named else None


def _decimal(text: str) -> Decimal | None:
    plain = text.replace(",", "").lower()
    if plain in _WORDS:
        return Decimal(_WORDS[plain])
    tens, _, ones = plain.partition("-")
    if tens in _NUMBERS and ones in _NUMBERS:
        return Decimal(_NUMBERS[tens] + _NUMBERS[ones])
    try:
        return Decimal(plain).normalize()
    except InvalidOperation:
        return None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a dot inside a number or before a small letter ends none."""
    start = 0
    for match in re.finditer(r"[.!?][”\"')]*\s+(?=[A-Z“\"(0-9])|\n", text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
