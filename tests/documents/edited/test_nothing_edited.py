"""A letter that nobody edited comes back as it was written, whatever Word makes of the file."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings

from priorauth.documents.content import Content
from priorauth.documents.edited.units import as_data, content_of, from_data, key_of, units_of
from priorauth.documents.edited.written import added_to, kept_in, written
from priorauth.documents.letter import samples
from priorauth.documents.letter.word import letter_docx
from tests.documents.edited.desk import initial, letters
from tests.documents.sample_letter import sample, sheet
from tests.documents.test_letter_same_words import BLOCKS, st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document

every_letter = pytest.mark.parametrize("name", samples.shown())


def comes_back(name: str, word: Callable[[int], bytes]) -> None:
    for number, one in enumerate(letters(name)):
        back = one.back(word(number))
        assert (back.changes, back.flags, back.told) == ((), (), ())
        assert back.content == one.content
        assert back.key == ""


@every_letter
def test_as_the_program_wrote_it(name: str) -> None:
    comes_back(name, lambda number: letters(name)[number].word)


@pytest.fixture(scope="module")
def through_another_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every letter opened and saved by LibreOffice, which writes the whole file anew as Word does."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("office")
    for name in samples.shown():
        for number, one in enumerate(letters(name)):
            (folder / f"{name}-{number}.docx").write_bytes(one.word)
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = map(str, sorted(folder.glob("*.docx")))
    command = [office, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603  (a program of this machine)
    return out


@every_letter
def test_saved_by_another_program(name: str, through_another_program: Path) -> None:
    comes_back(name, lambda number: (through_another_program / f"{name}-{number}.docx").read_bytes())


def split_into_letters(document: Document) -> None:
    """Word parts a run wherever it looked something up: here after each third letter."""
    for paragraph in document.paragraphs:
        for run in list(paragraph.runs):
            text, bold, italic = run.text, run.bold, run.italic
            if not text or "\n" in text or "\t" in text:
                continue
            run.text = text[:3]
            last = run
            for place in range(3, len(text), 3):
                new = paragraph.add_run(text[place : place + 3])
                new.bold, new.italic = bold, italic
                last._r.addnext(new._r)
                last = new


def in_words_own_typography(document: Document) -> None:
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.text and "\t" not in run.text and "\n" not in run.text:
                run.text = run.text.replace("’", "'").replace(" of ", "\u00a0of ").replace(" - ", " – ")


def with_marks_of_spelling(document: Document) -> None:
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run._r.addprevious(OxmlElement("w:proofErr"))
            run._r.addprevious(OxmlElement("w:bookmarkStart"))


def with_empty_paragraphs(document: Document) -> None:
    for paragraph in document.paragraphs[3:6]:
        paragraph.insert_paragraph_before("")


@pytest.mark.parametrize(
    "does", [split_into_letters, in_words_own_typography, with_marks_of_spelling, with_empty_paragraphs]
)
def test_what_word_does_by_itself_is_no_edit(does: Callable[[Document], None]) -> None:
    for name in ("initial", "appeal", "restart"):
        one = letters(name)[0]
        back = one.edited(does)
        assert (back.changes, back.flags) == ((), ())
        assert back.content == one.content


@given(st.lists(BLOCKS, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_any_letter(blocks: list) -> None:
    content = Content(tuple(blocks))
    units = units_of(content)
    assert content_of(units) == content
    word = letter_docx(content, sheet())
    back = initial().__class__(content, word, written(content, word), initial().chart).back(word)
    assert (back.content, back.changes) == (content, ())


def test_what_was_written_is_kept_whole() -> None:
    content = sample()
    one = written(content, letter_docx(content, sheet()))
    file = added_to(b"", one)
    kept = kept_in(file, one.key)
    assert kept is not None
    assert kept.key == one.key
    assert (kept.before, kept.after, kept.margins, kept.drawings) == (one.before, one.after, one.margins, one.drawings)
    assert key_of(from_data(as_data(one.units))) == key_of(one.units)


def test_of_what_was_written_the_last_times_are_kept() -> None:
    file = b""
    keys = []
    for number in range(15):
        one = written(cut := Content(sample().blocks[number:]), letter_docx(cut, sheet()))
        keys.append(one.key)
        file = added_to(file, one)
    assert [kept_in(file, key) is not None for key in keys] == [False] * 3 + [True] * 12


@pytest.mark.parametrize("file", [b"", b"no JSON", b"[]", b'{"key": 3}', b'{"key": {"letter": [{}]}}'])
def test_a_file_that_is_none_of_ours_holds_nothing(file: bytes) -> None:
    assert kept_in(file, "key") is None
