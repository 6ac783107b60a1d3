"""What is no FHIR R4 is told in one paragraph, and the rest of a source is read nevertheless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.errors import BadInput
from priorauth.intake.fhir.source import is_fhir
from tests.intake.fhir.building import WHO, Seen, bundle, patient, phq9, source

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = json.dumps(bundle(patient(), phq9(14))).encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (WHOLE[: len(WHOLE) // 2], "This is no JSON, or JSON that was cut in half."),
        (b"", "This is no JSON, or JSON that was cut in half."),
        (b"<Bundle/>", "This is no JSON, or JSON that was cut in half."),
        (WHOLE.decode().encode("utf-16"), "This is not text in UTF-8, as FHIR is written."),
        (b'{"case": "a"}', "This is JSON, but not FHIR: it has no resourceType."),
        (b"[1, 2]", "This is JSON, but not FHIR: it has no resourceType."),
        (b"[" * 100_000, "This JSON is nested too deep to be FHIR."),
        (json.dumps(bundle(phq9(14))).encode(), "There is no patient in this FHIR."),
    ],
    ids=["half", "empty", "XML", "UTF-16", "another", "a list", "deep", "no patient"],
)
def test_a_file_that_is_no_fhir_is_refused_in_a_paragraph(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(BadInput) as caught:
        Seen(tmp_path / "a.json")
    assert caught.value.what == told
    assert "Testwell" not in str(caught.value)


@pytest.mark.parametrize(
    ("resource", "version"),
    [
        (patient(name=[{"family": ["Testwell"], "given": ["Marigold"]}]), "DSTU2"),
        ({"resourceType": "MedicationOrder"}, "DSTU2"),
        ({"resourceType": "Condition", "patient": WHO}, "DSTU2"),
        ({"resourceType": "Condition", "subject": WHO, "clinicalStatus": "active"}, "STU3 or older"),
        ({"resourceType": "MedicationStatement", "taken": "y"}, "STU3 or older"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {"text": "sertraline"}}}, "R5"),
        ({"resourceType": "Encounter", "class": [{}]}, "R5"),
    ],
)
def test_another_version_is_named_and_none_of_its_bundle_read(tmp_path: Path, resource: Any, version: str) -> None:
    source(tmp_path, bundle(patient(), phq9(14), resource), name="a.json")
    with pytest.raises(BadInput, match=rf"This is FHIR {version}, and only R4 is read\."):
        Seen(tmp_path / "a.json")


def test_a_line_that_is_cut_off_costs_itself_alone(tmp_path: Path) -> None:
    path = source(tmp_path, patient(), phq9(14))
    path.write_bytes(path.read_bytes() + b'{"resourceType": "Observ')
    seen = Seen(path)
    assert [one["total"] for one in seen.scores] == [14]
    assert [str(fault) for fault in seen.account.faults] == [
        f"{path}, line 3: This is no JSON, or JSON that was cut in half. Export it again, or leave it out."
    ]


def test_a_file_that_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    source(tmp_path, bundle(patient(), phq9(14)), name="a.json")
    (tmp_path / "b.json").write_text("{", "utf-8")
    seen = Seen(tmp_path)
    assert [one["total"] for one in seen.scores] == [14]
    assert len(seen.account.faults) == 1


def test_nothing_and_a_folder_without_json_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no FHIR in this folder"):
        Seen(tmp_path)
    with pytest.raises(BadInput, match="There is no such folder or file"):
        Seen(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "text", "looks"),
    [
        ("a.json", json.dumps(patient()), True),
        ("a.ndjson", json.dumps(patient()) + "\n", True),
        ("a.ndjson", '{"case": "a"}\n', False),
        ("chart.yaml", "case: a\n", False),
    ],
)
def test_a_source_is_told_from_charts(tmp_path: Path, name: str, text: str, looks: bool) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert is_fhir(tmp_path) is is_fhir(tmp_path / name) is looks


def test_a_folder_with_a_chart_is_one_of_charts(tmp_path: Path) -> None:
    source(tmp_path, patient(), name="a.json")
    (tmp_path / "chart.yaml").write_text("case: a\n", "utf-8")
    assert not is_fhir(tmp_path)
