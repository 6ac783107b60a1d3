"""Real synthetic charts, where a folder of them is at hand: each is read, or refused in a sentence.

The folder is named by ``PRIORAUTH_TEST_CHARTS``, or lies beside the repository as ``shared/charts``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from priorauth.intake.chart_file import parse_case
from priorauth.intake.fhir.charted import Charted, Wanted
from priorauth.intake.fhir.reading import Account, patients
from priorauth.intake.fhir.source import is_fhir
from priorauth.intake.fhir.writing import chart_file
from tests.command import ROOT
from tests.intake.fhir.building import AS_OF, Seen

FOLDER = Path(os.environ.get("PRIORAUTH_TEST_CHARTS", ROOT.parent / "shared" / "charts"))
SOURCES = sorted(one for one in FOLDER.iterdir() if is_fhir(one)) if FOLDER.is_dir() else []

pytestmark = pytest.mark.skipif(not SOURCES, reason="no folder of real charts is at hand")


def folder(name: str) -> Path:
    if not (FOLDER / name).is_dir():
        pytest.skip("it is not among them")
    return FOLDER / name


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.name)
def test_each_patient_is_a_chart_or_refused_with_the_reason(source: Path, tmp_path: Path) -> None:
    account = Account()
    for case, found, remarks in patients(source, Wanted(AS_OF, payer="cigna", asked="trd"), "case-", account):
        if not isinstance(found, Charted):
            assert found
        elif found.whole:
            written = chart_file({**found.tree, "exhibits": []}, remarks, AS_OF)
            assert parse_case(written, tmp_path / "chart.yaml").case == case
    assert account.charts + len(account.refused) > 0
    assert account.faults == []


def test_a_total_of_300_and_the_nested_copies_are_not_counted() -> None:
    seen = Seen(folder("ecqm-phq9") / "01083d96.json")
    assert [(one["on"], one["total"]) for one in seen.scores] == [("2025-02-25", 10)]
    assert seen.left["score", "a total that PHQ-9 cannot have"] == 1


def test_bipolar_with_psychotic_features_is_pointed_out() -> None:
    assert "with psychotic features" in Seen(folder("ecqm-phq9") / "393ab9f4.json").remarks


def test_two_fills_two_months_apart_leave_the_days_between_bare() -> None:
    (trial,) = Seen(folder("ecqm-antidepressant") / "0b61ffb2.json").trials
    assert (trial["medicine"], trial["start"], trial["end"]) == ("desipramine", "2026-01-01", "2026-03-10")
    assert trial["interruptions"] == [{"from": "2026-01-11", "until": "2026-02-28"}]


def test_orders_of_a_bundle_give_no_days() -> None:
    seen = Seen(next(folder("synthea").glob("Milan*")))
    assert [(one["medicine"], one.get("start"), one["end"]) for one in seen.trials] == [("fluoxetine", None, "unknown")]


def test_the_guides_phq9_is_one_score_with_its_answers() -> None:
    assert [(one["total"], one["items"]) for one in Seen(folder("us-core")).scores] == [
        (12, [2, 2, 2, 2, 1, 1, 2, 0, 0])
    ]
