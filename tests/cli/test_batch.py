"""``priorauth batch`` as a biller or a script runs it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode, UsageError
from priorauth.yamltree import read
from tests.command import CHARTS, DAY, ROOT, priorauth
from tests.intake.sheets import of, typed
from tests.intake.test_csv import HEAD, MAP, fill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    for name in ("case-01", "case-02", "case-03"):
        shutil.copytree(CHARTS / name, tmp_path / "charts" / name)
    return tmp_path


def test_what_is_told_and_written(practice: Path) -> None:
    ran = priorauth("batch", practice / "charts", "--as-of", DAY)
    assert ran.code == ExitCode.OK
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "3 charts: 3 made, 0 unchanged, 0 failed.",
        "3 requests, 1 ready to be sent.",
        f"Summary: {practice / 'out' / 'summary.html'}, summary.xlsx, summary.csv",
    ]
    made = {path.name for path in (practice / "out").iterdir()}
    summaries = {"summary.csv", "summary.html", "summary.xlsx", "summary.json"}
    assert made == {"case-01", "case-02", "case-03", "batch.ndjson", *summaries}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (practice / "out").rglob("*"))


def test_a_summary_that_somebody_edited_stays_and_this_runs_goes_beside_it(practice: Path) -> None:
    priorauth("batch", practice / "charts", "--as-of", DAY)
    with (practice / "out" / "summary.csv").open("a", encoding="utf-8") as file:
        file.write("our own line\n")
    before = (practice / "out" / "summary.csv").read_bytes()
    for _ in range(2):
        ran = priorauth("batch", practice / "charts", "--as-of", DAY)
        assert ran.err.splitlines() == ["summary.csv was edited by hand and stays: this run's is summary.new.csv."]
        assert ran.out.splitlines()[-1].endswith("summary.html, summary.xlsx, summary.new.csv")
        assert (practice / "out" / "summary.csv").read_bytes() == before
        assert (practice / "out" / "summary.new.csv").exists()


def test_one_that_fails_is_told_and_the_code_says_so(practice: Path) -> None:
    (practice / "charts" / "case-02" / "chart.yaml").write_text("case: case-02\n", "utf-8")
    ran = priorauth("batch", practice / "charts", "--as-of", DAY)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert ran.out.splitlines()[0] == "3 charts: 2 made, 0 unchanged, 1 failed."
    assert ran.err.startswith(f"Error: {practice / 'charts' / 'case-02' / 'chart.yaml'}: ")


def test_no_name_is_in_the_summary(practice: Path) -> None:
    priorauth("batch", practice / "charts", "--as-of", DAY)
    for name in ("summary.csv", "summary.html", "batch.ndjson"):
        text = (practice / "out" / name).read_text("utf-8")
        assert "Testwell" not in text
        assert "TEST-CIG" not in text


def test_scripts_get_an_object_for_each_chart(practice: Path) -> None:
    ran = priorauth("batch", practice / "charts", "--as-of", DAY, "--json-lines")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["case"], one["how"], one["rows"][0]["verdict"]) for one in told] == [
        ("case-01", "made", "met"),
        ("case-02", "made", "not_met"),
        ("case-03", "made", "not_documented"),
    ]


def test_a_cluster_that_does_not_answer_is_told(practice: Path) -> None:
    pytest.importorskip("distributed")
    ran = priorauth("batch", practice / "charts", "--as-of", DAY, "--dask", "tcp://127.0.0.1:9")
    assert ran.code == ExitCode.BAD_INPUT
    assert "No Dask cluster answers there." in ran.err


def test_the_worklist_knows_what_a_batch_found_and_gives_it_its_charts(practice: Path) -> None:
    first, second = (practice / "charts" / name / "chart.yaml" for name in ("case-01", "case-03"))
    priorauth("worklist", "add", first, second, folder=practice)
    ran = priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert ran.out.splitlines()[0] == "2 charts: 2 made, 0 unchanged, 0 failed."
    told = json.loads(priorauth("worklist", "--format", "json", folder=practice).out)
    states = {one["case"].partition("/")[0]: one["state"] for one in told}
    assert states == {"case-01": "signed", "case-03": "needs_information"}
    priorauth("record", "submitted", "case-01", "--by", "portal", "--on", DAY, folder=practice)
    entries = priorauth("worklist", "audit", folder=practice).out
    again = priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert priorauth("worklist", "audit", folder=practice).out == entries  # nothing is written down twice
    assert again.out.splitlines()[0] == "1 chart: 0 made, 1 unchanged, 0 failed."
    assert priorauth("worklist", "audit", "--verify", folder=practice).code == ExitCode.OK


def test_without_a_worklist_there_is_nothing_pending(practice: Path) -> None:
    ran = priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert ran.code == ExitCode.USAGE
    assert "There is no worklist here yet." in ran.err


def test_what_a_broken_run_made_is_written_down_by_the_next(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power fails after the documents were made, and before the worklist was told."""
    priorauth("worklist", "add", practice / "charts" / "case-01" / "chart.yaml", folder=practice)
    with monkeypatch.context() as broken:
        broken.setattr("priorauth.worklist.recorder.Recorder.noted", lambda *_: None)
        priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    ran = priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert ran.out.splitlines()[0] == "1 chart: 0 made, 1 unchanged, 0 failed."
    assert "signed" in priorauth("worklist", folder=practice).out
    assert priorauth("worklist", "audit", "--verify", folder=practice).code == ExitCode.OK


def test_a_signature_that_was_withdrawn_does_not_come_back(practice: Path) -> None:
    priorauth("worklist", "add", practice / "charts" / "case-01" / "chart.yaml", folder=practice)
    priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert priorauth("record", "withdrawn", "case-01", "--entry", "3", "--why", "not hers", folder=practice).code == 0
    priorauth("batch", "worklist", "--as-of", DAY, folder=practice)
    assert "ready to sign" in priorauth("worklist", folder=practice).out


def test_charts_that_were_made_before_there_was_a_worklist_are_told_to_it(practice: Path) -> None:
    priorauth("batch", practice / "charts", "--as-of", DAY)
    priorauth("worklist", "add", practice / "charts" / "case-01" / "chart.yaml", folder=practice)
    ran = priorauth("batch", practice / "charts", "--as-of", DAY)
    assert ran.out.splitlines()[0] == "3 charts: 3 made, 0 unchanged, 0 failed."
    assert "signed" in priorauth("worklist", folder=practice).out
    assert priorauth("worklist", "audit", "--verify", folder=practice).code == ExitCode.OK


def test_where_the_worklist_refuses_a_chart_the_others_go_on(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object, events: list[object]) -> None:
        if events and getattr(events[0], "case", "") == "case-02":
            raise UsageError("Somebody else has changed it.", fix="Run it again.")

    priorauth("worklist", "add", practice / "charts" / "case-01" / "chart.yaml", folder=practice)
    monkeypatch.setattr("priorauth.worklist.recorder.Recorder.noted", refused)
    ran = priorauth("batch", practice / "charts", "--as-of", DAY)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert ran.out.splitlines()[0] == "3 charts: 2 made, 0 unchanged, 1 failed."
    assert "the worklist refuses them: Somebody else has changed it." in ran.err


def test_charts_without_a_file_of_their_own_are_no_cases(practice: Path) -> None:
    """Nobody could open them again from the worklist."""
    tree = read(practice / "charts" / "case-01" / "chart.yaml").tree
    lines = practice / "charts" / "case-01" / "all.ndjson"
    lines.write_text(json.dumps(tree | {"case": "from-a-line"}) + "\n", "utf-8")
    priorauth("worklist", "add", practice / "charts" / "case-03" / "chart.yaml", folder=practice)
    assert priorauth("batch", lines, "--as-of", DAY).code == ExitCode.OK
    assert "from-a-line" not in priorauth("worklist", folder=practice).out


def test_a_workbook_is_a_batch_of_its_patients(practice: Path) -> None:
    """As the charts that were written into it are, but for what it has no columns for."""
    charts = [practice / "charts" / name for name in ("case-01", "case-02")]
    assert priorauth("intake", "template", *charts, "-o", practice / "all.xlsx").code == ExitCode.OK
    for name in ("case-01", "case-02"):
        shutil.copytree(practice / "charts" / name / "exhibits", practice / "exhibits", dirs_exist_ok=True)
    ran = priorauth("batch", practice / "all.xlsx", "--as-of", DAY)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.splitlines()[0] == "2 charts: 2 made, 0 unchanged, 0 failed."
    again = priorauth("batch", practice / "all.xlsx", "--as-of", DAY)
    assert again.out.splitlines()[0] == "2 charts: 0 made, 2 unchanged, 0 failed."


def test_a_patient_whose_row_cannot_be_read_fails_in_a_batch_and_no_other(practice: Path) -> None:
    rows = [*of("p1"), *of("p2", **{"Birth date": "3/4/79"})]
    ran = priorauth("batch", typed(practice / "w.xlsx", rows), "--as-of", DAY)
    assert (ran.code, ran.out.splitlines()[0]) == (ExitCode.PARTLY_FAILED, "2 charts: 1 made, 0 unchanged, 1 failed.")
    assert ran.err.startswith(f"Error: {practice / 'w.xlsx'}, case p2: Patients!E3 (Birth date) holds text that cannot")


def test_a_row_of_nobody_is_one_failure_with_what_to_do(practice: Path) -> None:
    lines = [HEAD, fill("2025-01-15", 30, 30), fill("2025-02-14", 30, 30, case=" ")]
    (practice / "fills.csv").write_text("\n".join(lines), "utf-8")
    (practice / "map.yaml").write_text(MAP, "utf-8")
    ran = priorauth("batch", practice / "fills.csv", "--map", practice / "map.yaml", "--as-of", DAY, "--json-lines")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["how"] for one in told] == ["made", "failed"]
    assert told[1]["error"] == "line 3 (Case) is empty, so that the row is nobody's."
    assert told[1]["fix"] == "Correct the cells that are named; priorauth intake lists them all."
