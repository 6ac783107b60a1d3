"""Exhibits that are older than the facts they are said to show: a page of January cannot show what was in May."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from priorauth.chart.dates import PartialDate
from priorauth.chart.ketamine import KetaminePlan
from priorauth.chart.safety import SAFETY_QUESTIONS, PatientRems
from priorauth.chart.treatment import Authorization
from priorauth.chart.trials import Ongoing
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Chart
    from priorauth.chart.item import Item, Shown


def older_records(chart: Chart, as_of: date) -> Iterator[Wanted]:
    """Each exhibit with the facts shown in it that came later, and each end that only older exhibits show."""
    dated = {one.id: one.on for one in chart.exhibits if one.on}
    for exhibit, on in dated.items():
        later = [(item, day) for item, day, shown in _facts(chart) if day > on and exhibit in _named(shown)]
        if later:
            told = ", ".join(f"{item} ({day})" for item, day in later)
            text = f"a record that shows {told}: the exhibit {exhibit} is from before that ({on})"
            yield Wanted(text, exhibit, *(item for item, _ in later), owner="billing")
    for one in chart.by_id.values():
        last, days = _last(one, as_of), [dated.get(exhibit) for exhibit in _named(one.shown_in)]
        known = [day for day in days if day is not None]
        if last and known and len(known) == len(days) and max(known) < last:
            text = f"a record that shows {one.id} until {last}: what it is shown in is from before that ({max(known)})"
            yield Wanted(text, one.id, *_named(one.shown_in), owner="billing")


def _named(shown: tuple[Shown, ...]) -> list[str]:
    return list(dict.fromkeys(one.exhibit for one in shown))


def _facts(chart: Chart) -> Iterator[tuple[str, date, tuple[Shown, ...]]]:
    """Each fact that has a day: its id, the first day on which it can have been written down, where it is shown."""
    for item in chart.by_id.values():
        if day := _first(item):
            yield item.id, day, item.shown_in
    for question in SAFETY_QUESTIONS:
        answer = chart.safety.asked(question)
        if answer and answer.on:
            yield f"safety.{question}", answer.on, answer.shown_in


def _first(item: Item) -> date | None:
    """What is planned or granted for days to come is written down before them."""
    match item:
        case Authorization() | KetaminePlan():
            return None
        case PatientRems(enrolled_on=day):
            return day
        case _:
            return item.known_since


def _last(item: Item, as_of: date) -> date | None:
    """The last day that is told of it. What is under way today was seen to be so by whoever asks."""
    for name in ("end", "discharged"):
        match getattr(item, name, None):
            case PartialDate(earliest=day):
                return day
            case Ongoing(ongoing_as_of=day) if day < as_of:
                return day
            case _:
                pass
    return None
