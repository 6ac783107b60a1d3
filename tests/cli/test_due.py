"""``priorauth due`` and ``priorauth worklist stats``: what they print, write and answer with."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from priorauth.errors import ExitCode
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist
from priorauth.worklist.trail import Writer
from tests.command import CHARTS, DAY, ROOT, priorauth
from tests.worklist.small_cases import appealed, approved, case, closed, denied, line, submitted, wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.worklist.case import Case

BY = Writer("R. Ledger", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
PATIENT = {"chart": "charts/case-01/chart.yaml", "case": "case-01"}
OTHERS = [
    case(submitted("11-14"), denied("11-16", reason="step_therapy"), appealed("11-17"), case="4712", ask="trd"),
    case(submitted("11-10"), wanted("11-12", until="2026-11-19"), case="4713", ask="trd"),
    case(submitted("11-19"), case="4714", ask="trd", payer="tricare-east", payer_name="TRICARE East",
         line_of_business="military"),
]  # fmt: skip


def running(until: str = "2026-12-20", **of_line: Any) -> Case:
    return case(submitted("11-14"), approved("11-18", line(until=until, **of_line)), ask="trd", **PATIENT)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A practice with the charts of one patient, and no worklist yet."""
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    shutil.copytree(CHARTS / "case-01", tmp_path / "charts" / "case-01")
    for one in OTHERS:
        folder = tmp_path / "charts" / one.opened.case
        folder.mkdir()
        text = (CHARTS / "case-01" / "chart.yaml").read_text(encoding="utf-8")
        (folder / "chart.yaml").write_text(text.replace("case: case-01", f"case: '{one.opened.case}'"), "utf-8")
        shutil.copytree(CHARTS / "case-01" / "exhibits", folder / "exhibits", dirs_exist_ok=True)
    return tmp_path


def kept(workspace: Path, *cases: Case) -> None:
    worklist = Worklist(file_address(workspace / "worklist.db"))
    for one in cases:
        worklist.opened(one.opened, BY)
        for seen, event in enumerate(one.events[1:], start=1):
            worklist.append(one.id, event, BY, seen=seen)


def at_its_chart(one: Case) -> Case:
    """The case, its chart where the workspace has it."""
    opened = one.opened.model_copy(update={"chart": f"charts/{one.opened.case}/chart.yaml"})
    return type(one)((opened, *one.events[1:]))


def due(workspace: Path, *more: str) -> Any:
    return priorauth("due", "--as-of", DAY, *more, folder=workspace)


def test_what_is_due(workspace: Path, reads_as_agreed: Callable[[str, str], None]) -> None:
    kept(workspace, running(), *map(at_its_chart, OTHERS))
    ran = due(workspace, "--within", "30d")
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    reads_as_agreed("due", ran.out)


def test_as_data_and_as_a_calendar(workspace: Path) -> None:
    kept(workspace, running(), *map(at_its_chart, OTHERS))
    ran = due(workspace, "--format", "json", "--ics", "deadlines.ics")
    told = json.loads(ran.out)["due"]
    entries = icalendar.Calendar.from_ical((workspace / "deadlines.ics").read_bytes()).walk("VEVENT")
    assert [one["dtstart"].dt.isoformat() for one in entries] == [one["day"] for one in told if one["day"]]


def test_a_chart_that_cannot_be_read_takes_nothing_from_the_others(workspace: Path) -> None:
    kept(workspace, running(), *map(at_its_chart, OTHERS))
    (workspace / "charts" / "4713" / "chart.yaml").unlink()
    ran = due(workspace)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert "charts/4713/chart.yaml" in ran.err.replace("\\", "/")
    assert "answer the payer: 4713/trd" in ran.out
    assert "check eligibility: case-01" in ran.out


@pytest.mark.parametrize("put_away", [False, True])
def test_closing_a_patients_last_case_sends_no_form(workspace: Path, put_away: bool) -> None:
    """What the chart says stays due, until the chart is put away."""
    chart = workspace / "charts" / "case-01" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8") + "sessions: [{on: 2026-11-10, dose_mg: 56}]\n", "utf-8")
    kept(workspace, case(submitted("11-14"), approved("11-18"), closed("11-19"), ask="trd", **PATIENT))
    if put_away:
        chart.unlink()
    ran = due(workspace)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ("REMS monitoring form: case-01 (3 days ago)" in ran.out) is not put_away


def test_nobody_is_named(workspace: Path) -> None:
    kept(workspace, running())
    ran = due(workspace, "--within", "90d", "--ics", "deadlines.ics")
    chart = (workspace / "charts" / "case-01" / "chart.yaml").read_text(encoding="utf-8")
    name = chart.partition("name: {first: ")[2].partition(",")[0]
    assert name
    assert name not in ran.out + ran.err + (workspace / "deadlines.ics").read_text(encoding="utf-8")


def test_without_a_worklist_it_is_said(workspace: Path) -> None:
    ran = due(workspace)
    assert ran.code == ExitCode.BAD_INPUT
    assert "There is no worklist here yet." in ran.err


def test_statistics_in_three_shapes(workspace: Path) -> None:
    kept(workspace, running(), *map(at_its_chart, OTHERS))
    ran = priorauth("worklist", "stats", "-o", "page.html", folder=workspace)
    assert ran.code == ExitCode.OK
    assert "Cigna         3      1 of 2             1 of 2  0 of 1" in ran.out
    assert "Cigna, why denied: step therapy 1 of 1" in ran.out
    assert "Decisions of payers" in (workspace / "page.html").read_text(encoding="utf-8")
    as_data = json.loads(priorauth("worklist", "stats", "--format", "json", folder=workspace).out)
    assert as_data["together"]["decided"] == 2
