"""``check`` says of exhibits what ``generate`` would stumble over: nobody is told "ready" and then that it is not."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, Ran, priorauth

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def patient(tmp_path: Path) -> Path:
    """The folder of case-01, with its practice, to be changed."""
    shutil.copytree(CHARTS / "case-01", tmp_path / "case-01")
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    return tmp_path / "case-01"


def checked(patient: Path) -> Ran:
    return priorauth("check", patient, "--as-of", DAY)


def wanted(ran: Ran) -> str:
    """What is still wanted, on one line."""
    told = ran.out.partition("Not ready. Still wanted:")[2].partition("\n\n")[0]
    return " ".join(told.split())


def test_a_chart_whose_exhibits_are_whole_is_ready(patient: Path) -> None:
    ran = checked(patient)
    assert (ran.code, wanted(ran)) == (ExitCode.OK, "")


@pytest.mark.parametrize(("page", "there"), [(6, True), (7, False)])
def test_a_page_beyond_the_last_of_the_file(patient: Path, page: int, there: bool) -> None:
    """There are six sheets."""
    chart = patient / "chart.yaml"
    text = chart.read_text("utf-8")
    chart.write_text(
        text.replace("{exhibit: phq9-sheets, page: 1}", f"{{exhibit: phq9-sheets, page: {page}}}"), "utf-8"
    )

    ran = checked(patient)

    assert ran.code == (ExitCode.OK if there else ExitCode.NOT_DOCUMENTED)
    said = "- the page that the chart names: page 7 of the exhibit phq9-sheets, which has 6 pages"
    assert wanted(ran) == ("" if there else said)
    made = priorauth("generate", patient, "-o", patient / "out", "--as-of", DAY)
    assert made.code == (ExitCode.OK if there else ExitCode.BAD_INPUT)


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("phq9-sheets.pdf", lambda data: data[: len(data) // 2], "phq9-sheets is damaged: its end is missing."),
        ("phq9-sheets.pdf", lambda _: b"%PDF-1.7\n%%EOF", "phq9-sheets is damaged: it cannot be read as a PDF."),
        ("phq9-sheets.pdf", lambda _: b"Hello.", "phq9-sheets is neither a PDF nor a JPEG, PNG or TIFF picture."),
        ("insurance-card.png", lambda data: data[:200], "insurance-card is damaged: it cannot be read as a picture."),
    ],
)
def test_a_file_that_cannot_be_enclosed(patient: Path, name: str, damage: object, said: str) -> None:
    file = patient / "exhibits" / name
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]

    ran = checked(patient)

    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert wanted(ran) == f"- an exhibit that can be enclosed: The exhibit {said}"
    made = priorauth("generate", patient, "-o", patient / "out", "--as-of", DAY)
    assert made.code == ExitCode.BAD_INPUT
    assert re.sub(r"\s+", " ", said) in made.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("See Exhibit 1, page 3.", ""),
        ("See Exhibit 7.", "- Exhibit 7, which the letter names: 6 exhibits are enclosed"),
        ("See exhibits 1, 2 and 9.", "- Exhibit 9, which the letter names: 6 exhibits are enclosed"),
        ("She exhibits 9 of 9 symptoms.", ""),
    ],
)
def test_an_exhibit_that_the_prescriber_names_and_that_is_not_there(patient: Path, words: str, said: str) -> None:
    """There are six."""
    chart = patient / "chart.yaml"
    text = chart.read_text("utf-8")
    chart.write_text(text.replace("    rationale: >-\n", f"    rationale: >-\n      {words}\n"), "utf-8")

    ran = checked(patient)

    assert wanted(ran) == said
    made = priorauth("generate", patient, "-o", patient / "out", "--as-of", DAY)
    assert (ran.code, made.code) == ((ExitCode.NOT_DOCUMENTED,) * 2 if said else (ExitCode.OK,) * 2)
    assert " ".join(made.out.split()).count(said.removeprefix("- ") or "DRAFT") == bool(said)


@pytest.mark.parametrize(
    "words",
    [
        "See Exhibit 1, page 4.",
        "See Exhibit 1 (pages 2 and 4).",
        "It is on page 4 of Exhibit 1.",
        "As Exhibit 1, pp. 3–4 shows.",
    ],
)
def test_a_page_that_the_prescriber_names_and_that_is_not_there(patient: Path, words: str) -> None:
    """Exhibit 1 has three pages."""
    chart = patient / "chart.yaml"
    text = chart.read_text("utf-8")
    chart.write_text(text.replace("    rationale: >-\n", f"    rationale: >-\n      {words}\n"), "utf-8")

    ran = checked(patient)

    assert ran.code == ExitCode.NOT_DOCUMENTED
    assert "the page that the chart names: page 4 of the exhibit" in wanted(ran)
    made = priorauth("generate", patient, "-o", patient / "out", "--as-of", DAY)
    assert made.code == ExitCode.BAD_INPUT
    assert "The chart names a page of this exhibit that is not enclosed (4)." in re.sub(r"\s+", " ", made.err)
