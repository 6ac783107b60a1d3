"""Results go to stdout and messages to stderr, on every console."""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from priorauth.__main__ import run
from tests.command import CHARTS, DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "tests/fixtures/bad/unknown-key.yaml"


def test_json_can_be_read_although_a_chart_is_broken() -> None:
    ran = priorauth("check", chart("case-01"), BROKEN, chart("case-02"), "--as-of", DAY, "--format", "json")

    assert [one["chart"] for one in json.loads(ran.out)] == ["case-01", "case-02"]
    assert ran.err.startswith("Error: ")


def test_what_can_be_used_says_nothing_on_stderr(tmp_path: Path) -> None:
    for arguments in (
        ["check", chart("case-03"), "--as-of", DAY],
        ["generate", chart("case-03"), "-o", tmp_path, "--as-of", DAY],
        ["payers", "list"],
        ["payers", "lint"],
        ["medicines", "list"],
    ):
        ran = priorauth(*arguments)

        assert ran.out
        assert ran.err == ""


def test_what_cannot_be_used_says_nothing_on_stdout() -> None:
    for arguments in (
        ["check", BROKEN],
        ["check", BROKEN, "--format", "json"],
        ["generate", BROKEN],
        ["payers", "show", "acme"],
        ["medicines", "show", "aspirin"],
    ):
        ran = priorauth(*arguments)

        assert ran.out == ""
        assert ran.err.startswith("Error: ")


def test_an_error_is_one_paragraph() -> None:
    assert priorauth("check", BROKEN).err.count("\n") == 1


def test_why_there_is_no_letter_is_a_message(tmp_path: Path) -> None:
    ran = priorauth("generate", chart("case-02"), "-o", tmp_path, "--as-of", DAY)

    assert "No letter." not in ran.out
    assert ran.err.strip().startswith("No letter.")


@pytest.mark.parametrize(
    ("arguments", "shows"),
    [
        pytest.param(["check", chart("case-15"), "--as-of", DAY], "case-15 · Highmark", id="a check"),
        pytest.param(["check", chart("case-15"), "--as-of", DAY, "--format", "json"], '"case-15"', id="JSON"),
        pytest.param(["payers", "show", "carefirst"], "TRD, initial request", id="a policy"),
        pytest.param(["medicines", "list"], "melatonin agonist", id="a table"),
        pytest.param(["--help"], "Exit codes", id="the help"),
    ],
)
def test_a_windows_console_shows_it(arguments: list[str], shows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    console = io.TextIOWrapper(written, encoding="cp1252", newline="\n")
    monkeypatch.setattr(sys, "stdout", console)

    code = run(arguments)
    console.flush()

    assert code in (0, 3)
    assert shows in written.getvalue().decode("cp1252")


def test_a_letter_that_a_windows_console_lacks_is_a_question_mark(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(CHARTS / "case-15", tmp_path / "examples" / "charts" / "case-15")
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path / "examples")
    monkeypatch.setattr(
        "priorauth.resources.shipped", lambda folder: tmp_path / folder if folder == "examples" else ROOT / folder
    )
    written = io.BytesIO()
    console = io.TextIOWrapper(written, encoding="cp1252", newline="\n")
    monkeypatch.setattr(sys, "stdout", console)

    code = run(["demo", "-o", str(tmp_path / "demo")])
    console.flush()

    assert code == 0
    assert "Renée “Rennie” O’Ma?ec" in written.getvalue().decode("cp1252")
