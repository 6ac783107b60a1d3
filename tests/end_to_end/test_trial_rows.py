"""Each row of the treatment history tells of one trial, and of that trial what the chart says: no dose, no week, no
effect of another medicine stands beside a medicine's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from priorauth.chart.dates import PartialDate
from priorauth.chart.trials import Ongoing
from priorauth.documents.content import Content, Paragraph, Table
from priorauth.documents.letter import compose as composing
from priorauth.documents.letter import history
from tests.command import asking_names
from tests.end_to_end.judging import judged, letter_of
from tests.end_to_end.mutating import Chart
from tests.end_to_end.test_files import NOT_MET
from tests.end_to_end.tracing import lines, untraced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.chart.chart import Case
    from priorauth.chart.trials import Course
    from priorauth.documents.content import Spans

WITH_LETTER = [name for name in asking_names() if name not in NOT_MET]


@pytest.mark.parametrize("name", WITH_LETTER)
def test_each_row_rests_on_one_trial(name: str) -> None:
    assert mixed(content_of(Chart(name).case())) == []


@pytest.mark.parametrize("name", WITH_LETTER)
def test_each_row_says_what_the_chart_says_of_that_trial(name: str) -> None:
    case = Chart(name).case()
    assert case is not None
    courses = {one.id: one for one in (*case.trials, *case.augmentations)}

    for item, row in rows(content_of(case)):
        told = " | ".join("".join(span.text for span in cell) for cell in row)
        assert courses[item].medicine.split()[0].lower() in told.lower()
        assert doses(courses[item]) in told
        assert span(courses[item]) in told


@pytest.mark.parametrize(("name", "counted"), [("case-01", 2), ("case-05", 2), ("case-12", 3), ("case-15", 3)])
def test_the_criterion_and_the_table_say_the_same_of_each_trial(name: str, counted: int) -> None:
    content = content_of(Chart(name).case())
    (sentence,) = [text(one.spans) for one in paragraphs(content) if "did not bring enough relief" in text(one.spans)]
    tried = [[text(cell) for cell in row] for _, row in rows(content) if len(row) == 6]

    told = [row for row in tried if f" {row[0].partition(' (')[0]} ({row[1]})" in sentence]

    assert len(told) == counted
    for medicine, sort, dose, taken, days, effect in told:
        number, _, lowest = days.partition(" at ≥ ")
        at_dose = f" at {lowest} or more" if lowest else ""
        trial = f"{medicine.partition(' (')[0]} ({sort}), {dose}, {taken}"
        outcome = effect.partition("; ended for")[0]
        # Where the days do not count, as after side effects that a policy excepts, the sentence says none.
        assert f"{trial}: {number} days{at_dose}, {outcome}" in sentence or f"{trial}, {outcome}" in sentence


def test_two_trials_that_swap_their_doses_both_change() -> None:
    chart = Chart("case-01")
    first, second = chart.tree["trials"][0], chart.tree["trials"][1]
    for one in (first, second):
        del one["steps"]
    first["constant_dose"], second["constant_dose"] = "200 mg", "300 mg"
    before = content_of(chart.case())
    first["constant_dose"], second["constant_dose"] = "300 mg", "200 mg"
    after = content_of(chart.case())

    was, now = dict(rows(before)), dict(rows(after))
    assert [text(was[one["id"]][2]) for one in (first, second)] == ["200 mg", "300 mg"]
    assert [text(now[one["id"]][2]) for one in (first, second)] == ["300 mg", "200 mg"]
    assert [text(was[one["id"]][4]) for one in (first, second)] == ["126 at ≥ 50 mg", "119 at ≥ 300 mg"]
    assert [text(now[one["id"]][4]) for one in (first, second)] == ["126 at ≥ 50 mg", "0 at ≥ 300 mg"]
    assert was.keys() == now.keys()
    assert all(was[item] == now[item] for item in was.keys() - {first["id"], second["id"]})
    strays = untraced(lines(before), lines(after), first["id"])
    assert [str(stray) for stray in strays if not stray.line.rests_on(frozenset({second["id"]}))] == []


def test_a_waiver_does_not_hide_the_trials_that_there_were() -> None:
    chart = Chart("case-09")
    told = [item for item, _ in rows(content_of(chart.case()))]
    chart.tree["attestations"].append(
        {
            "id": "waiver",
            "states": "all_antidepressants_contraindicated",
            "answer": "yes",
            "by": "Imogen T. Ashgrove, MD",
            "on": "2026-11-17",
        }
    )

    assert [item for item, _ in rows(content_of(chart.case()))] == told


def test_weeks_of_another_trial_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = history.row
    chart = Chart("case-01")
    drawn: list[dict[str, Any]] = []

    def with_the_days_of_the_row_before(one: Any, *more: Any) -> dict[str, Any]:
        drawn.append(right(one, *more))
        return drawn[-1] | {"days": drawn[-2]["days"]} if len(drawn) > 1 else drawn[-1]

    assert mixed(content_of(chart.case())) == []
    monkeypatch.setattr(composing, "row", with_the_days_of_the_row_before)
    assert mixed(content_of(chart.case())) == [
        "trial-bupropion-xl-2025: 126 rests on trial-sertraline-2025",
        "trial-vortioxetine-2026: 105 rests on trial-bupropion-xl-2025",
    ]


def content_of(case: Case | None) -> Content:
    assert case is not None
    return letter_of(judged(case))


def rows(content: Content) -> Iterator[tuple[str, tuple[Spans, ...]]]:
    """The rows about trials and augmentations, each with the id of what its first cell names."""
    for block in content.blocks:
        if isinstance(block, Table) and block.header and text(block.header[0]) in ("Medicine", "Augmentation"):
            yield from ((row[0][0].evidence[0], row) for row in block.rows)


def mixed(content: Content) -> list[str]:
    """What stands in a row and first of all rests on another trial than the row's own."""
    return [
        f"{item}: {span.text} rests on {span.evidence[0]}"
        for item, row in rows(content)
        for cell in row
        for span in cell
        if span.evidence and span.evidence[0] != item
    ]


def paragraphs(content: Content) -> list[Paragraph]:
    return [block for block in content.blocks if isinstance(block, Paragraph)]


def text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def doses(course: Course) -> str:
    """The doses as a row says them."""
    if course.steps:
        return " → ".join(f"{step.dose:f}" for step in course.steps) + " mg"
    if course.constant_dose is not None:
        return f"{course.constant_dose:f} mg"
    return f"up to {course.max_dose:f} mg" if course.max_dose is not None else "dose not documented"


def span(course: Course) -> str:
    """When it was taken, as a row says it."""
    start = course.start.spoken if course.start else "start not documented"
    match course.end:
        case PartialDate() as end:
            return f"{start} to {end.spoken}"
        case Ongoing():
            return f"since {start}"
        case _:
            return f"{start}; end not documented"
