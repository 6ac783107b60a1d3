"""Whose a resource is, and what it refers to: by whichever kind of reference, and counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.intake.fhir.building import Seen, about, bundle, medicine, patient, phq9, read, source

if TYPE_CHECKING:
    from pathlib import Path

UUID = "urn:uuid:6f1d3f0e-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("own", "url", "reference"),
    [
        ("p", "", "Patient/p"),
        ("p", "https://ehr.example/fhir/Patient/p", "Patient/p"),
        ("p", "https://ehr.example/fhir/Patient/p", "https://ehr.example/fhir/Patient/p"),
        ("p", "", "https://ehr.example/fhir/Patient/p/_history/3"),
        ("p", UUID, UUID),
        ("", UUID, UUID),
    ],
)
def test_a_patient_is_found_by_every_kind_of_reference(tmp_path: Path, own: str, url: str, reference: str) -> None:
    who = {key: value for key, value in patient(own).items() if value}
    whole = {
        "resourceType": "Bundle",
        "entry": [{"resource": phq9(14, subject={"reference": reference})}, {"fullUrl": url, "resource": who}],
    }
    assert [one["total"] for one in Seen(source(tmp_path, whole, name="a.json")).scores] == [14]


def test_one_whose_patient_is_not_there_is_told_and_given_to_nobody(tmp_path: Path) -> None:
    seen = read(tmp_path, phq9(14, subject={"reference": "Patient/another"}))
    assert seen.scores == []
    assert seen.left == {("Observation", "its patient is not in the source"): 1}


def test_a_bundle_in_a_bundle_is_counted_once(tmp_path: Path) -> None:
    held = [patient(), phq9(14, id="o"), medicine("MedicationDispense", "sertraline", id="d")]
    seen = Seen(source(tmp_path, bundle(*held, bundle(*held)), name="a.json"))
    assert len(seen.scores) == 1
    assert seen.left["Observation", "stands twice, counted once"] == 1
    assert seen.left["MedicationDispense", "stands twice, counted once"] == 1


@pytest.mark.parametrize(
    ("first", "second", "kept"), [("2026-01-01", "2026-02-01", 9), ("2026-02-01", "2026-01-01", 14)]
)
def test_of_two_versions_the_newer_one_holds(tmp_path: Path, first: str, second: str, kept: int) -> None:
    seen = read(tmp_path, phq9(14, id="o", meta={"lastUpdated": first}), phq9(9, id="o", meta={"lastUpdated": second}))
    assert [one["total"] for one in seen.scores] == [kept]
    assert seen.left == {("Observation", "an older version"): 1}


def test_a_text_that_was_said_again_is_as_new_as_its_last_time(tmp_path: Path) -> None:
    said = [(14, "2026-01-01"), (14, "2026-03-01"), (9, "2026-02-01")]
    seen = read(tmp_path, *(phq9(total, id="o", meta={"lastUpdated": on}) for total, on in said))
    assert [one["total"] for one in seen.scores] == [14]
    assert seen.left == {("Observation", "stands twice, counted once"): 1, ("Observation", "an older version"): 1}


SHELF = {"resourceType": "Medication", "id": "m", "code": {"text": "Zoloft"}}


@pytest.mark.parametrize(
    "order",
    [
        {"medicationCodeableConcept": {"text": "Zoloft"}},
        {"medicationReference": {"reference": "#m"}, "contained": [SHELF]},
        {"medicationReference": {"reference": "Medication/m"}},
        {"medicationReference": {"reference": "Medication/nowhere", "display": "Zoloft"}},
    ],
    ids=["code", "contained", "reference", "dangling, with its display"],
)  # fmt: skip
def test_a_medicine_is_found_wherever_it_stands(tmp_path: Path, order: dict[str, object]) -> None:
    seen = read(tmp_path, about("MedicationRequest", status="active", intent="order", **order), SHELF)
    assert [one["medicine"] for one in seen.trials] == ["sertraline"]


def test_a_reference_to_nothing_is_told(tmp_path: Path) -> None:
    seen = read(
        tmp_path, about("MedicationRequest", status="active", medicationReference={"reference": "Medication/x"})
    )
    assert seen.trials == []
    assert seen.left["reference", "MedicationRequest points at what is not in the source"] == 1


def test_a_file_of_each_type_is_one_source(tmp_path: Path) -> None:
    source(tmp_path, phq9(14), name="Observation.ndjson")
    source(tmp_path, patient(), name="Patient.ndjson")
    assert [one["total"] for one in Seen(tmp_path).scores] == [14]


def test_two_people_of_one_id_are_never_mixed(tmp_path: Path) -> None:
    source(tmp_path, bundle(patient(), phq9(14)), name="a.json")
    source(tmp_path, bundle(patient(birthDate="1990-01-01"), phq9(3)), name="b.json")
    seen = Seen(tmp_path)
    assert (seen.charts, seen.refused) == ([], ["shares its id with another patient of the source"])


def test_resources_of_one_id_and_two_patients_are_two(tmp_path: Path) -> None:
    source(tmp_path, bundle(patient("a"), phq9(14, id="1", subject={"reference": "Patient/a"})), name="a.json")
    other = patient("b", birthDate="1990-01-01")
    source(tmp_path, bundle(other, phq9(3, id="1", subject={"reference": "Patient/b"})), name="b.json")
    assert [one["scores"][0]["total"] for one in Seen(tmp_path).charts] == [14, 3]


def test_what_a_name_means_in_its_own_file_goes_first(tmp_path: Path) -> None:
    for own, name, born in (("a", "sertraline", "1980-01-01"), ("b", "fluoxetine", "1990-01-01")):
        shelf = {"resourceType": "Medication", "id": "1", "code": {"text": name}}
        order = {"status": "active", "subject": {"reference": f"Patient/{own}"}}
        line = about("MedicationRequest", medicationReference={"reference": "Medication/1"})
        source(tmp_path, bundle(patient(own, birthDate=born), shelf, line | order), name=f"{own}.json")
    assert [one["trials"][0]["medicine"] for one in Seen(tmp_path).charts] == ["sertraline", "fluoxetine"]


def test_two_records_of_one_person_are_pointed_out(tmp_path: Path) -> None:
    seen = Seen(source(tmp_path, patient("a"), patient("b")))
    assert len(seen.charts) == 2
    assert "has the same name and birth date" in seen.remarks
