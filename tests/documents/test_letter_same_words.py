"""Word and PDF say the same: the text read out of one is the text read out of the other, and the content's own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priorauth.documents.content import BulletList, Content, Heading, NumberedList, Paragraph, Span, Table, plain_text
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from priorauth.documents.traced import cleaned
from tests.documents.reading_back import docx_body, letters, pdf_body
from tests.documents.sample_letter import LETTERHEAD, sample, sheet, text, trial_table
from tests.documents.test_wording_hostile import HOSTILE

LETTERHEAD_LETTERS = letters(LETTERHEAD.name + "".join(LETTERHEAD.lines))


def both(content: Content) -> tuple[str, str]:
    """The letters of the body in Word, and in the PDF without the letterhead, which stands in Word's header."""
    pdf = letters(pdf_body(letter_pdf(content, sheet())))
    assert pdf.startswith(LETTERHEAD_LETTERS)
    return letters(docx_body(letter_docx(content, sheet()))), pdf.removeprefix(LETTERHEAD_LETTERS)


def test_an_ordinary_letter():
    word, pdf = both(sample())
    assert word == pdf
    assert "TOCONFIRM:thelastdayofvenlafaxine" in word


def test_a_long_table_over_several_pages():
    word, pdf = both(Content((trial_table(count=60),)))
    assert word == pdf == letters(plain_text(Content((trial_table(count=60),))))


@pytest.mark.parametrize("words", [words for words in HOSTILE if "⸨" not in words])  # which no face has
def test_hostile_text_is_literal_in_both(words):
    content = Content(
        (
            Heading(1, text(words)),
            Paragraph((Span(words, strong=True), Span(words, to_confirm=True))),
            BulletList((text(words),)),
            Table((text(words),), ((text(words),),), ("left",), (1,)),
        )
    )
    word, pdf = both(content)
    assert word == pdf == letters(words) * 6


@pytest.mark.parametrize("words", ["≥ ≤ ± × → − ½ ° µ", "☐ ☑ ✓", "α β Δ", "Łukasz Müller Nguyễn Şahin", "“it’s” – …"])
def test_signs_that_charts_use_are_in_both(words):
    word, pdf = both(Content((Paragraph(text(words)),)))
    assert word == pdf == letters(words)


# Letters that the PDF's faces have; the others are refused, not left out.
LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])
WORDS = st.text(LATIN, min_size=1, max_size=60).map(cleaned).filter(bool).map(text)
BLOCKS = st.one_of(
    st.builds(Paragraph, WORDS),
    st.builds(Heading, st.just(1), WORDS),
    st.builds(BulletList, st.lists(WORDS, min_size=1, max_size=3).map(tuple)),
    st.builds(
        lambda rows: Table((), tuple(rows), ("left", "right"), (1, 2)),
        st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3),
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_letter(blocks):
    content = Content(tuple(blocks))
    word, pdf = both(content)
    assert word == pdf == letters(plain_text(content))


def test_numbers_of_lists_are_words_in_both():
    word, pdf = both(Content((NumberedList((text("one"), text("two")), first=9),)))
    assert word == pdf == "9.one10.two"
