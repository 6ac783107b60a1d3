"""Results go to stdout and messages to stderr, on every console, and neither tells who the patient is."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from priorauth.__main__ import run
from priorauth.chart.dates import spoken
from priorauth.intake.chart_file import load_case
from tests.command import CHARTS, DAY, chart, example_names, priorauth

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.chart.chart import Case

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
    written = io.BytesIO()
    console = io.TextIOWrapper(written, encoding="cp1252", newline="\n")
    monkeypatch.setattr(sys, "stdout", console)

    code = run(["demo", "-o", str(tmp_path)])
    console.flush()

    assert code == 0
    assert "Renée “Rennie” O’Ma?ec" in written.getvalue().decode("cp1252")


@pytest.mark.parametrize("name", example_names())
def test_nobody_learns_from_a_terminal_who_the_patient_is(name: str, tmp_path: Path) -> None:
    case = load_case(CHARTS / name / "chart.yaml")

    ran = [
        priorauth("check", chart(name), "--as-of", DAY),
        priorauth("check", chart(name), "--as-of", DAY, "--all-payers", "--format", "json"),
        priorauth("generate", chart(name), "-o", tmp_path, "--as-of", DAY),
    ]

    assert all(one.out for one in ran)
    assert [secret for secret in identifiers(case) for one in ran if secret in one.out + one.err] == []


def identifiers(case: Case) -> list[str]:
    """What tells who somebody is, in each way in which it is written."""
    patient = case.patient
    born = patient.birth_date
    address = [patient.address.street] if patient.address else []
    return [
        patient.name.first,
        patient.name.last,
        born.isoformat(),
        spoken(born),
        f"{born.month}/{born.day}/{born.year}",
        f"{born:%m/%d/%Y}",
        *address,
        *filter(
            None, [patient.phone, *(one.member_id for one in case.coverages), *(one.group for one in case.coverages)]
        ),
    ]
