"""How an answer is read that goes to a place in the chart, what may stand there, and what helps to give it.

The workbook's columns say it of the places they know; of the others the chart's own models do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from priorauth.chart.chart import Case
from priorauth.chart.dates import PartialDate
from priorauth.chart.safety import Answer
from priorauth.chart.trials import Ongoing
from priorauth.intake import columns
from priorauth.intake import readings as read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.intake.columns import Column, Sheet
    from priorauth.intake.readings import Reader
    from priorauth.yamltree import KeyPath

_SHEETS: dict[str, Sheet] = {
    "trials": columns.TRIALS,
    "augmentations": columns.TRIALS,
    "coverages": columns.COVERAGE,
    "asks": columns.COVERAGE,
    "fills": columns.FILLS,
} | {sheet.into: sheet for sheet in columns.SHEETS if sheet.into}
_AHEAD = {("asks", "start"), ("rems", "planned_on"), ("authorizations", "until"), ("asks", "received")}
"""Days that may lie ahead."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the chart, as something to be asked for."""

    read: Reader
    hint: str
    choices: tuple[str, ...]
    day: Literal["", "past", "any"]


def place_of(path: KeyPath) -> Place:
    """What is known of a place: ``("trials", 0, "start")``."""
    return _place(tuple(part for part in path if isinstance(part, str)))


@cache
def _place(names: tuple[str, ...]) -> Place:
    kinds = list(_kinds(names))
    day: Literal["", "past", "any"] = "past" if {date, PartialDate, Ongoing} & set(kinds) else ""
    if day and names in _AHEAD:
        day = "any"
    if known := _column(names):
        return Place(known.read, known.hint, known.choices, day)
    reader, hint, choices = _by_kind(kinds, names[-1])
    return Place(reader, hint, choices, day)


def _column(names: tuple[str, ...]) -> Column | None:
    top, *below = names
    key = ".".join(below if top in _SHEETS else names).replace("care_team.prescriber.", "prescriber.")
    key = f"ask.{key}" if top == "asks" else key
    sheet = _SHEETS.get(top, columns.PATIENTS)
    return next((one for one in sheet.columns if one.key == key), None)


def _hint(sheet: Sheet, title: str) -> str:
    column = sheet.column(title)
    return column.hint if column else ""


def _by_kind(kinds: list[Any], name: str) -> tuple[Reader, str, tuple[str, ...]]:
    """By what the model takes there."""
    words = tuple(str(one) for one in kinds if isinstance(one, str))
    if Ongoing in kinds:
        return read.end, _hint(columns.TRIALS, "End"), ()
    if PartialDate in kinds:
        return _day_or(words), _hint(columns.TRIALS, "Start") + _or(words), ()
    if date in kinds:
        return read.exact_day, _hint(columns.SCALES, "Date") or "A day, as 2021-03-14.", ()
    if words == ("yes", "no") or {bool, Answer} & set(kinds):
        return read.yes_no, _hint(columns.PATIENTS, "Psychotic features"), ("yes", "no")
    if words:
        return read.one_of(words), "", words
    if "dose" in name:
        return read.dose, _hint(columns.TRIALS, "Dose (mg a day)"), ()
    if int in kinds:
        return read.whole, "A whole number.", ()
    return read.own_words, "", ()


def _day_or(words: tuple[str, ...]) -> Reader:
    """A day, or a word that may stand in its place."""

    def either(value: object, habits: read.Habits) -> read.Read:
        word = read.one_of(words)(value, habits) if words else read.Read(wrong="no word")
        return read.day(value, habits) if word.wrong else word

    return either


def _or(words: tuple[str, ...]) -> str:
    return "".join(f" Or: {one.replace('_', ' ')}." for one in words)


def _kinds(names: tuple[str, ...]) -> Iterator[Any]:
    """The types and words that may stand at a place."""
    here: list[Any] = [Case]
    for name in names:
        here = [
            inner
            for one in here
            if isinstance(one, type) and issubclass(one, BaseModel)
            for key, info in one.model_fields.items()
            if name in (key, info.alias)
            for inner in _unfolded(info.annotation)
        ]
    yield from here


def _unfolded(annotation: Any) -> Iterator[Any]:
    """Unions, lists and annotated types down to what they are made of."""
    origin = get_origin(annotation)
    if origin is Literal:
        yield from get_args(annotation)
    elif origin in (Union, UnionType, tuple) or hasattr(annotation, "__metadata__"):
        parts = (annotation.__origin__,) if hasattr(annotation, "__metadata__") else get_args(annotation)
        for part in parts:
            yield from _unfolded(part)
    elif annotation is not type(None) and annotation is not Ellipsis:
        yield annotation
