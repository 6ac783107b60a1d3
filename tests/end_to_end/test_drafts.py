"""A draft says on each page that it is one, and in each place what is to be confirmed; a final letter says neither."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
import pytest

from priorauth.documents.letter.sheet import DRAFT_NOTICE
from tests.command import asking_names
from tests.documents.reading_back import docx_body, docx_headers, letters, pdf_body, pdf_pages
from tests.end_to_end.test_files import NOT_MET

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

FINAL = {"case-01"}
"""The only example in which nothing is missing."""
HEADINGS = {"Diagnosis and severity", "Treatment history", "Points relevant to the decision", "Safety", "Evidence"}
DRAFTS = [name for name in asking_names() if name not in NOT_MET | FINAL]


@pytest.mark.parametrize("name", DRAFTS)
def test_each_page_of_a_draft_says_so(name: str, generated: Generated) -> None:
    for folder in generated(name).folders:
        pages = pdf_pages((folder / "letter.pdf").read_bytes())
        word = (folder / "letter.docx").read_bytes()

        assert [page for page in pages if DRAFT_NOTICE not in page] == []
        assert all(DRAFT_NOTICE in header for header in docx_headers(word))


def test_a_final_letter_says_nothing_of_a_draft(generated: Generated) -> None:
    pdf, word = generated("case-01").read("letter.pdf"), generated("case-01").read("letter.docx")

    for text in ("".join(pdf_pages(pdf)), docx_body(word), "".join(docx_headers(word))):
        assert "DRAFT" not in text
        assert "TO CONFIRM" not in text


def test_a_final_word_document_has_no_notice_left_behind(generated: Generated) -> None:
    document = docx.Document(io.BytesIO(generated("case-01").read("letter.docx")))

    xml = [part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".xml")]
    assert xml
    assert [part for part in xml if b"DRAFT" in part] == []


@pytest.mark.parametrize("name", DRAFTS)
def test_what_is_missing_stands_in_its_place(name: str, generated: Generated) -> None:
    """The same points in Word and PDF, and as many as the command says."""
    made = generated(name)
    in_word = "".join(docx_body((folder / "letter.docx").read_bytes()) for folder in made.folders)
    in_pdf = "".join(pdf_body((folder / "letter.pdf").read_bytes()) for folder in made.folders)

    said = [int(number) for number in re.findall(r"(\d+) points? (?:is|are) marked TO CONFIRM", made.ran.out)]
    assert points(in_word) == points(in_pdf)
    assert len(points(in_word)) == sum(said)


def points(text: str) -> list[str]:
    """What is to be confirmed, without white space, which is elsewhere in each of them."""
    return re.findall(r"\[TOCONFIRM:[^\]]+\]", letters(text))


@pytest.mark.parametrize(
    ("name", "point", "after"),
    [
        ("case-03", "the exact stop date of escitalopram, by former prescriber", "Points relevant to the decision"),
        ("case-11", "a new PHQ-9, by prescriber", "Points relevant to the decision"),
        ("case-16", "when the current episode began, by prescriber", "Diagnosis and severity"),
        ("case-16", "aneurysmal vascular disease, by prescriber", "Safety"),
    ],
)
def test_a_point_to_confirm_stands_where_the_fact_would(
    name: str, point: str, after: str, generated: Generated
) -> None:
    lines = docx_body(generated(name).read("letter.docx")).splitlines()

    place = next(number for number, line in enumerate(lines) if f"[TO CONFIRM: {point}]" in line)
    assert [line for line in lines[:place] if line in HEADINGS][-1] == after
