"""What holds of each bundle that is written, whatever the chart."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from priorauth.intake.chart_file import load_case
from tests.command import CHARTS, DAY, ROOT, asking_names, priorauth
from tests.exchange.exported import Exported, every, export, resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = asking_names()


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Exported]:
    @cache
    def made(name: str) -> Exported:
        return export(CHARTS / name, tmp_path_factory.mktemp(name) / "out")

    return made


@pytest.mark.parametrize("name", NAMES)
def test_fhirs_own_models_take_it(name: str, exported: Callable[[str], Exported]) -> None:
    for bundle in exported(name).bundles:
        assert Bundle.model_validate(bundle).type == "collection"


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_is_answered_in_the_bundle(name: str, exported: Callable[[str], Exported]) -> None:
    for bundle in exported(name).bundles:
        addresses = [one["fullUrl"] for one in bundle["entry"]]
        assert len(set(addresses)) == len(addresses)
        pointed = {*every(bundle, "reference"), *every(bundle, "url"), *every(bundle, "questionnaire")}
        assert {one for one in pointed if one.startswith("urn:")} <= set(addresses)
        assert all(one.startswith("urn:") for one in every(bundle, "reference"))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_as_ready_as_the_letter(name: str, exported: Callable[[str], Exported], tmp_path: Path) -> None:
    """The same reasons keep a letter from being written, or make it a draft; the exit codes are the same."""
    letter = priorauth("generate", CHARTS / name, "-o", tmp_path, "--as-of", DAY)
    made = exported(name)
    assert made.ran.code == letter.code
    refused, draft = "No letter." in letter.err, "DRAFT" in letter.out
    for path, bundle in zip(made.files, made.bundles, strict=True):
        claims = list(resources(bundle, "Claim"))
        if refused:
            assert (path.name, claims) == ("no-request.json", [])
        else:
            assert [one["status"] for one in claims] == ["draft" if draft else "active"]
            assert path.name == ("request-DRAFT.json" if draft else "request.json")
            assert bundle["entry"][0]["resource"] == claims[0]


@pytest.mark.parametrize("name", NAMES)
def test_an_order_and_a_document_are_no_further_than_the_claim(name: str, exported: Callable[[str], Exported]) -> None:
    for bundle in exported(name).bundles:
        (*claims,) = resources(bundle, "Claim")
        orders = [*resources(bundle, "ServiceRequest"), *resources(bundle, "MedicationRequest")]
        assert {one["status"] for one in orders} <= {one["status"] for one in claims}
        ready = bool(claims) and claims[0]["status"] == "active"
        assert [one["docStatus"] for one in resources(bundle, "DocumentReference") if "docStatus" in one] == [
            "final" if ready else "preliminary"
        ]
        assert bool(bundle["meta"].get("tag")) != ready


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_named_outside_and_no_note_of_the_practice_inside(
    name: str, exported: Callable[[str], Exported]
) -> None:
    case = load_case(CHARTS / name / "chart.yaml")
    made = exported(name)
    for word in (case.patient.name.last, case.patient.name.first, str(case.patient.birth_date.year)):
        assert word not in made.ran.out + made.ran.err + " ".join(
            str(path.relative_to(made.out)) for path in made.files
        )
    texts = [path.read_text("utf-8") for path in made.files]
    notes = [item.note for _, item in case.items() if item.note]
    assert [note for note in notes for text in texts if note in text] == []


def test_another_process_makes_the_same_bytes(exported: Callable[[str], Exported], tmp_path: Path) -> None:
    made = exported("case-01")
    command = [
        sys.executable,
        "-m",
        "priorauth",
        "export",
        str(CHARTS / "case-01"),
        "-o",
        str(tmp_path),
        "--as-of",
        DAY,
    ]
    seeded = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run(command, cwd=ROOT, env=seeded, capture_output=True, check=True)  # noqa: S603  (our own interpreter)
    (path,) = made.files
    assert (tmp_path / path.relative_to(made.out)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("name", ["case-02", "case-07", "case-12", "case-17", "case-21"])
def test_nothing_becomes_better_on_the_way_through_fhir(
    name: str, exported: Callable[[str], Exported], tmp_path: Path
) -> None:
    """What was read from a bundle documents less of a criterion than the chart that it came from, and never more."""
    (path,) = exported(name).files
    phase = "continuation" if "continuation" in path.parts[-3] else "initial"
    priorauth("intake", "fhir", path, "-o", tmp_path, "--ask", "trd", "--phase", phase, "--as-of", DAY)
    again = export(tmp_path / "case-0001", tmp_path / "out")
    before, after = (verdicts(made.findings["criteria"]) for made in (exported(name), again))
    assert before.keys() == after.keys()
    assert {key for key in before if after[key] not in (before[key], "not_documented", "not_applicable")} == set()


def verdicts(criteria: list[dict[str, Any]]) -> dict[str, str]:
    """Each criterion's verdict, by its id, those within others too."""
    found = {one["id"]: one["verdict"] for one in criteria if one["node"] == "criterion"}
    for one in criteria:
        found |= verdicts(one["children"])
    return found
