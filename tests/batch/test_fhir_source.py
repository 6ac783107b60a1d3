"""A source of FHIR as the charts of a batch: what could not be read of it fails, with what to do, and stops nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.batch.fhir import items
from priorauth.intake.fhir.charted import Wanted
from tests.intake.fhir.building import AS_OF, bundle, patient, phq9, source

if TYPE_CHECKING:
    from pathlib import Path


def test_a_line_that_cannot_be_read_is_a_failure_with_what_to_do_apart(tmp_path: Path) -> None:
    path = source(tmp_path, patient(), phq9(14))
    path.write_bytes(path.read_bytes() + b'{"resourceType": "Observ')
    *_, fault = items(path, Wanted(as_of=AS_OF))
    assert (fault.where, fault.wrong) == (str(path), "line 3: This is no JSON, or JSON that was cut in half.")
    assert fault.fix == "Export it again, or leave it out."


def test_a_file_of_a_folder_is_named(tmp_path: Path) -> None:
    source(tmp_path, bundle(patient(), phq9(14)), name="a.json")
    (tmp_path / "b.json").write_text("{", "utf-8")
    *_, fault = items(tmp_path, Wanted(as_of=AS_OF))
    assert fault.wrong == "b.json: This is no JSON, or JSON that was cut in half."
