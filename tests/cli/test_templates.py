"""``priorauth templates``, as somebody uses it who changes the wording of letters."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from priorauth.errors import ExitCode
from tests.command import CHARTS, DAY, ROOT, priorauth

if TYPE_CHECKING:
    from tests.command import Ran


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Answer within 15 days, please.", "Answer within 15 days, please."),
        ("Answer within ② weeks, please.", "Answer within ② weeks, please."),
        ("See part Ⅳ.", "See part Ⅳ."),
        ("{{ confirm('the record of 30 days') }}", "the record of 30 days"),
    ],
)
def test_a_digit_in_the_words_is_told_with_its_line(workspace: Path, text: str, words: str) -> None:
    change(workspace, f"\n{text}\n")
    ran = priorauth("templates", "check", folder=workspace)
    assert ran.code == ExitCode.BAD_INPUT
    assert f"a digit stands in the words: {words}\n" in ran.err


def test_a_number_in_words_is_none(workspace: Path) -> None:
    change(workspace, "\nAnswer within fifteen days, see part IV.\n")
    assert priorauth("templates", "check", folder=workspace).code == ExitCode.OK


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


def test_a_mistake_is_told_once_however_many_letters_it_spoils(workspace: Path) -> None:
    change(workspace, "\n{{ patient.nickname }}\n")
    ran = priorauth("templates", "check", folder=workspace)
    assert ran.out == "Every template tried, 1 remark.\n"
    assert ran.err.count("heading.md.j2: line") == 1


@pytest.mark.parametrize(
    "inside",
    [
        "{{ nothere }}",
        "{{ patient.nothere }}",
        "{% for one in diagnoses %}{{ one.nothere }}{% endfor %}",
        "{% call fact(nothere) %}x{% endcall %}",
    ],
)
def test_a_wrong_name_is_told_where_no_letter_comes_by_it(workspace: Path, inside: str) -> None:
    """No sample of an appeal comes too late."""
    own = workspace / "templates" / "letters" / "appeal.md.j2"
    text = (ROOT / "templates" / "letters" / "appeal.md.j2").read_text(encoding="utf-8").rstrip("\n")
    own.write_text(f"{text}\n\n{{% if deadline.passed %}}{inside}{{% endif %}}\n", encoding="utf-8")
    ran = priorauth("templates", "check", folder=workspace)
    line = len(text.splitlines()) + 2
    assert ran.err == (
        f"{own}: line {line}: There is nothing of the name nothere here. Correct the template and run the command "
        "again.\n"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("apeal.md.j2", "Did you mean appeal.md.j2?"),
        ("heading.md.j2", "Did you mean parts/heading.md.j2?"),
        ("appeal.md.j2.txt", "Did you mean appeal.md.j2?"),
        ("appeal.md", "Did you mean appeal.md.j2?"),
    ],
)
def test_wording_that_no_letter_is_written_with_is_told(workspace: Path, name: str, told: str) -> None:
    own = workspace / "templates" / "letters" / name
    own.write_text("Words.\n", encoding="utf-8")
    ran = priorauth("templates", "check", folder=workspace)
    assert ran.err == f"{own}: No letter is written with this file. {told}\n"


def test_a_part_of_ones_own_that_is_included_is_no_stranger(workspace: Path) -> None:
    change(workspace, "\n{% include 'parts/ours.md.j2' %}\n")
    own = workspace / "templates" / "letters" / "parts" / "ours.md.j2"
    own.write_text(
        "{% macro of(one) %}{{ one.code }}{% endmacro %}\n"
        "{% for one in diagnoses if one.primary %}{{ of(one) }} {{ loop.index }}{% endfor %}\n",
        encoding="utf-8",
    )
    assert priorauth("templates", "check", folder=workspace).code == ExitCode.OK


class TestAWordTemplateOfItsOwn:
    """Somebody changes the shipped one in Word and puts it into the workspace."""

    @pytest.fixture
    def own(self, workspace: Path) -> Path:
        return Path(shutil.copy(ROOT / "templates" / "letters" / "letter.docx", workspace / "templates" / "letters"))

    def write_into_header(self, template: Path, words: str) -> None:
        document = docx.Document(str(template))
        document.sections[0].header.add_paragraph(words)
        document.save(str(template))

    def test_letters_are_written_on_it(self, workspace: Path, own: Path) -> None:
        self.write_into_header(own, "For {{ patient.name }}, from {{ prescriber.name }}")
        assert priorauth("templates", "check", folder=workspace).out == "Every template tried, 0 remarks.\n"
        made = self.generated(workspace)
        assert made.code == ExitCode.OK
        letter = docx.Document(str(next((workspace / "out").rglob("letter.docx"))))
        header = [one.text for one in letter.sections[0].header.paragraphs]
        assert header[-1] == "For Marigold Testwell, from Imogen T. Ashgrove, MD"

    def test_each_wrong_tag_is_told_once_with_its_paragraph(self, workspace: Path, own: Path) -> None:
        self.write_into_header(own, "Our patient: {{ patient.nam }}")
        self.write_into_header(own, "{{ letter.date")
        ran = priorauth("templates", "check", folder=workspace)
        assert ran.code == ExitCode.BAD_INPUT
        assert ran.out == "Every template tried, 2 remarks.\n"
        assert ran.err == (
            f'{own}: Header, paragraph 5 ("Our patient: {{{{ patient.nam }}}}"): The tag {{{{ patient.nam }}}} names '
            "what is not there: patient.nam. Did you mean patient.name or patient.birth_date? "
            "The names are listed in docs/templates.md.\n"
            f'{own}: Header, paragraph 6 ("{{{{ letter.date"): The tag {{{{ letter.date is not closed. '
            "Write }} after it, in the same paragraph.\n"
        )

    def test_no_letter_is_written_on_a_wrong_one(self, workspace: Path, own: Path) -> None:
        self.write_into_header(own, "Our patient: {{ patient.nam }}")
        made = self.generated(workspace)
        assert made.code == ExitCode.BAD_INPUT
        assert made.err.startswith(f'Error: {own}: Header, paragraph 5 ("Our patient: {{{{ patient.nam }}}}"): ')
        assert not (workspace / "out").exists()

    def test_a_file_that_nobody_asks_for_is_told(self, workspace: Path, own: Path) -> None:
        own.rename(own.with_name("Letterhead.docx"))
        ran = priorauth("templates", "check", folder=workspace)
        assert ran.err == (
            f"{own.with_name('Letterhead.docx')}: No letter is written on this file. Call it letter.docx, right in the "
            "folder letters.\n"
        )

    def test_what_is_no_word_file_is_told(self, workspace: Path, own: Path) -> None:
        own.write_bytes(b"")
        ran = priorauth("templates", "check", folder=workspace)
        assert ran.err == f"{own}: This is not a Word document (.docx). Save it as .docx in Word, without a password.\n"

    def generated(self, workspace: Path) -> Ran:
        shutil.copytree(CHARTS / "case-01", workspace / "case-01", dirs_exist_ok=True)
        return priorauth("generate", workspace / "case-01", "-o", workspace / "out", "--as-of", DAY)


class TestDiff:
    def test_words_in_headers_and_footers_are_told_by_their_name(self, tmp_path: Path) -> None:
        shipped = ROOT / "templates" / "letters" / "letter.docx"
        document = docx.Document(str(shipped))
        document.sections[0].first_page_footer.paragraphs[0].add_run(" Member of the Group")
        document.save(str(tmp_path / "letter.docx"))
        told = priorauth("templates", "diff", shipped, tmp_path / "letter.docx").out.splitlines()
        assert [line for line in told if line[0] in "+-" and line[1] not in "+-"] == [
            "-[First Page Footer] {{ footer }} Page 1 of 1",
            "+[First Page Footer] {{ footer }} Page 1 of 1 Member of the Group",
        ]

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
