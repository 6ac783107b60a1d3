"""A letter, the Word file that the program makes of it, and somebody's hand in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import docx

from priorauth.documents.edited.taken_back import edited_letter
from priorauth.documents.edited.written import Written, written
from priorauth.documents.letter import samples
from priorauth.documents.letter.word import letter_docx

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from priorauth.chart.chart import Chart
    from priorauth.documents.content import Content
    from priorauth.documents.edited.taken_back import EditedLetter

    Edit = Callable[[Document], object]


@dataclass(frozen=True)
class Lying:
    """A letter that lies there to be edited."""

    content: Content
    word: bytes
    written: Written
    chart: Chart

    def edited(self, *edits: Edit) -> EditedLetter:
        return self.back(self.with_edits(*edits))

    def back(self, word: bytes, now: Content | None = None) -> EditedLetter:
        return edited_letter(word, "letter.docx", self.written, now or self.content, self.chart)

    def with_edits(self, *edits: Edit) -> bytes:
        document = docx.Document(io.BytesIO(self.word))
        for edit in edits:
            edit(document)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()


@cache
def letters(name: str) -> tuple[Lying, ...]:
    practice, one = samples.practice(), samples.shown()[name]
    judged = samples.about(name, one, practice)
    found = []
    for letter in samples.written(name, one, judged, practice):
        word = letter_docx(letter.content, letter.sheet)
        found.append(Lying(letter.content, word, written(letter.content, word), judged.case))
    return tuple(found)


def initial() -> Lying:
    return letters("initial")[0]


def paragraph(document: Document, begins: str) -> Paragraph:
    return next(one for one in document.paragraphs if one.text.startswith(begins))


def replaced(begins: str, old: str, new: str) -> Edit:
    """As Word leaves it: all of the paragraph in one run."""

    def edit(document: Document) -> None:
        one = paragraph(document, begins)
        text = one.text
        assert old in text
        for run in one.runs[1:]:
            run._r.getparent().remove(run._r)
        one.runs[0].text = text.replace(old, new)

    return edit


def added(before: str, *texts: str, style: str = "Body Text") -> Edit:
    def edit(document: Document) -> None:
        for text in texts:
            paragraph(document, before).insert_paragraph_before(text, style=style)

    return edit


def removed(begins: str) -> Edit:
    def edit(document: Document) -> None:
        one = paragraph(document, begins)._p
        one.getparent().remove(one)

    return edit


def in_cell(old: str, new: str) -> Edit:
    def edit(document: Document) -> None:
        cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
        run = next(run for cell in cells for run in cell.paragraphs[0].runs if run.text == old)
        run.text = new

    return edit
