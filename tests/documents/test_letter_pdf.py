from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from priorauth.documents.content import Content, Heading, Paragraph, Signature, Span, Table
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.sheet import DRAFT_NOTICE
from priorauth.errors import BadInput
from tests.documents.reading_back import letters, pdf_body, pdf_pages
from tests.documents.sample_letter import FIGURE, LETTERHEAD, sample, sheet, text, trial_table


def test_an_ordinary_letter_takes_two_or_three_pages():
    assert len(pdf_pages(letter_pdf(sample(), sheet()))) in (2, 3)


def test_a_draft_says_so_on_each_page():
    pages = pdf_pages(letter_pdf(sample(), sheet(draft=True)))
    assert all(DRAFT_NOTICE in page for page in pages)


def test_a_final_letter_says_nothing_of_a_draft():
    final = Content((Paragraph(text("Done.")),))
    assert "DRAFT" not in "".join(pdf_pages(letter_pdf(final, sheet(draft=False))))


def test_a_final_letter_may_not_hold_a_point_to_confirm():
    with pytest.raises(BadInput, match="still has 1 point marked TO CONFIRM"):
        letter_pdf(sample(), sheet(draft=False))


def test_the_same_letter_gives_the_same_bytes():
    assert letter_pdf(sample(), sheet()) == letter_pdf(sample(), sheet())


def test_pages_are_numbered_and_name_the_patient_from_the_second_on():
    first, *others = pdf_pages(letter_pdf(sample(), sheet()))
    count = len(others) + 1
    assert f"Page 1 of {count}" in first
    assert sheet().subject not in first
    for number, page in enumerate(others, start=2):
        assert f"Page {number} of {count}" in page
        assert sheet().subject in page


def test_the_letterhead_stands_on_the_first_page():
    first = pdf_pages(letter_pdf(sample(), sheet()))[0]
    assert LETTERHEAD.name in first
    assert all(line in first for line in LETTERHEAD.lines)


def test_a_tables_header_is_repeated_on_each_page_and_no_row_is_parted():
    pages = pdf_pages(letter_pdf(Content((trial_table(count=120),)), sheet()))
    assert len(pages) > 2
    assert all("Dates taken" in page for page in pages)
    body = letters(pdf_body(letter_pdf(Content((trial_table(count=120),)), sheet())))
    assert body.count("Datestaken") == 1  # a screen reader hears it once


@pytest.mark.parametrize("word", ["W" * 200, "https://example.org/" + "x" * 90])
@pytest.mark.parametrize("place", ["paragraph", "cell"])
def test_nothing_runs_off_the_page(word, place):
    table = Table((text("A"), text("B")), ((text(word), text("short")),), ("left", "left"), (1, 9))
    block = Paragraph(text(word)) if place == "paragraph" else table
    data = letter_pdf(Content((block,)), sheet())
    assert letters(word) in letters(pdf_body(data))
    page = pypdfium2.PdfDocument(data)[0]
    words = page.get_textpage()
    right_edges = [words.get_charbox(place)[2] for place in range(words.count_chars())]
    assert max(right_edges) <= 612 - 72 + 1  # the right margin, and a point for rounding


@pytest.mark.parametrize(("rows", "pages"), [(6, {1}), (7, {1, 2})])
def test_a_small_table_stands_on_one_page_wherever_it_begins(rows: int, pages: set[int]) -> None:
    scores = Table((text("Scale"),), tuple((text(f"row {number}"),) for number in range(rows)), ("left",), (1,))
    taken = set()
    for above in range(24, 36):
        lines = [Paragraph((Span(f"line {number}"),)) for number in range(above)]
        told = pdf_pages(letter_pdf(Content((*lines, scores)), sheet()))
        taken.add(sum("row " in page for page in told))
    assert taken == pages


def test_long_tables_of_trials_keep_their_columns():
    data = letter_pdf(Content((trial_table(count=9), FIGURE)), sheet())
    assert letters(pdf_body(data)).count("Venlafaxine") == 2
    assert len(pdf_pages(data)) == 1


def test_a_figure_tells_what_it_shows():
    reader = PdfReader(io.BytesIO(letter_pdf(Content((FIGURE,)), sheet())))
    alternatives = [
        one.get_object()["/Alt"]
        for one in reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1]
        if "/Alt" in one.get_object()
    ]
    assert FIGURE.alt in alternatives


def test_headings_are_headings_for_a_screen_reader():
    reader = PdfReader(io.BytesIO(letter_pdf(Content((Heading(1, text("One")), Heading(2, text("Two")))), sheet())))
    assert [entry.title for entry in _flat(reader.outline)] == ["One", "Two"]


def _flat(outline):
    for entry in outline:
        yield from _flat(entry) if isinstance(entry, list) else [entry]


def test_the_practices_logo_is_shown():
    logo = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(logo, "PNG")
    reader = PdfReader(io.BytesIO(letter_pdf(sample(), sheet(logo=logo.getvalue()))))
    assert reader.pages[0].images[0].image.size == (30, 10)


def test_a_logo_of_another_kind_is_refused():
    with pytest.raises(BadInput, match="neither PNG nor JPEG"):
        letter_pdf(sample(), sheet(logo=b"<svg/>"))


def test_the_line_to_sign_on_stays_with_its_closing_words():
    filler = tuple(Paragraph(text(f"Paragraph {number}.")) for number in range(1, 60))
    for count in range(20, 45):
        closing = Paragraph((Span("Sincerely,"),)), Signature(text("Dr. Example"))
        pages = pdf_pages(letter_pdf(Content((*filler[:count], *closing)), sheet()))
        assert [("Sincerely," in page) for page in pages] == [("Dr. Example" in page) for page in pages]
