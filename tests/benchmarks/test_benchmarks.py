"""The benchmark runs, and what it compares is the same thing made in three ways. No time is asserted."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest

from benchmarks import libreoffice
from benchmarks.others import FORM, Competent, Material, Usual, material
from benchmarks.page import NOT_HERE, REASONS, page, summary
from benchmarks.patients import Patient, patients, workspace
from benchmarks.results import Result
from benchmarks.run import Rounds, measured
from benchmarks.timing import Times, side_by_side
from priorauth.documents.generate import Studio
from priorauth.documents.letter.word import letter_docx

ONCE = Rounds(patients=1, cold=1, judging=1, documents=1, libreoffice=1, letters_in_one_call=2)
OTHERS = [pytest.param(Usual(), id="usual"), pytest.param(Competent(), id="competent")]


@pytest.fixture(scope="module")
def result() -> Result:
    return measured(ONCE)


@pytest.fixture(scope="module")
def patient() -> Patient:
    return patients(Studio(workspace()), most=1)[0]


@pytest.fixture(scope="module")
def given(patient: Patient) -> Material:
    return material(patient)


def words_of(letter: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(letter)) as parts:
        return re.sub(r"<[^>]+>", " ", parts.read("word/document.xml").decode()).split()


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("stack", OTHERS)
def test_the_other_stacks_letter_has_the_words_of_ours(
    stack: Usual | Competent, patient: Patient, given: Material
) -> None:
    ours = letter_docx(patient.content_without_drawing, patient.sheet, **patient.word.named)

    assert words_of(stack.word(given)) == words_of(ours)


@pytest.mark.parametrize("stack", OTHERS)
def test_the_other_stacks_form_holds_every_value(stack: Usual | Competent, given: Material) -> None:
    with opened(stack.form(given)) as form:
        fields = {str(field.T): field for field in form.Root.AcroForm.Fields}
        held = {name: str(fields[name].get("/V", "")) for name in given.values}

    assert held == dict(given.values)
    assert len(given.values) > 50


@pytest.mark.parametrize("stack", OTHERS)
def test_the_other_stacks_packet_has_the_pages_bookmarks_and_stamps_of_ours(
    stack: Usual | Competent, given: Material
) -> None:
    with opened(stack.packet(given)) as packet, packet.open_outline() as outline:
        assert [item.title for item in outline.root] == [title for title, _ in given.parts]
        with opened(given.stamps) as stamps:
            assert len(packet.pages) == len(stamps.pages)


def test_every_row_was_measured_and_stands_on_the_page(result: Result) -> None:
    rows = [*result.cold, *result.warm]

    assert all(row.ours.median > 0 for row in rows)
    assert all(f"| {row.what} |" in page(result) for row in rows)
    assert all(row.what in summary(result) for row in rows)


def test_a_row_with_a_goal_has_its_reason_ready(result: Result) -> None:
    assert {row.what for row in (*result.cold, *result.warm) if row.budget} == REASONS.keys()


def test_shares_add_up_to_the_whole(result: Result) -> None:
    for shares in (result.shares_of_check, result.shares_of_documents, result.shares_of_judgement):
        assert sum(shares.values()) == pytest.approx(1)
        assert all(share >= 0 for share in shares.values())


def test_without_libreoffice_its_rows_say_so(result: Result) -> None:
    assert page(result).count(NOT_HERE) == 4  # usual and competent, of the letter as PDF and of the whole
    assert "LibreOffice was not timed" in page(result)


@pytest.mark.skipif(libreoffice.found() is None, reason="LibreOffice is not installed here")
def test_libreoffice_makes_a_pdf_of_each_letter(tmp_path, patient, given):
    letters = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for letter in letters:
        letter.write_bytes(Usual().word(given))

    made = libreoffice.converted(str(libreoffice.found()), letters, tmp_path)

    assert [len(opened(one.read_bytes()).pages) for one in made] == [3, 3]


def test_each_way_takes_its_turn_in_going_first() -> None:
    went: list[str] = []
    ways = {name: lambda subject, name=name: went.append(f"{name}{subject}") for name in "abc"}

    times = side_by_side(ways, [1, 2], 3, warm=False)

    assert went == ["a1", "b1", "c1", "b2", "c2", "a2", "c1", "a1", "b1"]
    assert {len(each.rounds) for each in times.values()} == {3}


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    assert Times((1, 2, 4)).times_faster_than(Times((10, 30, 80))) == 15
    assert Times((1, 2, 4)).times_faster_than(Times((10,))) == 5
    assert Times((100, 300)).shared_by(50).rounds == (2, 6)


def test_the_form_that_is_timed_is_the_one_that_is_used() -> None:
    assert Studio(workspace()).form.form == FORM.read_bytes()
