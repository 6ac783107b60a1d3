"""Exhibits as documents name them: numbered in the chart's order, with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.chart.safety import SAFETY_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from priorauth.chart.chart import Chart
    from priorauth.logic.finding import Evidence


def exhibit_numbers(chart: Chart) -> dict[str, int]:
    """Each exhibit's number, by its id: 1, 2, 3 in the chart's order."""
    return {exhibit.id: number for number, exhibit in enumerate(chart.exhibits, 1)}


def pages_cited(chart: Chart) -> dict[str, set[int]]:
    """The pages of each exhibit on which a fact of the chart is said to stand."""
    answers = (chart.safety.asked(question) for question in SAFETY_QUESTIONS)
    shown = [
        *(one for _, item in chart.items() for one in item.shown_in),
        *(one for answer in answers if answer for one in answer.shown_in),
        *chart.patient.shown_in,
    ]
    found: dict[str, set[int]] = {}
    for one in shown:
        if one.page:
            found.setdefault(one.exhibit, set()).add(one.page)
    return found


def pointers(evidence: Iterable[Evidence], numbers: dict[str, int]) -> list[tuple[str, tuple[str, ...]]]:
    """Where the evidence can be read, as ("Exhibit 2, pages 1 and 3", ids of the items and the exhibit), in order."""
    pages: dict[int, set[int]] = {}
    items: dict[int, dict[str, None]] = {}
    shown_by: dict[int, str] = {}
    for one in evidence:
        if one.exhibit is not None and one.exhibit in numbers:
            number = numbers[one.exhibit]
            pages.setdefault(number, set()).update([one.page] if one.page else [])
            items.setdefault(number, {})[one.item] = None
            shown_by[number] = one.exhibit
    return [
        (f"Exhibit {number}{_pages(sorted(pages[number]))}", (*items[number], shown_by[number]))
        for number in sorted(pages)
    ]


def _pages(pages: list[int]) -> str:
    if not pages:
        return ""
    if len(pages) == 1:
        return f", page {pages[0]}"
    return f", pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
