"""``priorauth intake fhir`` and a batch of FHIR, as a biller runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.errors import ExitCode
from tests.command import DAY, priorauth
from tests.intake.fhir.building import bundle, patient, phq9, source

if TYPE_CHECKING:
    from pathlib import Path


def insured(payer: str = "Cigna") -> dict[str, Any]:
    kept = {"resourceType": "Coverage", "status": "active", "beneficiary": {"reference": "Patient/p"}}
    return kept | {"subscriberId": "TEST-0001", "payor": [{"display": payer}]}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "export").mkdir()
    return source(tmp_path / "export", patient(), insured(), phq9(14), phq9(300, "2026-10-01"))


def test_a_chart_is_written_that_can_be_checked(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "fhir", export, "-o", tmp_path / "charts", "--ask", "trd", "--as-of", DAY)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.startswith(
        "1 file read, 1 chart written.\n1 of them hold a request and can be checked as they are.\n"
    )
    assert "  - score, a total that PHQ-9 cannot have: 1\n" in ran.out
    chart = tmp_path / "charts" / "case-0001" / "chart.yaml"
    assert chart.read_text("utf-8").startswith("# Read from FHIR R4 on 2026-11-20.")
    assert chart.stat().st_mode & 0o077 == 0
    assert "case-0001 · Cigna · TRD" in priorauth("check", chart, "--as-of", DAY).out


def test_nobody_is_named_in_what_is_told(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "fhir", export, "-o", tmp_path / "charts", "--as-of", DAY)
    for word in ("Testwell", "Marigold", "1981", "TEST-0001"):
        assert word not in ran.out + ran.err


@pytest.mark.parametrize(
    ("resources", "options", "code"),
    [
        ([patient(), insured()], ["--ask", "trd"], ExitCode.OK),
        ([patient(), insured()], [], ExitCode.NOT_DOCUMENTED),
        ([patient(), insured("Acme")], ["--ask", "trd"], ExitCode.NOT_DOCUMENTED),
        ([patient(), insured("Acme")], ["--ask", "trd", "--payer", "cigna"], ExitCode.OK),
        ([patient(), patient("dead", deceasedBoolean=True)], [], ExitCode.PARTLY_FAILED),
        ([patient(deceasedBoolean=True)], [], ExitCode.BAD_INPUT),
        ([insured()], [], ExitCode.BAD_INPUT),
        ([patient()], ["--payer", "acme"], ExitCode.USAGE),
        ([patient()], ["--case-prefix", "Testwell "], ExitCode.USAGE),
    ],
)
def test_the_code_tells_how_it_came_out(tmp_path: Path, resources: Any, options: list[str], code: ExitCode) -> None:
    path = source(tmp_path, *resources)
    assert priorauth("intake", "fhir", path, "-o", tmp_path / "charts", "--as-of", DAY, *options).code == code


def test_a_chart_that_is_there_stays_as_it_is(export: Path, tmp_path: Path) -> None:
    run = ("intake", "fhir", export, "-o", tmp_path / "charts", "--as-of", DAY)
    priorauth(*run)
    chart = tmp_path / "charts" / "case-0001" / "chart.yaml"
    chart.write_text("case: mine\n", "utf-8")
    ran = priorauth(*run)
    assert ran.code == ExitCode.BAD_INPUT
    assert "  - case-0001: a chart of this number is there already, and stays as it is." in ran.out
    assert chart.read_text("utf-8") == "case: mine\n"


def test_scripts_get_the_account_as_data(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "fhir", export, "-o", tmp_path / "charts", "--as-of", DAY, "--format", "json")
    told = json.loads(ran.out)
    assert (told["charts"], told["with_request"], told["read"]) == (1, 0, {"Coverage": 1, "score": 1})


def test_a_batch_reads_it_patient_by_patient(tmp_path: Path) -> None:
    dead = patient("dead", deceasedBoolean=True)
    path = source(tmp_path, bundle(patient(), insured(), dead), name="all.json")
    ran = priorauth("batch", path, "--ask", "trd", "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert ran.out.splitlines()[:2] == ["2 charts: 1 made, 0 unchanged, 1 failed.", "1 request, 0 ready to be sent."]
    assert ran.err == (
        f"Error: {path}, case-0002: The patient has died. Correct it where it was exported; priorauth intake fhir "
        "tells what was found of each patient.\n"
    )


def test_a_batch_of_it_needs_to_know_what_is_asked(export: Path, tmp_path: Path) -> None:
    ran = priorauth("batch", export, "-o", tmp_path / "out")
    assert (ran.code, ran.err) == (
        ExitCode.USAGE,
        "Error: FHIR R4 does not say what is asked of the payers. Add --ask trd or --ask mdsi.\n",
    )
