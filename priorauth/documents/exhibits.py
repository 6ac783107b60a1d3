"""Exhibits as documents name them: numbered in the chart's order, with their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from priorauth.chart.safety import SAFETY_QUESTIONS
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.chart.ask import Ask
    from priorauth.chart.chart import Case, Chart
    from priorauth.logic.finding import Evidence

_NUMBERS = r"\d+(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|to|or)\s+|\s*[–&-]\s*)\d+)*"
_NAMED = re.compile(rf"\bExhibits?\s+({_NUMBERS})|\b(?i:in|see|by|of|and|from)\s+exhibits?\s+({_NUMBERS})")
"""By one number or several: "Exhibit 2, page 3" names one. A patient exhibits symptoms, and these have numbers too."""


_PAGES = re.compile(
    rf"\bExhibit\s+(\d+)\s*[,(]?\s*(?i:pages?|pp?\.)\s*({_NUMBERS})"
    rf"|\b(?i:pages?|pp?\.)\s*({_NUMBERS})\s+(?:of|in)\s+Exhibit\s+(\d+)"
)
"""In words such as: Exhibit 2, page 3; Exhibit 2 (pages 3 and 4); page 3 of Exhibit 2."""


def exhibit_numbers(chart: Chart) -> dict[str, int]:
    """Each exhibit's number, by its id: 1, 2, 3 in the chart's order."""
    return {exhibit.id: number for number, exhibit in enumerate(chart.exhibits, 1)}


def named_and_absent(text: str, chart: Chart) -> list[Wanted]:
    """Each exhibit that ``text`` names by a number and that is not among the chart's."""
    named = {int(number) for numbers in _NAMED.findall(text) for number in re.findall(r"\d+", " ".join(numbers))}
    held = len(chart.exhibits)
    return [
        Wanted(f"Exhibit {number}, which the letter names: {_counted(held)} enclosed", "exhibits", owner="billing")
        for number in sorted(named)
        if not 1 <= number <= held
    ]


def named_in_vain(chart: Chart, ask: Ask) -> list[Wanted]:
    """The same of what the prescriber wrote and letters repeat: the rationale, and what was attested."""
    words = (ask.rationale, *(one.text for one in chart.attestations))
    return named_and_absent("\n".join(filter(None, words)), chart)


def _counted(exhibits: int) -> str:
    return f"{exhibits or 'no'} exhibit{' is' if exhibits == 1 else 's are'}"


def pages_cited(case: Case) -> dict[str, set[int]]:
    """The pages of each exhibit that facts of the chart, and the prescriber's own words, point to."""
    answers = (case.safety.asked(question) for question in SAFETY_QUESTIONS)
    shown = [
        *(one for _, item in case.items() for one in item.shown_in),
        *(one for answer in answers if answer for one in answer.shown_in),
        *case.patient.shown_in,
    ]
    found: dict[str, set[int]] = {}
    for one in shown:
        if one.page:
            found.setdefault(one.exhibit, set()).add(one.page)
    by_number = {number: exhibit for exhibit, number in exhibit_numbers(case).items()}
    for words in (*(one.text for one in case.attestations), *(one.rationale for one in case.asks)):
        for number, pages in _pages_named(words or ""):
            if number in by_number:
                found.setdefault(by_number[number], set()).update(pages)
    return found


def _pages_named(words: str) -> Iterator[tuple[int, set[int]]]:
    """Each exhibit that a text names with pages: its number, and these."""
    for first, pages, pages_first, second in _PAGES.findall(words):
        yield int(first or second), {int(page) for page in re.findall(r"\d+", pages or pages_first)}


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
