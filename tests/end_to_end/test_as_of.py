"""What is recorded later is invisible: the documents of a day are those that one could have written on that day."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from priorauth.chart.dates import spoken
from tests.command import CHARTS, DAY, ROOT, chart, priorauth
from tests.documents.reading_back import docx_body

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

LATER = "2026-11-25"
A_DOCTOR = "Imogen T. Ashgrove, MD"

RECORDED_LATER: dict[str, dict[str, Any]] = {
    "diagnoses": {"code": "F32.2", "on": LATER, "by": A_DOCTOR, "primary": "yes"},
    "trials": {"medicine": "mirtazapine", "start": LATER, "end": "unknown", "constant_dose": "45 mg"},
    "augmentations": {"medicine": "lithium", "start": LATER, "end": "unknown", "constant_dose": "900 mg"},
    "current_medicines": {"medicine": "phenelzine", "dose": "45 mg", "as_of": LATER, "continues": "yes"},
    "psychotherapies": {"kind": "DBT", "start": LATER, "sessions": "1"},
    "neuromodulations": {"kind": "TMS", "start": LATER, "sessions": "1"},
    "scores": {"instrument": "PHQ-9", "on": LATER, "total": "3"},
    "suicide_assessments": {"on": LATER, "ideation": "yes", "intent": "yes"},
    "inpatient": {"admitted": LATER, "for_suicidality": "yes"},
    "substance_use": {"substance": "opioid", "disorder": "yes", "severity": "severe", "on": LATER},
    "blood_pressures": {"on": LATER, "systolic": "188", "diastolic": "110"},
    "pdmp": {"on": LATER, "by": A_DOCTOR, "result": "discussed"},
    "consultations": {"consultant": A_DOCTOR, "role": "psychiatrist", "on": LATER},
    "attestations": {"states": "urgent", "answer": "yes", "by": A_DOCTOR, "on": LATER},
    "complete": {"id": "later", "list": "scores", "up_to": LATER, "by": A_DOCTOR, "on": LATER},
    "sessions": {"on": LATER, "dose_mg": "56"},
    "fills": {"medicine": "mirtazapine", "on": LATER, "days_supply": "30"},
    "exhibits": {"id": "later", "file": "exhibits/rems-record.pdf", "kind": "other", "title": "Later", "on": LATER},
}
"""A fact of each sort that would change something, recorded after the day on which the example is judged."""
CORRECTED_LATER: dict[str, dict[str, Any]] = {
    "pregnancy": {"answer": "yes", "on": LATER},
    "history_of_psychosis": {"answer": "yes", "on": LATER},
}


@pytest.mark.parametrize("key", RECORDED_LATER)
def test_a_fact_of_the_future_changes_nothing(key: str, generated: Generated, tmp_path: Path) -> None:
    def also(tree: dict[str, Any]) -> None:
        tree.setdefault(key, []).append(RECORDED_LATER[key])

    assert documents(generated("case-01").folder) == documents(written(also, tmp_path))


@pytest.mark.parametrize("key", ["scores", "blood_pressures", "diagnoses", "trials", "exhibits"])
def test_the_same_fact_recorded_in_time_would_be_seen(key: str, generated: Generated, tmp_path: Path) -> None:
    def also(tree: dict[str, Any]) -> None:
        fact = {name: "2026-11-13" if value == LATER else value for name, value in RECORDED_LATER[key].items()}
        tree.setdefault(key, []).append(fact)

    assert documents(generated("case-01").folder) != documents(written(also, tmp_path))


@pytest.mark.parametrize("question", CORRECTED_LATER)
def test_an_answer_of_the_future_is_no_answer_yet(question: str, tmp_path: Path) -> None:
    def answered_later(tree: dict[str, Any]) -> None:
        tree["safety"][question] = CORRECTED_LATER[question]

    def unanswered(tree: dict[str, Any]) -> None:
        del tree["safety"][question]

    assert documents(written(answered_later, tmp_path / "a")) == documents(written(unanswered, tmp_path / "b"))


def test_a_day_before_the_visit_knows_nothing_of_the_visit(tmp_path: Path) -> None:
    """All that case-01 shows was looked at on November 12, 2026, and later."""
    ran = priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", "2026-11-10")

    assert ran.code == 3
    (folder,) = tmp_path.glob("*/*")
    letter = docx_body((folder / "letter.docx").read_bytes())
    findings = (folder / "findings.json").read_text("utf-8")
    assert re.findall(r"November (?:1[1-9]|2\d|30), 2026", letter) == []
    assert re.findall(r"2026-11-(?:1[1-9]|2\d|30)", findings) == []
    assert json.loads(findings)["as_of"] == "2026-11-10"


@pytest.mark.parametrize("day", ["2026-11-12", "2026-11-13", "2026-11-20"])
def test_the_letter_is_dated_on_the_day_it_is_judged(day: str, tmp_path: Path) -> None:
    priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", day)

    (letter,) = tmp_path.rglob("letter.docx")
    assert spoken(date.fromisoformat(day)) in docx_body(letter.read_bytes()).splitlines()


def written(change: Callable[[dict[str, Any]], None], folder: Path) -> Path:
    """Where the documents of case-01 stand when its chart is changed in this way."""
    tree = yaml.load((CHARTS / "case-01" / "chart.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  (texts only)
    change(tree)
    file = folder / "charts" / "case-01" / "chart.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(tree), "utf-8")
    (file.parent / "exhibits").symlink_to(CHARTS / "case-01" / "exhibits")
    (folder / "practice.yaml").write_bytes((ROOT / "examples" / "practice.yaml").read_bytes())
    ran = priorauth("generate", file, "-o", folder / "out", "--as-of", DAY)
    assert ran.code in (0, 3), ran.err
    (made,) = (folder / "out").glob("*/*")
    return made


def documents(folder: Path) -> dict[str, bytes]:
    """All files but the manifest, which names the hash of the chart itself."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}
