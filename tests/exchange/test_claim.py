"""The claim: what is asked, by which codes, and what it says of itself while it may not go out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS
from tests.exchange.exported import every, export, resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.exchange.exported import Exported

    Changed = Callable[..., Exported]


def lines(claim: dict[str, Any]) -> list[tuple[str, float, str]]:
    """Each line as code, number and unit; of a family of codes, the first and the last."""
    found = []
    for item in claim["item"]:
        last = [one["coding"][0]["code"] for one in every(item["extension"], "valueCodeableConcept")]
        code = "-".join([item["productOrService"]["coding"][0]["code"], *last])
        found.append((code, item["quantity"]["value"], item["quantity"]["unit"]))
    return found


def test_the_practice_buys_and_bills(changed: Changed) -> None:
    """56 mg once and 84 mg at 20 sessions: 56 and 1,680 units of J0013 (1 mg), and 21 visits."""
    made = changed("case-01")
    claim = made.the("Claim")
    assert lines(claim) == [("J0013", 56, "unit"), ("J0013", 1680, "unit"), ("99212-99215", 21, "visit")]
    assert (claim["use"], claim["status"], claim["created"]) == ("preauthorization", "active", "2026-11-20")
    assert claim["type"]["coding"][0]["code"] == "professional"
    kits = {
        one["medicationCodeableConcept"]["coding"][0]["code"]: one["dispenseRequest"]["quantity"]["value"]
        for one in made.each("MedicationRequest")
    }
    assert kits == {"50458002802": 1, "50458002803": 20}


def test_a_pharmacy_supplies_and_the_practice_gives(tmp_path: Path) -> None:
    """Two asks: the pharmacy benefit is asked for kits by NDC, the medical one for the visits, and not for the drug."""
    made = export(CHARTS / "case-18", tmp_path)
    medical, pharmacy = (next(resources(bundle, "Claim")) for bundle in made.bundles)
    assert lines(medical) == [("99212-99215", 9, "visit")]
    assert lines(pharmacy) == [("50458002802", 1, "kit"), ("50458002803", 8, "kit")]
    assert pharmacy["type"]["coding"][0]["code"] == "pharmacy"
    assert list(resources(made.bundles[0], "MedicationRequest")) == []


def test_one_payer_learns_nothing_of_another(tmp_path: Path) -> None:
    """Each bundle holds the coverage that it asks, and no member number of the other."""
    made = export(CHARTS / "case-18", tmp_path)
    numbers = [[*every(list(resources(bundle, "Coverage")), "identifier")] for bundle in made.bundles]
    assert [len(one) for one in numbers] == [1, 1]
    for bundle, own in zip(made.bundles, numbers, strict=True):
        assert [one["identifier"] for one in resources(bundle, "Patient")] == own


def test_the_diagnosis_that_it_is_for_stands_first(changed: Changed) -> None:
    more = "  - {code: F41.1, description: Generalized anxiety}\n  - {code: A69.20, resolved: 2020}\n\n"
    found = changed("case-01", {"^episode:$": f"{more}episode:"}).the("Claim")["diagnosis"]
    codes = [one["diagnosisCodeableConcept"]["coding"][0]["code"] for one in found]
    assert codes == ["F33.2", "F41.1"]  # what is over is no diagnosis of the request
    assert [one["type"][0]["coding"][0]["code"] for one in found if "type" in one] == ["principal"]


SIGNED = r"^ +sign_off:.*\n"


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({SIGNED: ""}, "the prescriber's signature"),
        ({r"^ +member_id:.*\n": ""}, "member ID"),
        ({r"^pdmp:.*\n( .*\n)*": ""}, "criteria that are not documented: pdmp"),
    ],
)
def test_a_draft_says_so_wherever_it_is_opened(changed: Changed, changes: dict[str, str], wanted: str) -> None:
    made = changed("case-01", changes)
    assert made.ran.code == ExitCode.NOT_DOCUMENTED
    assert wanted in made.ran.out
    (path,) = made.files
    assert path.name == "request-DRAFT.json"
    claim = made.the("Claim")
    assert claim["status"] == "draft"
    assert claim["supportingInfo"][0]["valueString"] == "DRAFT: not for submission"
    assert made.bundle["meta"]["tag"][0]["display"] == "DRAFT: not for submission"
    assert made.the("Questionnaire")
    assert made.findings["ready"] is False


def test_what_is_not_met_is_not_asked_for(changed: Changed) -> None:
    made = changed("case-04")
    assert made.ran.code == ExitCode.NOT_MET
    assert "No request. The criteria are not met (two-antidepressants, psychiatrist)" in made.ran.err
    kinds = {one["resource"]["resourceType"] for one in made.bundle["entry"]}
    assert not kinds & {"Claim", "ServiceRequest", "MedicationRequest", "Questionnaire"}
    assert made.bundle["meta"]["tag"][0]["display"].startswith("No request: The criteria are not met")
    assert made.findings["verdict"] == "not_met"


def test_a_folder_holds_one_of_them(changed: Changed, tmp_path: Path) -> None:
    """A request that was ready and is a draft now must not lie there as ready."""
    made = changed("case-01")
    chart = tmp_path / "case-01" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8").replace("sign_off:", "note: unsigned\n    #"), "utf-8")
    again = export(tmp_path / "case-01", made.out)
    assert [path.name for path in again.files] == ["request-DRAFT.json"]
    assert again.ran.code == ExitCode.NOT_DOCUMENTED


def test_what_nobody_knows_is_said_to_be_unknown(changed: Changed) -> None:
    """Neither prescriber nor site, and no benefit: FHIR demands a provider and a type, and nothing is made up."""
    nobody = {r"^care_team:.*\n": "", r"^    benefit: medical\n": "", r"^      benefit: medical\n": ""}
    claim = changed("case-01", nobody).the("Claim")
    unknown = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    assert claim["provider"] == {"extension": unknown}
    assert claim["type"] == {"extension": unknown}
    assert "careTeam" not in claim


def test_no_code_of_x12_is_made_up(tmp_path: Path) -> None:
    """Those lists are not public: where the guide wants one, there is none."""
    made = export(CHARTS / "case-01", tmp_path)
    assert "x12" not in json.dumps(made.bundle).lower()
    assert all("category" not in item for item in made.the("Claim")["item"])
