"""Where Spravato has no labelled indication, it is said, and no letter asks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from priorauth.determination.label import without_indication
from tests.command import CHARTS, DAY, priorauth
from tests.spec.builders import AS_OF, chart


@pytest.mark.parametrize(
    ("codes", "phase", "told"),
    [
        ("F33.2", "initial", ""),
        ("F33.2, F43.10", "initial", ""),  # PTSD beside it
        ("F31.4", "initial", "bipolar disorder: Spravato has no labelled indication for it"),
        ("F33.2, F31.4", "initial", "bipolar disorder: Spravato has no labelled indication for it"),
        ("F43.10", "initial", "no major depressive disorder among the diagnoses (PTSD): no labelled indication"),
        (
            "F41.1",
            "initial",
            "no major depressive disorder among the diagnoses (an anxiety disorder): no labelled indication",
        ),
        ("F33.42", "initial", "no major depressive disorder among the diagnoses: no labelled indication"),
        ("F33.42", "continuation", ""),  # treatment that brought the remission goes on
        ("", "initial", ""),  # nothing is known: that is a gap, and no answer
    ],
)
def test_a_diagnosis_is_an_indication_or_not(codes: str, phase: str, told: str) -> None:
    diagnoses = ", ".join(f"{{code: {code}}}" for code in codes.split(", ") if code)
    asks = f"asks: [{{coverage: coverage-payer, indication: trd, phase: {phase}}}]"
    case = chart(f"diagnoses: [{diagnoses}]\n{asks}")
    assert without_indication(case, case.asks[0], AS_OF) == told


def test_a_diagnosis_that_was_resolved_is_none() -> None:
    case = chart("diagnoses: [{code: F31.4, resolved: 2020-01-01}, {code: F33.2}]")
    assert without_indication(case, case.asks[0], AS_OF) == ""


def test_no_letter_asks_for_it_although_the_payers_criteria_do_not_name_the_diagnosis(tmp_path: Path) -> None:
    """Cigna's criteria ask for trials and not for a diagnosis: they are met, and the label has no indication."""
    text = (CHARTS / "case-01" / "chart.yaml").read_text(encoding="utf-8")
    assert "code: F33.2" in text
    shutil.copy(CHARTS.parent / "practice.yaml", tmp_path)
    folder = Path(shutil.copytree(CHARTS / "case-01", tmp_path / "case-01"))
    (folder / "chart.yaml").write_text(text.replace("code: F33.2", "code: F31.4"), encoding="utf-8")
    checked = priorauth("check", folder, "--as-of", DAY).out
    assert "an indication: bipolar disorder: Spravato has no labelled indication for it" in " ".join(checked.split())
    made = priorauth("generate", folder, "--as-of", DAY, "-o", tmp_path / "out")
    assert "Bipolar disorder: Spravato has no labelled indication for it. No letter asks for Spravato." in (
        " ".join((made.out + made.err).split())
    )
    assert not list((tmp_path / "out").rglob("letter.*"))
