"""``priorauth intake ccda`` and a batch of C-CDA, as a biller runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import DAY, priorauth
from tests.intake.ccda.building import (
    MEDICATIONS,
    MENTAL_STATUS,
    PAYERS,
    WHO,
    activity,
    document,
    observed,
    section,
    source,
    whole,
    wrote,
)

if TYPE_CHECKING:
    from pathlib import Path


def insured(payer: str = "Cigna") -> str:
    name = f"<representedOrganization><name>{payer}</name></representedOrganization>"
    performer = f'<performer><assignedEntity><code code="PAYOR"/>{name}</assignedEntity></performer>'
    member = '<participantRole><id root="1.1" extension="TEST-0001"/></participantRole>'
    covered = f'<participant typeCode="COV">{member}</participant>'
    policy = f'<act moodCode="EVN"><statusCode code="completed"/>{performer}{covered}</act>'
    return section(PAYERS, f'<act moodCode="EVN"><entryRelationship typeCode="COMP">{policy}</entryRelationship></act>')


TAKEN = section(MEDICATIONS, activity('<low value="20250301"/>', wrote("20261020")))
SCORED = section(MENTAL_STATUS, observed("44261-6", whole(14)), observed("44261-6", whole(300), on="20261001"))
DEAD = document(who=WHO + '<sdtc:deceasedInd value="true"/>', ids='<id root="1.2.3.4" extension="0002"/>')


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "export").mkdir()
    return source(tmp_path / "export", document(insured(), TAKEN, SCORED))


def test_a_chart_is_written_that_can_be_checked(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "ccda", export, "-o", tmp_path / "charts", "--ask", "trd", "--as-of", DAY)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.startswith(
        "1 file read, 1 chart written.\n1 of them hold a request and can be checked as they are.\n"
    )
    assert "  - score, a total that PHQ-9 cannot have: 1\n" in ran.out
    chart = tmp_path / "charts" / "case-0001" / "chart.yaml"
    assert chart.read_text("utf-8").startswith("# Read from C-CDA on 2026-11-20.")
    assert chart.stat().st_mode & 0o077 == 0
    assert "case-0001 · Cigna · TRD" in priorauth("check", chart, "--as-of", DAY).out


def test_nobody_is_named_in_what_is_told(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "ccda", export, "-o", tmp_path / "charts", "--as-of", DAY)
    for word in ("Testwell", "Marigold", "1981", "TEST-0001"):
        assert word not in ran.out + ran.err


@pytest.mark.parametrize(
    ("documents", "options", "code"),
    [
        ([document(insured())], ["--ask", "trd"], ExitCode.OK),
        ([document(insured())], [], ExitCode.NOT_DOCUMENTED),
        ([document(insured("Acme"))], ["--ask", "trd"], ExitCode.NOT_DOCUMENTED),
        ([document(insured("Acme"))], ["--ask", "trd", "--payer", "cigna"], ExitCode.OK),
        ([document(insured()), DEAD], ["--ask", "trd"], ExitCode.PARTLY_FAILED),
        ([document(insured()), "<a/>"], ["--ask", "trd"], ExitCode.PARTLY_FAILED),
        ([DEAD], [], ExitCode.BAD_INPUT),
        (["<a/>"], [], ExitCode.BAD_INPUT),
        ([], [], ExitCode.BAD_INPUT),
    ],
    ids=["whole", "nothing asked", "payer unknown", "payer told", "one died", "one broken", "died", "broken", "none"],
)
def test_the_code_tells_how_it_came_out(
    tmp_path: Path, documents: list[str], options: list[str], code: ExitCode
) -> None:
    source(tmp_path, *documents)
    assert priorauth("intake", "ccda", tmp_path, "-o", tmp_path / "charts", "--as-of", DAY, *options).code == code


def test_scripts_get_the_account_as_data(export: Path, tmp_path: Path) -> None:
    ran = priorauth("intake", "ccda", export, "-o", tmp_path / "charts", "--as-of", DAY, "--format", "json")
    told = json.loads(ran.out)
    assert (told["charts"], told["read"]) == (1, {"Coverage": 1, "score": 1, "trial": 1})


@pytest.mark.parametrize("whole_folder", [True, False])
def test_a_batch_reads_it_patient_by_patient(export: Path, tmp_path: Path, whole_folder: bool) -> None:
    path = export if whole_folder else export / "0.xml"
    ran = priorauth("batch", path, "--ask", "trd", "-o", tmp_path / "out", "--as-of", DAY)
    assert (ran.code, ran.err) == (ExitCode.OK, "")
    assert ran.out.splitlines()[:2] == ["1 chart: 1 made, 0 unchanged, 0 failed.", "1 request, 0 ready to be sent."]


def test_a_document_that_cannot_be_read_fails_alone_in_a_batch(export: Path, tmp_path: Path) -> None:
    (export / "1.xml").write_text("<!DOCTYPE a><a/>", "utf-8")
    ran = priorauth("batch", export, "--ask", "trd", "-o", tmp_path / "out", "--as-of", DAY)
    assert ran.code == ExitCode.PARTLY_FAILED
    assert ran.err.startswith(f"Error: {export}")
    assert "declares a DOCTYPE" in ran.err


def test_a_batch_of_it_needs_to_know_what_is_asked(export: Path, tmp_path: Path) -> None:
    ran = priorauth("batch", export, "-o", tmp_path / "out")
    assert (ran.code, ran.err) == (
        ExitCode.USAGE,
        "Error: C-CDA does not say what is asked of the payers. Add --ask trd or --ask mdsi.\n",
    )
