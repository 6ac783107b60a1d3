"""People, insurance, diagnoses, allergies, procedures, stays and documents: what each becomes, and what is left out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.intake.fhir.insurance import plainly
from tests.intake.fhir.building import ICD, SNOMED, Seen, about, code, medicine, patient, read, source

if TYPE_CHECKING:
    from pathlib import Path

NPI = "http://hl7.org/fhir/sid/us-npi"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"birthDate": "1981"}, "has no full name, or no birth date known to the day"),
        ({"birthDate": None}, "has no full name, or no birth date known to the day"),
        ({"name": [{"family": "Testwell"}]}, "has no full name, or no birth date known to the day"),
        ({"name": [{"text": "Marigold Testwell"}]}, "has no full name, or no birth date known to the day"),
        ({"deceasedBoolean": True}, "has died"),
        ({"deceasedDateTime": "2025"}, "has died"),
        ({"link": [{"type": "replaced-by"}]}, "merged into another patient's record"),
    ],
)
def test_of_some_patients_no_chart_is_made(tmp_path: Path, fields: Any, why: str) -> None:
    assert Seen(source(tmp_path, patient(**fields))).refused == [why]


OLD = {"use": "old", "family": "Before", "given": ["M."]}
NAMED = {"family": "Testwell", "given": ["Mary", "A."]}
QUAY = {"line": ["48 Quay"], "city": "Ferry", "state": "MD", "postalCode": "000211234"}


@pytest.mark.parametrize(
    ("fields", "key", "value"),
    [
        ({"gender": "female"}, "sex", "female"),
        ({"gender": "unknown"}, "sex", None),
        ({"name": [OLD, NAMED]}, "name", {"first": "Mary", "middle": "A.", "last": "Testwell"}),
        ({"address": [QUAY]}, "address", {"street": "48 Quay", "city": "Ferry", "state": "MD", "zip": "00021-1234"}),
        ({"address": [QUAY | {"state": "Maryland"}]}, "address", None),
        ({"address": [QUAY | {"postalCode": "21"}]}, "address", None),
        ({"telecom": [{"system": "phone", "value": "(301) 555-0101"}]}, "phone", "(301) 555-0101"),
        ({"telecom": [{"system": "phone", "value": "ask at the desk"}]}, "phone", None),
    ],
)
def test_of_a_patient_what_is_whole_is_kept(tmp_path: Path, fields: Any, key: str, value: object) -> None:
    assert Seen(source(tmp_path, patient(**fields))).patient.get(key) == value


def insured(payor: dict[str, Any], **fields: Any) -> dict[str, Any]:
    kept = {"resourceType": "Coverage", "status": "active", "beneficiary": {"reference": "Patient/p"}}
    return kept | {"payor": [payor], "subscriberId": "TEST-0001"} | fields


KNOWN = {plainly("Cigna"): "cigna", plainly("Blue Cross & Blue Shield of Mississippi"): "bcbsms"}


@pytest.mark.parametrize(
    ("one", "payer"),
    [
        (insured({"display": "Cigna"}), "cigna"),
        (insured({"display": "CIGNA, Inc."}), "cigna"),
        (insured({"display": "Blue Cross and Blue Shield of Mississippi"}), "bcbsms"),
        (insured({"reference": "Organization/o"}), "cigna"),
        (insured({"display": "Cigna Behavioral Health"}), None),  # more than the name may be another company
        (insured({"display": "Acme Health"}), None),
        (insured({"display": "Cigna"}, status="cancelled"), None),
        (insured({"display": "Cigna"}, status="draft"), None),
        (insured({"display": "Cigna"}, period={"end": "2026-11-19"}), None),
        (insured({"display": "Cigna"}, period={"end": "2026-11-20"}), "cigna"),
    ],
)
def test_a_payer_is_one_of_ours_only_by_its_whole_name(tmp_path: Path, one: Any, payer: str | None) -> None:
    organization = {"resourceType": "Organization", "id": "o", "name": "Cigna"}
    found = read(tmp_path, one, organization, payers=KNOWN).coverages
    assert [each["payer"] for each in found] == ([payer] if payer else [])


def test_another_payer_is_listed_for_a_person_or_named_by_one(tmp_path: Path) -> None:
    acme = insured({"display": "Acme Health"})
    assert "A coverage by Acme Health is not in the chart" in read(tmp_path, acme, payers=KNOWN).remarks
    assert read(tmp_path, acme, payers=KNOWN, payer="cigna").coverages[0]["payer"] == "cigna"


@pytest.mark.parametrize(
    ("orders", "asked", "asks"),
    [
        ([1], "trd", [{"coverage": "coverage-cigna", "indication": "trd"}]),
        ([1, 2], "mdsi", [{"coverage": "coverage-cigna", "indication": "mdsi"}]),
        ([1, 1], "trd", []),  # which of two?
        ([2], "trd", []),
        ([1], None, []),
    ],
)
def test_something_is_asked_where_somebody_says_so_and_one_coverage_is_primary(
    tmp_path: Path, orders: list[int], asked: Any, asks: Any
) -> None:
    held = [insured({"display": "Cigna"}, order=number, id=str(n)) for n, number in enumerate(orders)]
    assert read(tmp_path, *held, payers=KNOWN, asked=asked).asks == asks


def has(coded: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return about("Condition", code=coded, **fields)


def test_a_diagnosis_has_a_code_of_icd_10_cm(tmp_path: Path) -> None:
    both = {"coding": [*code(SNOMED, "370143000")["coding"], *code(ICD, "F33.2")["coding"]], "text": "Depression"}
    found = read(tmp_path, has(both, recordedDate="2026-01-05", onsetDateTime="2020")).diagnoses
    assert found == [{"code": "F33.2", "description": "Depression", "on": "2026-01-05"}]


def test_a_code_of_snomed_alone_is_told_and_not_mapped(tmp_path: Path) -> None:
    bipolar = has({**code(SNOMED, "10981006"), "text": "Bipolar I with psychotic features"})
    seen = read(tmp_path, bipolar)
    assert seen.diagnoses == []
    assert "Bipolar I with psychotic features (10981006)" in seen.remarks


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"verificationStatus": code("x", "entered-in-error")}, "entered in error"),
        ({"verificationStatus": code("x", "refuted")}, "refuted"),
        ({"verificationStatus": code("x", "provisional")}, "not confirmed"),
        ({"clinicalStatus": code("x", "resolved")}, "over, on a day that is not known"),
        ({"code": code(ICD, "depression")}, "not in a form that a chart can hold"),
        ({"recordedDate": "2026-11-21"}, "dated in the future"),
    ],
)
def test_a_diagnosis_that_does_not_stand_is_left_out(tmp_path: Path, fields: Any, why: str) -> None:
    seen = read(tmp_path, has(code(ICD, "F33.2")) | fields)
    assert (seen.diagnoses, seen.left) == ([], {("Condition", why): 1})


def test_one_recorded_often_stands_once_and_an_earlier_one_is_over(tmp_path: Path) -> None:
    days = ("2025-01-05", "2026-01-05", "2024-01-05")
    again = [has(code(ICD, "F33.2"), recordedDate=on) for on in days]
    over = has(code(ICD, "F32.1"), abatementDateTime="2019", clinicalStatus=code("x", "resolved"))
    found = read(tmp_path, *again, over).diagnoses
    assert found == [{"code": "F33.2", "on": "2026-01-05"}, {"code": "F32.1", "resolved": "2019"}]


def allergic(substance: str, **fields: Any) -> dict[str, Any]:
    rash = [{"manifestation": [{"text": "rash"}]}]
    kept = {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p"}, "reaction": rash}
    return kept | {"code": {"text": substance}} | fields


@pytest.mark.parametrize(
    ("one", "line", "contraindicated"),
    [
        (allergic("escitalopram", type="allergy"), "escitalopram (rash)", "Allergy on record: rash"),
        (allergic("escitalopram", criticality="high"), "escitalopram (rash)", "Allergy or intolerance on record: rash"),
        (allergic("escitalopram", type="intolerance"), "escitalopram (rash)", None),
        (allergic("escitalopram"), "escitalopram (rash)", None),
        (allergic("Latex", type="allergy"), "Latex (rash)", None),
        (allergic("Latex", verificationStatus=code("x", "refuted")), None, None),
        (allergic("Latex", clinicalStatus=code("x", "resolved")), None, None),
    ],
)
def test_an_allergy_is_a_line_and_a_grave_one_to_an_antidepressant_a_contraindication(
    tmp_path: Path, one: Any, line: str | None, contraindicated: str | None
) -> None:
    seen = read(tmp_path, one)
    assert seen.patient.get("allergies") == line
    assert [each["because"] for each in seen.contraindicated_medicines] == [contraindicated] * bool(contraindicated)
    assert seen.trials == []


def test_an_allergy_to_ketamine_answers_the_labels_question(tmp_path: Path) -> None:
    answer = read(tmp_path, allergic("ketamine", type="allergy", recordedDate="2025-05-05")).safety["hypersensitivity"]
    assert answer == {"answer": "yes", "detail": "ketamine: Allergy on record: rash", "on": "2025-05-05"}


@pytest.mark.parametrize(
    ("coded", "kind"),
    [
        (code("http://www.ama-assn.org/go/cpt", "90870"), "ECT"),
        (code(SNOMED, "23835007"), "ECT"),
        ({"text": "Repetitive transcranial magnetic stimulation"}, "TMS"),
        ({"text": "Echocardiography"}, None),
    ],
)
def test_ect_and_tms_are_courses_from_their_first_session(tmp_path: Path, coded: Any, kind: str | None) -> None:
    days = ("2024-03-04", "2024-03-01")
    done = [about("Procedure", status="completed", code=coded, performedDateTime=on) for on in days]
    found = read(tmp_path, *done).neuromodulations
    assert [(one["kind"], one["start"], one.get("sessions")) for one in found] == (
        [(kind, days[1], None)] if kind else []
    )


def test_what_was_not_done_is_no_procedure(tmp_path: Path) -> None:
    seen = read(tmp_path, about("Procedure", status="not-done", code={"text": "Electroconvulsive therapy"}))
    assert (seen.neuromodulations, seen.left) == ([], {("Procedure", "not done"): 1})


@pytest.mark.parametrize(
    ("kind", "reason", "stays"),
    [("IMP", "F33.2", ["F33.2"]), ("AMB", "F33.2", []), ("IMP", "K35.80", [])],
)
def test_a_stay_counts_for_a_psychiatric_reason(tmp_path: Path, kind: str, reason: str, stays: list[str]) -> None:
    days = {"start": "2024-01-01", "end": "2024-01-09"}
    met = {"status": "finished", "class": {"code": kind}, "period": days, "reasonCode": [code(ICD, reason)]}
    found = read(tmp_path, about("Encounter", **met)).inpatient
    assert [one["reason"] for one in found] == stays


@pytest.mark.parametrize(
    ("fields", "stays"),
    [
        ({}, [{"admitted": "2024-01", "discharged": "2024-01-09"}]),
        (
            {"reasonCode": [{"text": "Despair"}]},
            [{"admitted": "2024-01", "discharged": "2024-01-09", "reason": "Despair"}],
        ),
        ({"class": {"code": "ACUTE"}}, [{"admitted": "2024-01", "discharged": "2024-01-09", "level": "acute"}]),
        ({"status": "unknown", "period": {"start": "2024-01"}}, [{"admitted": "2024-01"}]),
        ({"type": [{"text": "Stay in a hospital"}]}, []),
    ],
)
def test_a_stay_may_say_itself_that_its_reason_was_psychiatric(tmp_path: Path, fields: Any, stays: Any) -> None:
    said = {"type": [{"text": "Stay in a hospital for a psychiatric reason"}], "class": {"code": "IMP"}}
    met = said | {"status": "finished", "period": {"start": "2024-01", "end": "2024-01-09"}}
    assert read(tmp_path, about("Encounter", **met | fields)).inpatient == stays


@pytest.mark.parametrize(("on", "courses"), [("2024-03", ["2024-03"]), (None, [])])
def test_a_procedure_whose_state_is_not_known_counts_by_its_day(tmp_path: Path, on: Any, courses: list[str]) -> None:
    done = {"status": "unknown", "code": {"text": "Electroconvulsive therapy"}, "performedPeriod": {"start": on}}
    assert [one["start"] for one in read(tmp_path, about("Procedure", **done)).neuromodulations] == courses


def test_a_diagnosis_may_be_recorded_in_a_month(tmp_path: Path) -> None:
    (one,) = read(tmp_path, about("Condition", code=code(ICD, "F33.2"), recordedDate="2024-03")).diagnoses
    assert one["on"] == "2024-03"


PDF = base64.b64encode(b"%PDF-1.4\n").decode()


@pytest.mark.parametrize(
    ("attachment", "files"),
    [
        ({"contentType": "application/pdf", "data": PDF}, ["exhibits/1.pdf"]),
        ({"contentType": "application/pdf", "url": "Binary/b"}, ["exhibits/1.pdf"]),
        ({"contentType": "application/pdf", "url": "https://elsewhere.example/note.pdf"}, []),
        ({"contentType": "application/pdf", "data": "bm8gcGRm"}, []),
        ({"contentType": "application/pdf", "data": "*"}, []),
        ({"contentType": "text/html", "data": PDF}, []),
    ],
)
def test_a_document_in_the_source_is_an_exhibit_under_a_number(tmp_path: Path, attachment: Any, files: Any) -> None:
    binary = {"resourceType": "Binary", "id": "b", "contentType": "application/pdf", "data": PDF}
    paper = about("DocumentReference", status="current", content=[{"attachment": {"title": "Note", **attachment}}])
    seen = read(tmp_path, paper, binary)
    assert [one.name for one in seen.documents] == [one["file"] for one in seen.exhibits] == files


@pytest.mark.parametrize(
    ("ordered", "npi", "prescriber"),
    [
        ("Spravato", "1234567893", {"name": "Imogen Ashgrove", "npi": "1234567893"}),
        ("Spravato", "1234567890", {"name": "Imogen Ashgrove"}),  # the check digit does not fit
        ("sertraline", "1234567893", None),
    ],
)
def test_the_prescriber_is_who_ordered_esketamine(tmp_path: Path, ordered: str, npi: str, prescriber: Any) -> None:
    name = [{"family": "Ashgrove", "given": ["Imogen"]}]
    who = {"resourceType": "Practitioner", "name": name, "identifier": [{"system": NPI, "value": npi}]}
    search = f"Practitioner?identifier={NPI}|{npi}"
    seen = read(tmp_path, who, medicine("MedicationRequest", ordered, requester={"reference": search}))
    assert (seen.care_team or {}).get("prescriber") == prescriber
    assert ("ordered by: Imogen Ashgrove" in seen.remarks) == (prescriber is None)


def test_a_document_keeps_its_kind_and_its_day_where_they_are_a_charts_own(tmp_path: Path) -> None:
    attachment = {"contentType": "application/pdf", "data": PDF, "title": "Fills", "creation": "2026-11-12"}
    paper = about("DocumentReference", type={"text": "Pharmacy record"}, content=[{"attachment": attachment}])
    (one,) = read(tmp_path, paper).exhibits
    assert (one["kind"], one["on"]) == ("pharmacy_record", "2026-11-12")


@pytest.mark.parametrize(
    ("fields", "role"),
    [
        ({"code": [{"text": "Psychiatrist"}]}, "psychiatrist"),
        ({"code": [{"text": "Doctor of the soul"}]}, None),
        ({}, None),
    ],
)
def test_a_draft_of_the_order_names_the_prescriber_and_a_role_what_she_is(
    tmp_path: Path, fields: Any, role: Any
) -> None:
    reached = [{"system": "phone", "value": "(301) 555-0142"}, {"system": "fax", "value": "(301) 555-0143"}]
    who = {"resourceType": "Practitioner", "id": "w", "name": [{"text": "Imogen T. Ashgrove"}], "telecom": reached}
    as_what = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/w"}} | fields
    order = medicine("MedicationRequest", "Spravato", status="draft", requester={"reference": "PractitionerRole/r"})
    prescriber = read(tmp_path, who, as_what, order).care_team["prescriber"]
    assert prescriber == {
        "name": "Imogen T. Ashgrove",
        "phone": "(301) 555-0142",
        "fax": "(301) 555-0143",
        **({"role": role} if role else {}),
    }
