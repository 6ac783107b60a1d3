"""HL7's own examples of sections, where they are at hand, each put into a document.

The folder is named by ``PRIORAUTH_TEST_CHARTS``, or lies beside the repository as ``shared/charts``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.intake.ccda.building import document, read, read_all
from tests.intake.fhir.test_real_charts import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = FOLDER / "ccda"

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="no folder of real examples is at hand")


def example(name: str) -> str:
    path = EXAMPLES / f"hl7-{name}.xml"
    if not path.is_file():
        pytest.skip("it is not among them")
    return re.sub(r"<\?xml.*?\?>|</?component>", "", path.read_text("utf-8"))


def test_the_phq9_is_one_score_with_its_answers(tmp_path: Path) -> None:
    (score,) = read(tmp_path, example("phq9")).scores
    assert (score["on"], score["total"], score["items"]) == ("2015-06-22", 12, [0, 1, 2, 0, 1, 3, 2, 3, 0])


def test_a_medicine_in_free_text_is_none_of_ours(tmp_path: Path) -> None:
    seen = read(tmp_path, example("med-freetext-sig"))
    assert (seen.trials, seen.left) == (
        [],
        {("MedicationStatement", "no medicine of the reference (priorauth medicines list)"): 1},
    )


def test_no_medications_is_no_medicine(tmp_path: Path) -> None:
    seen = read(tmp_path, example("no-medications"))
    assert (seen.trials, seen.left) == (
        [],
        {("MedicationStatement", "no medicine of the reference (priorauth medicines list)"): 1},
    )


def test_a_payer_without_a_policy_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, example("payers-section")).coverages == []


def test_the_patient_with_a_masked_number(tmp_path: Path) -> None:
    target = example("masked-ssn")
    plain = document()
    kept = plain[plain.index("<recordTarget>") : plain.index("</recordTarget>") + len("</recordTarget>")]
    (chart,) = read_all(tmp_path, plain.replace(kept, target)).charts
    assert (chart["patient"]["birth_date"], chart["patient"]["sex"]) == ("1980-08-01", "male")
