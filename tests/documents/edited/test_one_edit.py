"""Any edit is found as exactly that: what was edited is somebody's own words, and everything else is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_BREAK
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from priorauth.documents.content import BulletList, Content, NumberedList, Paragraph, Span, Table, lines_of, plain_text
from priorauth.documents.edited.normal import normal
from priorauth.documents.edited.units import units_of
from priorauth.documents.edited.written import written
from priorauth.documents.letter.word import letter_docx
from priorauth.documents.traced import cleaned
from tests.documents.edited.desk import Lying, added, in_cell, initial, letters, paragraph, removed, replaced
from tests.documents.sample_letter import sheet, text

if TYPE_CHECKING:
    from docx.document import Document

DIAGNOSIS, SALUTATION = "The diagnosis of", "To the reviewing"
LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])
LINES = st.text(LATIN, min_size=1, max_size=40).map(cleaned).filter(bool)


def lying(*lines: str) -> Lying:
    content = Content(tuple(Paragraph(text(line, f"fact-{number}")) for number, line in enumerate(lines)))
    word = letter_docx(content, sheet())
    return Lying(content, word, written(content, word), initial().chart)


@given(st.lists(LINES, min_size=1, max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_one_paragraph_that_was_rewritten(lines: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    new = data.draw(LINES)
    assume(normal(new) and normal(new) != normal(lines[place]) and all(map(normal, lines)))
    before = lying(*lines)

    def rewrite(document: Document) -> None:
        document.paragraphs[place].runs[0].text = new

    back = before.edited(rewrite)

    assert [one.sort for one in back.changes] == ["changed"]
    assert plain_text(back.content).split("\n") == [*lines[:place], new, *lines[place + 1 :]]
    unchanged = [one for number, one in enumerate(back.content.blocks) if number != place]
    assert unchanged == [one for number, one in enumerate(before.content.blocks) if number != place]


@given(st.lists(LINES, min_size=2, max_size=6, unique_by=normal), st.data())
@settings(max_examples=40, deadline=None)
def test_one_paragraph_that_was_taken_out(lines: list[str], data: st.DataObject) -> None:
    assume(all(map(normal, lines)))
    place = data.draw(st.integers(0, len(lines) - 1))
    before = lying(*lines)
    back = before.edited(lambda document: document.element.body.remove(document.paragraphs[place]._p))
    assert back.content.blocks == (*before.content.blocks[:place], *before.content.blocks[place + 1 :])
    assert [(one.sort, one.was) for one in back.changes] == [("left out", lines[place])]
    assert [(one.sort, one.items) for one in back.flags] == [("left out", (f"fact-{place}",))]


@given(st.lists(LINES, min_size=1, max_size=6), LINES, st.data())
@settings(max_examples=40, deadline=None)
def test_one_paragraph_that_was_put_in(lines: list[str], new: str, data: st.DataObject) -> None:
    assume(normal(new) and normal(new) not in map(normal, lines) and all(map(normal, lines)))
    place = data.draw(st.integers(0, len(lines) - 1))
    before = lying(*lines)
    back = before.edited(lambda document: document.paragraphs[place].insert_paragraph_before(new, style="Body Text"))
    own = Paragraph((Span(new, own=True),))
    assert back.content.blocks == (*before.content.blocks[:place], own, *before.content.blocks[place:])
    assert [(one.sort, one.now) for one in back.changes] == [("added", new)]


def edited_spans(back: Content) -> dict[str, tuple[str, ...]]:
    return {span.text: span.evidence for block in back.blocks for line in lines_of(block) for span in line}


def test_what_is_unchanged_in_a_paragraph_keeps_its_evidence() -> None:
    back = initial().edited(replaced(DIAGNOSIS, "episode began in January 2025", "episode began in May 2024"))
    spans = [
        span
        for block in back.content.blocks
        for line in lines_of(block)
        for span in line
        if any("May 2024" in one.text for one in line)
    ]
    own = [span for span in spans if span.own]
    assert [span.text for span in own] == [
        "The current depressive episode began in May 2024 and is severe, without psychotic features."
    ]
    assert not own[0].evidence
    assert {one for span in spans for one in span.evidence} >= {"patient", "diagnosis-f33-2", "score-phq-9-2026-11-12"}


def test_bold_and_italic_are_kept_as_they_were_typed() -> None:
    def edit(document: Document) -> None:
        new = paragraph(document, DIAGNOSIS).insert_paragraph_before("", style="Body Text")
        new.add_run("She ")
        new.add_run("cannot").bold = True
        new.add_run(" wait").italic = True

    own = next(one for one in initial().edited(edit).content.blocks if any(s.own for s in next(iter(lines_of(one)))))
    assert own == Paragraph(
        (Span("She ", own=True), Span("cannot", (), strong=True, own=True), Span(" wait", (), emphasis=True, own=True))
    )


def test_words_that_were_made_bold_rest_on_what_they_rested_on() -> None:
    def edit(document: Document) -> None:
        for run in paragraph(document, DIAGNOSIS).runs:
            run.bold = True

    back = initial().edited(edit)
    assert [one.sort for one in back.changes] == ["look"]
    assert back.flags == ()
    place = next(n for n, one in enumerate(initial().content.blocks) if one != back.content.blocks[n])
    was, now = (next(iter(lines_of(one.blocks[place]))) for one in (initial().content, back.content))
    assert [(one.text, one.evidence, one.own) for one in was] == [(one.text, one.evidence, one.own) for one in now]
    assert all(one.strong for one in now)


def test_a_paragraph_that_was_moved_is_still_the_programs() -> None:
    def move(document: Document) -> None:
        paragraph(document, SALUTATION)._p.addnext(paragraph(document, DIAGNOSIS)._p)

    back = initial().edited(move)
    assert [one.sort for one in back.changes] == ["moved"]
    assert back.flags == ()
    assert sorted(map(repr, units_of(back.content))) != sorted(map(repr, units_of(initial().content)))  # other places
    assert {repr(one) for one in back.content.blocks} == {repr(one) for one in initial().content.blocks}


def test_a_paragraph_that_was_parted_in_two_is_still_the_programs() -> None:
    def part(document: Document) -> None:
        one = paragraph(document, DIAGNOSIS)
        first, second = one.text.split(" The current", 1)
        one.insert_paragraph_before(first, style="Body Text")
        for run in one.runs[1:]:
            run._r.getparent().remove(run._r)
        one.runs[0].text = "The current" + second

    back = initial().edited(part)
    assert [one.sort for one in back.changes] == ["parted"]
    assert back.flags == ()
    assert not any(span.own for span in (s for one in units_of(back.content) for s in one.spans))


def test_an_item_that_was_added_is_of_its_list() -> None:
    def add(document: Document) -> None:
        last = [one for one in document.paragraphs if one.style.name == "List Number"][-1]
        last.insert_paragraph_before("A letter of her employer", style="List Number")

    back = initial().edited(add)
    was = [one for one in initial().content.blocks if isinstance(one, NumberedList)]
    now = [one for one in back.content.blocks if isinstance(one, NumberedList)]
    assert len(was) == len(now)
    assert len(now[-1].items) == len(was[-1].items) + 1


def test_a_new_list_is_one_list() -> None:
    back = initial().edited(added(DIAGNOSIS, "No work", "No sleep", style="List Bullet"))
    items = (Span("No work", own=True),), (Span("No sleep", own=True),)
    assert BulletList(items) in back.content.blocks


def test_a_cell_and_a_row() -> None:
    one = initial()
    back = one.edited(in_cell("moderately severe", "severe"))
    assert [(change.sort, change.was, change.now) for change in back.changes] == [
        ("changed", "moderately severe", "severe")
    ]
    tables = [
        (was, now)
        for was, now in zip(one.content.blocks, back.content.blocks, strict=True)
        if isinstance(was, Table) and isinstance(now, Table) and was != now
    ]
    ((was, now),) = tables
    assert (was.header, was.alignment, was.widths) == (now.header, now.alignment, now.widths)
    cells = [(a, b) for rows in zip(was.rows, now.rows, strict=True) for a, b in zip(*rows, strict=True)]
    assert sum(a != b for a, b in cells) == 1


def test_a_row_that_was_taken_out() -> None:
    def edit(document: Document) -> None:
        table = document.tables[2]
        table._tbl.remove(table.rows[2]._tr)

    back = initial().edited(edit)
    assert [one.sort for one in back.changes] == ["left out"]
    assert [(one.sort, one.mild, one.items) for one in back.flags] == [("left out", True, ("score-madrs-2026-11-12",))]


def test_columns_that_were_changed_are_not_taken() -> None:
    def edit(document: Document) -> None:
        document.tables[2].add_column(500)

    back = initial().edited(edit)
    assert back.content == initial().content
    assert any("the columns of a table were changed" in one for one in back.told)


def test_a_line_break_that_was_typed() -> None:
    def edit(document: Document) -> None:
        paragraph(document, SALUTATION).runs[0].add_break(WD_BREAK.LINE)
        paragraph(document, SALUTATION).add_run("and to the medical director:")

    back = initial().edited(edit)
    assert "To the reviewing clinician:\nand to the medical director:" in plain_text(back.content)


def test_figure_and_caption_that_were_taken_out() -> None:
    def edit(document: Document) -> None:
        drawn = next(one for one in document.paragraphs if one._p.xpath(".//w:drawing"))
        drawn._p.getparent().remove(drawn._p)

    back = letters("initial")[0].edited(edit, removed("Medication trials along time"))
    assert len(back.content.blocks) == len(initial().content.blocks) - 1
    assert {one.sort for one in back.flags} == {"left out"}
    assert all(one.mild for one in back.flags)
