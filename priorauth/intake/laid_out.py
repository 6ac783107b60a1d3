"""A chart as rows of the workbook: the way back from :mod:`priorauth.intake.assembled`, by the same columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from priorauth.chart.coverage import Coverage
from priorauth.chart.trials import Ongoing
from priorauth.intake import columns
from priorauth.intake.columns import OF_A_STEP

if TYPE_CHECKING:
    from priorauth.chart.chart import Case
    from priorauth.chart.practice import Practice
    from priorauth.intake.columns import Sheet

Rows = dict[str, list[dict[str, str]]]


def laid_out(case: Case, practice: Practice | None = None) -> Rows:
    """The rows of one chart by sheet. What no column is for stays behind; the documentation says what that is.

    Whom ``practice`` has is named by key.
    """
    chart = _by_key(case, practice).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    rows: Rows = {columns.PATIENTS.title: [_row(columns.PATIENTS, _whole(chart))]}
    rows[columns.COVERAGE.title] = [_row(columns.COVERAGE, one) for one in _coverages(chart)]
    courses = [
        (one | {"end": course.end.model_dump(mode="json") if isinstance(course.end, Ongoing) else str(course.end)}, use)
        for use, name in _USES.items()
        for one, course in zip(chart.get(name, ()), getattr(case, name), strict=True)
    ]
    rows[columns.TRIALS.title] = [
        _row(columns.TRIALS, line) for one, use in courses for line in _course(one, use, chart)
    ]
    rows[columns.SAFETY.title] = [
        _row(columns.SAFETY, {**answer, "question": question}) for question, answer in chart.get("safety", {}).items()
    ]
    rows[columns.FILLS.title] = [
        _row(columns.FILLS, {**one, "product": one["medicine"]}) for one in chart.get("fills", ())
    ]
    for sheet in columns.SHEETS:
        if sheet.into:
            rows[sheet.title] = [_row(sheet, one) for one in chart.get(sheet.into, ())]
    return {title: [{"Case": case.case, **row} for row in each] for title, each in rows.items()}


def together(charts: Sequence[Rows]) -> Rows:
    """The rows of several charts, sheet by sheet."""
    return {sheet.title: [row for one in charts for row in one.get(sheet.title, ())] for sheet in columns.SHEETS}


def _by_key(case: Case, practice: Practice | None) -> Case:
    """The chart with keys in the place of the people and places that the practice's profile has."""
    team = {}
    for what, known in _profile(practice).items():
        party = getattr(case.care_team, what)
        team[what] = next((key for key, one in known.items() if one == party), party)
    return case.changed(care_team=case.care_team.model_copy(update=team))


def _profile(practice: Practice | None) -> dict[str, Mapping[str, Any]]:
    if practice is None:
        return {}
    return {"prescriber": practice.prescribers, "site": practice.sites, "pharmacy": practice.pharmacies}


_USES = {"antidepressant": "trials", "augmentation": "augmentations"}


_KEYS = ("care_team.site", "care_team.pharmacy")
"""What a cell can only name by its key."""


def _row(sheet: Sheet, item: Mapping[str, Any]) -> dict[str, str]:
    row: dict[str, str] = {}
    for column in sheet.columns:
        value = _at(item, column.key)
        if value not in (None, "", [], ()) and not (column.key in _KEYS and not isinstance(value, str)):
            row[column.title] = column.show(value)
    return row


def _at(item: Any, path: str) -> Any:
    for key in path.split("."):
        item = item.get(key) if isinstance(item, Mapping) else None
    return item if not isinstance(item, bool) else ("yes" if item else "no")


def _whole(chart: Mapping[str, Any]) -> dict[str, Any]:
    prescriber = chart.get("care_team", {}).get("prescriber")
    return {**chart, "prescriber": prescriber if isinstance(prescriber, dict) else {}}


def _coverages(chart: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for coverage in chart.get("coverages", ()):
        plain = Coverage.own_id(coverage) == coverage["id"]
        asks = [one for one in chart.get("asks", ()) if one["coverage"] == coverage["id"]]
        for ask in asks or [{}]:
            yield {**coverage, "id": None if plain else coverage["id"], "ask": ask}


def _course(course: Mapping[str, Any], use: str, chart: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    steps, gaps = course.get("steps", []), course.get("interruptions", [])
    named = {"use": use, "medicine": course["medicine"], "start": course.get("start")}
    whole = {key: value for key, value in course.items() if key not in OF_A_STEP}
    for key in ("score_before", "score_after"):
        score = next((one for one in chart.get("scores", ()) if one["id"] == course.get(key)), None)
        whole[key] = f"{score['instrument']} {score['on']}" if score else None
    beside = next((one for one in chart.get("trials", ()) if one["id"] == course.get("alongside")), None)
    whole["alongside"] = beside["medicine"] if beside else None
    for place in range(max(1, len(steps), len(gaps))):
        line: dict[str, Any] = dict(whole if place == 0 else {}) | named
        if place == 0 and not steps:
            held = course.get("constant_dose")
            line |= {"dose": held or course.get("max_dose"), "held": "whole_time" if held else None}
        if place < len(steps):
            line |= steps[place]
        if place < len(gaps):
            line["gap"] = gaps[place]
        yield line
