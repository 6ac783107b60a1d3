"""docs/privacy.md: what commands print, and what findings and manifest hold, tells nobody who the patient is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.intake.chart_file import load_case
from tests.command import CHARTS, DAY, chart, example_names, priorauth

if TYPE_CHECKING:
    from pathlib import Path


def identifying(name: str) -> set[str]:
    """The parts of the patient's name, the birth date and the member IDs of an example."""
    case = load_case(CHARTS / name / "chart.yaml")
    names = {case.patient.name.first, case.patient.name.last}
    return names | {str(case.patient.birth_date)} | {one.member_id for one in case.coverages if one.member_id}


@pytest.mark.parametrize("name", example_names())
@pytest.mark.parametrize("shape", ["text", "json"])
def test_check_prints_nothing_that_identifies(name: str, shape: str) -> None:
    ran = priorauth("check", chart(name), "--as-of", DAY, "--format", shape)

    assert {text for text in identifying(name) if text in ran.out + ran.err} == set()


def test_neither_do_findings_manifest_or_the_names_of_files(tmp_path: Path) -> None:
    ran = priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", DAY)
    written = [
        path for path in tmp_path.rglob("*.json") if not path.name.startswith("letter.")
    ]  # the letter's own words
    told = ran.out + ran.err + "".join(path.read_text("utf-8") for path in written)
    told += " ".join(str(path) for path in tmp_path.rglob("*"))

    assert {path.name for path in written} == {"findings.json", "manifest.json"}
    assert {text for text in identifying("case-01") if text in told} == set()
