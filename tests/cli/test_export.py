"""``priorauth export``, as a biller runs it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, chart, priorauth

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_ready_is_one_line(tmp_path: Path) -> None:
    ran = priorauth("export", chart("case-01"), "-o", tmp_path, "--as-of", DAY)
    written = tmp_path / "case-01" / "ask-cigna-trd-medical" / "fhir" / "request.json"
    assert (ran.code, ran.err, ran.out) == (ExitCode.OK, "", f"case-01, ask-cigna-trd-medical: {written}\n")
    assert written.stat().st_mode & 0o077 == 0


def test_a_draft_tells_what_is_wanted(tmp_path: Path) -> None:
    ran = priorauth("export", chart("case-03"), "-o", tmp_path, "--as-of", DAY)
    assert (ran.code, ran.err) == (ExitCode.NOT_DOCUMENTED, "")
    assert ran.out.splitlines()[1:] == [
        "  DRAFT. Still wanted:",
        "    - criteria that are not documented: two-antidepressants",
        "    - the prescriber's signature",
        "  1 point would be marked TO CONFIRM in the letter.",
    ]


def test_one_ask_of_several(tmp_path: Path) -> None:
    ran = priorauth(
        "export", chart("case-18"), "-o", tmp_path, "--as-of", DAY, "--ask", "ask-carefirst-pharmacy-trd-pharmacy"
    )
    assert [path.name for path in (tmp_path / "case-18").iterdir()] == ["ask-carefirst-pharmacy-trd-pharmacy"]
    assert ran.code == ExitCode.NOT_DOCUMENTED


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        (
            "case-18",
            ["--ask", "ask-cigna"],
            "There is nothing here that is asked of a payer by that name. Its asks are: "
            "ask-carefirst-pharmacy-trd-pharmacy, ask-carefirst-medical-trd-medical.",
        ),
        (
            "case-22",
            [],
            "Nothing is asked of a payer. Add asks: a plan for off-label ketamine is not exported.",
        ),
    ],
)
def test_where_nothing_is_asked_nothing_is_written(tmp_path: Path, name: str, options: list[str], told: str) -> None:
    ran = priorauth("export", chart(name), "-o", tmp_path, "--as-of", DAY, *options)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err == f"Error: {chart(name)}: {told}\n"
    assert list(tmp_path.iterdir()) == []


def test_an_exhibit_that_cannot_be_enclosed_keeps_the_request_back_too(tmp_path: Path) -> None:
    """As with the packet, and whether its pages are to go along or not."""
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    (tmp_path / "case-01" / "exhibits" / "phq9-sheets.pdf").write_bytes(b"no PDF")
    ran = priorauth("export", tmp_path / "case-01", "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == ExitCode.BAD_INPUT
    assert "phq9-sheets is neither a PDF nor a JPEG" in ran.err
    assert not (tmp_path / "out").exists()


def test_one_bad_chart_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("case: bad\n", "utf-8")
    ran = priorauth("export", chart("case-01"), tmp_path / "bad.yaml", "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert "case-01, ask-cigna-trd-medical" in ran.out
    assert "patient is missing" in ran.err
