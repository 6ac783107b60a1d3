"""Small words of English for templates: lists, plurals, numbers, dates. Each keeps the evidence of what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from priorauth.documents.traced import VALUE, Traced, evidence_in, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: date) -> str:
    """A full date as letters in the United States write it: ``February 3, 2025``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def number(value: int | str) -> Traced:
    """One to nine in words, other numbers in digits."""
    count = _count(value)
    return Traced(_WORDS[count - 1] if 1 <= count <= len(_WORDS) else count, _evidence(value))


def plural(value: int | str, one: str, many: str = "") -> Traced:
    """The noun that goes with a number: ``{{ n }} {{ n | plural("trial") }}`` is "1 trial" or "2 trials"."""
    return Traced(one if _count(value) == 1 else many or f"{one}s", _evidence(value))


def capitalized(value: str) -> Traced:
    """The value with a capital first letter, to begin a sentence with; the rest stays as it is."""
    text = _value(value)
    return Traced(text[:1].upper() + text[1:], _evidence(value))


def unstopped(value: str) -> Traced:
    """The value without a full stop at its end, for a place inside a sentence."""
    return Traced(_value(value).rstrip().removesuffix("."), _evidence(value))


def listed(values: Iterable[str], word: str = "and") -> Markup:
    """``a``, ``a and b``, ``a, b and c``: each with its own evidence, the words between them with that of all."""
    printed, evidence = _printed(values)
    head, last = printed[:-1], printed[-1:]
    comma, conjunction = packed(VALUE, ", ", evidence), packed(VALUE, f" {word} ", evidence)
    return conjunction.join([comma.join(head), *last] if head else last)


def joined(values: Iterable[str], separator: str = "; ") -> Markup:
    """The values with ``separator`` between them, with evidence as in :func:`listed`."""
    printed, evidence = _printed(values)
    return packed(VALUE, separator, evidence).join(printed)


FILTERS: dict[str, Callable[..., object]] = {
    "capitalized": capitalized,
    "joined": joined,
    "listed": listed,
    "long_date": long_date,
    "number": number,
    "plural": plural,
    "unstopped": unstopped,
}
"""The names by which templates call them."""


def _printed(values: Iterable[str]) -> tuple[list[Markup], tuple[str, ...]]:
    """Each value as it is printed, and the evidence of all of them."""
    if isinstance(values, str):
        raise TypeError("a list of values is needed, not a single one")
    items = list(values)
    printed = [packed(VALUE, _value(item), _evidence(item)) for item in items]
    return printed, tuple(dict.fromkeys(one for item in items for one in _evidence(item)))


def _value(value: str) -> str:
    if not isinstance(value, str) or isinstance(value, Markup):
        raise TypeError(f"a value of the chart is needed, not a {type(value).__name__}")
    return Traced(value)


def _count(value: int | str) -> int:
    if isinstance(value, str) and not value.isdecimal():
        raise TypeError("a whole number is needed")
    return int(value)


def _evidence(value: object) -> tuple[str, ...]:
    return evidence_in([value]) if isinstance(value, Traced) else ()
