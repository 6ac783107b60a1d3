"""``priorauth templates``, as somebody uses it who changes the wording of letters."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, priorauth

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A practice's folder with its own wording of the heading."""
    shutil.copy(CHARTS.parent / "practice.yaml", tmp_path)
    own = tmp_path / "templates" / "letters" / "parts"
    own.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "letters" / "parts" / "heading.md.j2", own)
    return tmp_path


def change(workspace: Path, text: str) -> None:
    path = workspace / "templates" / "letters" / "parts" / "heading.md.j2"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_shipped_templates_hold_with_complete_sparse_and_hostile_data() -> None:
    ran = priorauth("templates", "check")
    assert (ran.code, ran.out, ran.err) == (ExitCode.OK, "Every template tried, 0 remarks.\n", "")


def test_a_digit_in_the_words_is_told_with_its_line(workspace: Path) -> None:
    change(workspace, "\nAnswer within 15 days, please.\n")
    ran = priorauth("templates", "check", folder=workspace)
    assert ran.code == ExitCode.BAD_INPUT
    assert "a digit stands in the words: Answer within 15 days, please." in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n{{ patient.nickname }}\n", "There is nothing of the name nickname here."),
        ("\n{% if patient %}\n", "Unexpected end of template."),
        ("\n{{ patient.name + patient.name }}\n", "A template computes nothing and glues no texts"),
    ],
)
def test_a_wrong_tag_is_told_with_its_file_and_line(workspace: Path, text: str, told: str) -> None:
    change(workspace, text)
    ran = priorauth("templates", "check", folder=workspace)
    assert ran.code == ExitCode.BAD_INPUT
    assert told in ran.err
    assert "heading.md.j2: line" in ran.err


class TestDiff:
    def test_the_words_of_two_files(self, tmp_path: Path) -> None:
        for name in ("case-05", "case-09"):
            priorauth("generate", CHARTS / name, "-o", tmp_path, "--as-of", DAY)
        first, second = (next((tmp_path / name).glob("*/letter.docx")) for name in ("case-05", "case-09"))
        assert priorauth("templates", "diff", first, first).out == "The words are the same.\n"
        told = priorauth("templates", "diff", first, second).out
        assert "-CareFirst BlueCross BlueShield" in told
        assert "+QualChoice" in told

    def test_another_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
        ran = priorauth("templates", "diff", tmp_path / "letter.txt", tmp_path / "letter.txt")
        assert ran.code == ExitCode.BAD_INPUT
        assert "This is no Word file." in ran.err
