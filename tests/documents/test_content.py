from __future__ import annotations

from priorauth.documents.content import (
    BulletList,
    Content,
    Figure,
    Heading,
    Paragraph,
    Signature,
    Span,
    Table,
    evidence_of,
    plain_text,
    spans_of,
    to_confirm,
)
from tests.documents.sample_letter import TIMELINE, text

LETTER = Content(
    (
        Heading(1, text("Trials")),
        Paragraph((Span("She took "), Span("sertraline", ("trial-1",)), Span(" in 2025."))),
        BulletList((text("First", "note-1"), text("Second"))),
        Table(
            (text("Medicine"), text("Dose")),
            ((text("sertraline", "trial-1"), text("50 mg", "dose-1")),),
            ("left",) * 2,
            (1, 1),
        ),
        Paragraph((Span("[TO CONFIRM: the dose]", to_confirm=True),)),
        Signature(text("Dr. Example", "prescriber"), text("Date")),
    )
)


def test_plain_text_has_a_line_for_each_paragraph_item_and_cell():
    assert plain_text(LETTER).split("\n") == [
        "Trials",
        "She took sertraline in 2025.",
        "First",
        "Second",
        "Medicine",
        "Dose",
        "sertraline",
        "50 mg",
        "[TO CONFIRM: the dose]",
        "Dr. Example",
        "Date",
    ]


def test_spans_come_in_reading_order():
    assert [span.text for span in spans_of(LETTER)][:4] == ["Trials", "She took ", "sertraline", " in 2025."]


def test_evidence_is_named_once_in_reading_order():
    assert evidence_of(LETTER) == ("trial-1", "note-1", "dose-1", "prescriber")


def test_a_figure_rests_on_what_it_draws():
    figure = Content((Figure(TIMELINE, "alt", text("A caption", "caption-1")),))
    assert evidence_of(figure)[:2] == ("caption-1", "trial-sertraline-2025")
    assert "phq9-2026-11" in evidence_of(figure)


def test_points_to_confirm_are_found():
    assert [span.text for span in to_confirm(LETTER)] == ["[TO CONFIRM: the dose]"]


def test_a_span_holds_nothing_that_a_page_cannot_show():
    assert Span("a\x00b\u200bc\r\nd").text == "abc\nd"
