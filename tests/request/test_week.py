"""The week of treatment in which a request begins goes with the sessions that were given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from priorauth.documents.forms.context import form_context
from tests.request.blocked import assessed, blocking

START = date(2026, 12, 1)


def regimen(week: int | None) -> dict[str, Any]:
    return {"regimen": {"starts_in_week": week}} if week else {}


def since(weeks: int) -> dict[str, Any]:
    """Sessions week by week, the first so many weeks before the first day of service."""
    days = [START - timedelta(weeks=number) for number in range(2, weeks + 1)]
    return {"sessions": [{"on": str(day), "dose_mg": 84} for day in days]}


def about_the_week(found: tuple[str, ...]) -> list[str]:
    return [one for one in found if "week" in one]


def test_a_later_week_than_the_first_needs_sessions_before_it() -> None:
    found = about_the_week(blocking(ask=regimen(5)))
    assert found == ["the sessions before week 5, of which the chart has none; or a request that begins in week 1"]
    assert about_the_week(blocking(ask=regimen(1))) == []


def test_so_does_a_continuation() -> None:
    found = about_the_week(blocking(ask={"phase": "continuation", **regimen(9)}))
    assert found == ["the sessions before week 9, of which the chart has none; or an initial request"]


@pytest.mark.parametrize("phase", ["initial", "continuation"])
@pytest.mark.parametrize(("week", "agrees"), [(8, False), (9, True), (10, True), (11, True), (12, False), (31, False)])
def test_as_many_weeks_as_have_passed_since_the_first_session(phase: str, week: int, agrees: bool) -> None:
    """The first session was nine weeks before: the tenth week begins. Appointments move by one."""
    found = about_the_week(blocking(since(9), {"phase": phase, **regimen(week)}))
    said = (
        f"in which week of treatment 2026-12-01 lies: week {week} as the request says, "
        "or week 10 (counted from 2026-09-29)"
    )
    assert found == ([] if agrees else [said])


@pytest.mark.parametrize(("week", "said"), [(1, "56 mg first, then 84 mg"), (10, "84 mg")])
def test_the_form_has_a_first_dose_only_where_treatment_begins(week: int, said: str) -> None:
    form = form_context(assessed(since(9), regimen(week)), None)["medication"]
    assert form["schedule"].partition(":")[0] == said
