"""What is recorded later is invisible: the documents of a day are those that one could have written on that day."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from priorauth.chart.dates import spoken
from priorauth.documents.content import plain_text
from priorauth.documents.forms.context import form_context
from priorauth.intake.chart_file import parse_case
from priorauth.request.report import report
from tests.command import CHARTS, DAY, ROOT, chart, priorauth
from tests.documents.reading_back import docx_body
from tests.end_to_end.judging import judged, letter_of, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.documents.content import Content
    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]
    Tree = dict[str, Any]

LATER = "2026-11-25"
A_DOCTOR = "Imogen T. Ashgrove, MD"

RECORDED_LATER: dict[str, Tree] = {
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
    "complete": {"id": "later-list", "list": "scores", "up_to": LATER, "by": A_DOCTOR, "on": LATER},
    "sessions": {"on": LATER, "dose_mg": "56"},
    "fills": {"medicine": "mirtazapine", "on": LATER, "days_supply": "30"},
    "exhibits": {"id": "later", "file": "exhibits/rems-record.pdf", "kind": "other", "title": "Later", "on": LATER},
}
"""A fact of each sort, recorded after the day on which the example is judged; known then, many would change much."""


@dataclass(frozen=True, slots=True)
class Told:
    """What all documents are made from."""

    findings: Tree
    letter: Content
    form: Tree


@pytest.mark.parametrize("key", RECORDED_LATER)
def test_a_fact_of_the_future_changes_nothing(key: str) -> None:
    tree = example()
    tree.setdefault(key, []).append(RECORDED_LATER[key])

    assert told(tree) == told(example())


@pytest.mark.parametrize("key", ["scores", "blood_pressures", "diagnoses", "trials", "exhibits", "current_medicines"])
def test_the_same_fact_recorded_in_time_would_be_seen(key: str) -> None:
    tree = example()
    fact = {name: "2026-11-13" if value == LATER else value for name, value in RECORDED_LATER[key].items()}
    tree.setdefault(key, []).append(fact)

    assert told(tree) != told(example())


@pytest.mark.parametrize("question", ["pregnancy", "history_of_psychosis", "hypersensitivity"])
def test_an_answer_of_the_future_is_no_answer_yet(question: str) -> None:
    answered_later, unanswered = example(), example()
    answered_later["safety"][question] = {"answer": "yes", "on": LATER}
    del unanswered["safety"][question]

    assert told(answered_later) == told(unanswered) != told(example())


def test_an_enrollment_of_the_future_is_no_enrollment_yet() -> None:
    enrolled_later, unenrolled = example(), example()
    enrolled_later["rems"]["enrolled_on"] = LATER
    del unenrolled["rems"]["enrolled_on"], unenrolled["rems"]["identifier"]

    assert told(enrolled_later) == told(unenrolled) != told(example())


def test_a_submission_of_the_future_is_none_yet() -> None:
    submitted_later = example()
    submitted_later["asks"][0]["submitted"] = {"on": LATER, "by": "portal", "confirmation": "C-1"}

    assert told(submitted_later) == told(example())


def test_a_statement_that_was_taken_back_is_told_no_longer() -> None:
    taken_back = example()
    taken_back["attestations"].append(
        {"id": "taken-back", "states": "observation_two_hours", "answer": "no", "by": A_DOCTOR, "on": "2026-11-13"}
    )

    assert "observed for at least two hours" in plain_text(told(example()).letter)
    assert "observed for at least two hours" not in plain_text(told(taken_back).letter)


def test_with_all_of_the_future_in_the_chart_every_document_is_the_same_to_the_byte(
    generated: Generated, tmp_path: Path
) -> None:
    tree = example()
    for key, fact in RECORDED_LATER.items():
        tree.setdefault(key, []).append(fact)
    file = tmp_path / "charts" / "case-01" / "chart.yaml"
    for exhibit in tree["exhibits"]:
        copy = file.parent / exhibit["file"]
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((CHARTS / "case-01" / exhibit["file"]).read_bytes())
    file.write_text(json.dumps(tree), "utf-8")
    (tmp_path / "practice.yaml").write_bytes((ROOT / "examples" / "practice.yaml").read_bytes())

    assert priorauth("generate", file, "-o", tmp_path / "out", "--as-of", DAY).code == 0

    (folder,) = (tmp_path / "out").glob("*/*")
    assert documents(folder) == documents(generated("case-01").folder)


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


@pytest.mark.parametrize("day", ["2026-11-13", "2026-11-20"])
def test_the_letter_is_dated_on_the_day_it_is_judged(day: str, tmp_path: Path) -> None:
    priorauth("generate", chart("case-01"), "-o", tmp_path, "--as-of", day)

    (letter,) = tmp_path.rglob("letter.docx")
    assert spoken(date.fromisoformat(day)) in docx_body(letter.read_bytes()).splitlines()


def example() -> Tree:
    """The chart of case-01 as a tree of texts."""
    tree: Tree = yaml.load((CHARTS / "case-01" / "chart.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    return tree


def told(tree: Tree) -> Told:
    """What is told of such a chart on the day of the examples."""
    practice = workspace().practice
    assessment = judged(parse_case(json.dumps(tree).encode(), CHARTS / "case-01" / "chart.yaml", practice))
    return Told(report(assessment), letter_of(assessment), form_context(assessment, practice))


def documents(folder: Path) -> dict[str, bytes]:
    """All files but the manifest, which names the hash of the chart itself."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}
