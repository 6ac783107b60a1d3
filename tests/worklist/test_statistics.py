"""How often payers approve, how long they take, why they refuse: no more than the practice's own cases say."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from priorauth.resources import shipped
from priorauth.worklist.case import Case
from priorauth.worklist.statistics import as_object, as_text, days_told, share, statistics
from priorauth.worklist.statistics_page import page
from tests.worklist.small_cases import DAY, appealed, approved, case, closed, denied, sent, submitted, wanted


def after(days: int, *, yes: bool = True, number: int = 0, **more: Any) -> Case:
    """A request of 1 November that was decided so many days later."""
    first = date(2026, 11, 1)
    answer = (approved if yes else denied)(first + timedelta(days=days), **more)
    return case(submitted(first), answer, case=f"4711-{number}")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(2, 3, "2 of 3"), (4, 4, "4 of 4"), (4, 5, "4 of 5 (80%)"), (0, 5, "0 of 5 (0%)"), (2, 6, "2 of 6 (33%)")],
)
def test_small_numbers_are_told_as_numbers(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], "–"),
        ([4], "4"),
        ([4, 4], "4"),
        ([3, 6], "4.5 (3 to 6)"),
        ([15, 3, 6], "6 (3 to 15)"),
        ([0, 1], "0.5 (0 to 1)"),
    ],
)
def test_median_and_range(days: list[int], told: str) -> None:
    assert days_told(statistics([after(one) for one in days]).together) == told


@pytest.mark.parametrize(
    ("made", "counted"),
    [
        (case(), (0, 0, 0, 0)),
        (case(submitted("11-20")), (0, 0, 0, 1)),
        (case(submitted("11-20"), wanted("11-21"), sent("11-22")), (0, 0, 0, 1)),
        (case(submitted("11-20"), closed("11-21")), (0, 0, 0, 0)),
        (case(submitted("11-20"), approved("11-21")), (1, 0, 0, 0)),
        (case(submitted("11-20"), approved("11-21"), closed("11-22")), (1, 0, 0, 0)),
        (case(submitted("11-20"), denied("11-21")), (0, 1, 0, 0)),
        (case(submitted("11-20"), denied("11-21"), appealed("11-22")), (0, 1, 0, 0)),
        (case(submitted("11-20"), denied("11-21"), appealed("11-22"), approved("11-23")), (0, 1, 1, 0)),
        (case(submitted("11-20"), denied("11-21"), submitted("11-22")), (0, 1, 0, 0)),
        # A no that became a yes that was taken back, whether the case is closed afterwards or not
        (case(submitted("11-20"), denied("11-21"), approved("11-22"), denied("11-23")), (0, 1, 0, 0)),
        (case(submitted("11-20"), denied("11-21"), approved("11-22"), denied("11-23"), closed("11-24")), (0, 1, 0, 0)),
        (case(submitted("11-20"), denied("11-21"), approved("11-22"), closed("11-24")), (0, 1, 1, 0)),
        # A yes that was taken back was a yes at first
        (case(submitted("11-20"), approved("11-21"), denied("11-22")), (1, 0, 0, 0)),
    ],
)
def test_the_first_answer_counts_and_what_became_of_a_no(made: Case, counted: tuple[int, int, int, int]) -> None:
    found = statistics([made]).together
    assert (found.approved, found.denied, found.turned, found.waiting) == counted


def test_days_run_to_the_first_answer() -> None:
    found = statistics([case(submitted("11-01"), denied("11-05"), appealed("11-06"), approved("11-20"))]).together
    assert found.days == (4,)


def test_each_payer_has_its_own_figures_and_all_of_them_theirs() -> None:
    found = statistics([case(submitted("11-01"), approved("11-03")), case(payer="aetna", payer_name="Aetna")])
    assert [(one.name, one.cases, one.decided) for one in found.payers] == [("Aetna", 1, 0), ("Cigna", 1, 1)]
    assert (found.together.cases, found.together.decided) == (2, 1)


DENIALS = [
    *(after(3, yes=False, number=place, reason="step_therapy") for place in range(3)),
    after(4, yes=False, number=8, reason="missing_documents"),
    after(5, yes=False, number=9),
]


def test_why_requests_were_denied_the_most_frequent_first() -> None:
    assert statistics(DENIALS).together.reasons == (("step therapy", 3), ("missing documents", 1), ("not noted", 1))


def test_as_text() -> None:
    told = as_text(statistics([*DENIALS, after(2, by_default=True)]))
    assert told.splitlines()[:3] == [
        "payer  cases  approved at first  denied        then approved  waiting  days to decide",
        "-----  -----  -----------------  ------------  -------------  -------  --------------",
        "Cigna  6      1 of 6 (17%)       5 of 6 (83%)  0 of 5 (0%)    0        3 (2 to 5)",
    ]
    assert "Cigna, why denied: step therapy 3 of 5 (60%), missing documents 1 of 5 (20%), not noted 1 of 5" in told
    assert "Cigna: 1 of 1 approved by the payer's silence." in told
    assert as_text(statistics([])) == "The worklist has no cases yet."


def test_as_data() -> None:
    told = as_object(statistics(DENIALS))
    assert told["together"]["days"] == {"median": 3, "shortest": 3, "longest": 5}
    assert told["payers"][0]["denial_reasons"] == {"step therapy": 3, "missing documents": 1, "not noted": 1}
    assert as_object(statistics([]))["together"]["days"]["median"] is None


class Seen(HTMLParser):
    """The tags of a page, and the widths of what is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.bars: list[tuple[str, float]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        if tag == "rect":
            self.bars.append((str(told["class"]), float(str(told["width"]))))


TEMPLATE = shipped("templates") / "worklist" / "stats.html.j2"


def drawn(cases: list[Case], template: Path = TEMPLATE) -> tuple[str, Seen]:
    text, seen = page(statistics(cases), template, DAY), Seen()
    seen.feed(text)
    return text, seen


def test_the_page_runs_nothing_and_fetches_nothing() -> None:
    text, seen = drawn([*DENIALS, after(2)])
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert seen.tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "a"})
    assert "http:" not in text
    assert "https:" not in text


def test_the_bars_are_as_long_as_their_figures() -> None:
    _, seen = drawn([*DENIALS, after(2), case(submitted("11-20"), case="waits")])
    widths = dict(seen.bars[:3])
    assert (widths["denied"], widths["waiting"]) == (5 * widths["approved"], widths["approved"])
    reasons = [width for kind, width in seen.bars if kind == "reason"]
    assert reasons[0] == 3 * reasons[1] == 3 * reasons[2]


@pytest.mark.parametrize("cases", [[], [case()], [after(0)], [case(submitted("11-20"))]])
def test_a_page_of_little_is_a_page(cases: list[Case]) -> None:
    assert drawn(cases)[0].rstrip().endswith("</html>")


def test_a_payers_name_is_a_text_whatever_it_holds() -> None:
    text, seen = drawn([case(payer_name="<script>alert(1)</script>")])
    assert "script" not in seen.tags
    assert "&lt;script&gt;" in text
