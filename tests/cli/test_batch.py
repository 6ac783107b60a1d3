"""``priorauth batch`` as a biller or a script runs it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, priorauth
from tests.intake.sheets import of, typed

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
    assert made == {"case-01", "case-02", "case-03", "batch.ndjson", "summary.csv", "summary.html", "summary.xlsx"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (practice / "out").rglob("*"))


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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Dask's own pipes
def test_a_cluster_that_does_not_answer_is_told(practice: Path) -> None:
    pytest.importorskip("distributed")
    ran = priorauth("batch", practice / "charts", "--as-of", DAY, "--dask", "tcp://127.0.0.1:9")
    assert ran.code == ExitCode.BAD_INPUT
    assert "No Dask cluster answers there." in ran.err


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
