"""A letter edited in Word stays the letter: PDF and packet say what it says, and its flags hold it back."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfReader

from priorauth.documents.letter.sheet import DRAFT_NOTICE
from tests.command import CHARTS, DAY, priorauth
from tests.documents.edited.desk import added, replaced

if TYPE_CHECKING:
    from pathlib import Path

    from tests.command import Ran
    from tests.documents.edited.desk import Edit

DIAGNOSIS = "The diagnosis of"
OWN = "She can no longer care for her daughter."
PLAIN = added(DIAGNOSIS, OWN)
WRONG = replaced(DIAGNOSIS, "on November 12, 2026 by", "on November 14, 2026 by")


class Office:
    """A folder with one patient's chart, and what is done there."""

    def __init__(self, folder: Path, case: str = "case-01") -> None:
        shutil.copytree(CHARTS / case, folder / "charts" / case)
        shutil.copy(CHARTS.parent / "practice.yaml", folder)
        self.chart = folder / "charts" / case / "chart.yaml"
        self.out = folder / "out"

    def generate(self, *more: object, day: str = DAY) -> Ran:
        return priorauth("generate", self.chart, "-o", self.out, "--as-of", day, *more)

    @property
    def folder(self) -> Path:
        return next(self.out.rglob("manifest.json")).parent

    def edit(self, *edits: Edit, name: str = "letter.docx") -> bytes:
        document = docx.Document(str(self.folder / name))
        for edit in edits:
            edit(document)
        saved = io.BytesIO()
        document.save(saved)
        (self.folder / name).write_bytes(saved.getvalue())
        return saved.getvalue()

    def change(self, old: str, new: str) -> None:
        text = self.chart.read_text("utf-8")
        assert old in text
        self.chart.write_text(text.replace(old, new), "utf-8")

    def pages(self, name: str = "letter.pdf") -> str:
        return " ".join("\n".join(one.extract_text() for one in PdfReader(self.folder / name).pages).split())

    def told(self) -> dict:
        return json.loads((self.folder / "letter.edits.json").read_bytes())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.generate()
    return made


def said(ran: Ran) -> str:
    return " ".join(ran.out.split())


def test_pdf_and_packet_say_what_the_edited_letter_says(office: Office) -> None:
    word = office.edit(PLAIN)
    ran = office.generate()
    assert OWN in office.pages()
    assert OWN in office.pages("packet.pdf")
    assert (office.folder / "letter.docx").read_bytes() == word
    assert not (office.folder / "letter.new.docx").exists()
    assert "letter.docx was edited in Word (1 change)" in said(ran)


def test_the_trace_says_whose_words_they_are(office: Office) -> None:
    office.edit(PLAIN)
    office.generate()
    runs = [run for block in json.loads((office.folder / "letter.trace.json").read_bytes()) for run in block["runs"]]
    assert [run for run in runs if "own_words" in run] == [
        {"text": OWN, "items": [], "own_words": "edited in Word, not by the program"}
    ]


def test_a_flag_keeps_it_a_draft_until_the_prescriber_has_accepted_it(office: Office) -> None:
    assert DRAFT_NOTICE not in office.pages()
    office.edit(WRONG)
    ran = office.generate()
    key = office.told()["edited"]
    assert ran.code == 3
    assert DRAFT_NOTICE in office.pages()
    assert f"sign_off with edited: {key}" in said(ran)
    assert "LOOK AT THIS: A fact of the chart was changed, and what is there now stands nowhere in the chart" in said(
        ran
    )
    assert "November 14" not in ran.out  # the words are in letter.edits.json

    office.change("sign_off: {", f"sign_off: {{edited: {key}, ")
    ran = office.generate()
    assert ran.code == 0
    assert DRAFT_NOTICE not in office.pages()
    assert office.told()["accepted"]
    assert "the prescriber's sign-off accepts it" in said(ran)
    assert "LOOK AT THIS" not in ran.out

    office.edit(PLAIN)  # after the sign-off: other words than those that were signed
    assert office.generate().code == 3
    assert DRAFT_NOTICE in office.pages()


def test_a_sign_off_by_somebody_else_accepts_nothing(office: Office) -> None:
    office.edit(WRONG)
    office.generate()
    key = office.told()["edited"]
    office.change("sign_off: {", f"sign_off: [{{by: A Biller, on: 2026-11-20, edited: {key}}}, {{")
    text = office.chart.read_text("utf-8")
    start = text.index("sign_off: [")
    end = text.index("}", text.index("}, {", start) + 3)
    office.chart.write_text(text[: end + 1] + "]" + text[end + 1 :], "utf-8")
    assert office.generate().code == 3


def test_the_chart_changes_after_the_edit(office: Office) -> None:
    """What nobody edited is as the chart has it now; what was edited rests on what it was, and that is told."""
    office.edit(PLAIN)
    office.change("Marigold", "Marguerite")
    ran = office.generate()
    assert "Marguerite Testwell" in office.pages()
    assert "Marigold" not in office.pages()
    assert OWN in office.pages()
    assert [one["sort"] for one in office.told()["flags"]] == []
    assert (office.folder / "letter.new.docx").exists()
    assert "letter.new.docx" in said(ran)


def test_the_chart_changes_what_was_edited(office: Office) -> None:
    office.edit(replaced(DIAGNOSIS, "The current depressive", "Her current depressive"))
    office.change("Marigold", "Marguerite")
    office.generate()
    assert "outdated" in [one["sort"] for one in office.told()["flags"]]
    assert DRAFT_NOTICE in office.pages()


def test_the_day_alone_is_no_edit(office: Office) -> None:
    office.edit(PLAIN)
    office.generate(day="2026-11-21")
    assert [one["sort"] for one in office.told()["changes"]] == ["added"]
    assert "November 21, 2026" in office.pages()


def test_a_letter_that_comes_back_by_mail(office: Office, tmp_path: Path) -> None:
    mailed = tmp_path / "letter for Dr A (2).docx"
    mailed.write_bytes(office.edit(PLAIN))
    shutil.rmtree(office.out / "case-01")
    office.generate()
    assert OWN not in office.pages()
    ran = office.generate("--from-word", mailed)
    assert OWN in office.pages()
    assert (office.folder / "letter.docx").read_bytes() == mailed.read_bytes()
    assert "was edited in Word" in said(ran)
    office.generate()  # and it stays the letter
    assert OWN in office.pages()


def test_it_does_not_replace_another_edited_one(office: Office, tmp_path: Path) -> None:
    mailed = tmp_path / "mailed.docx"
    mailed.write_bytes(office.edit(PLAIN))
    office.edit(PLAIN)
    ran = office.generate("--from-word", mailed)
    assert ran.code == 5
    assert "letter.docx was edited too, and this file would replace it." in ran.err


def test_a_letter_of_another_patient_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", "case-05")
    other.generate()
    ran = office.generate("--from-word", other.folder / "letter.docx")
    assert ran.code == 5
    assert "This Word document is no letter of this chart." in ran.err
    assert "in case case-05: name that chart." in ran.err


def test_the_letter_of_another_patient_in_the_folder_is_not_taken(office: Office, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", "case-05")
    other.generate()
    shutil.copy(other.folder / "letter.docx", office.folder / "letter.docx")
    ran = office.generate()
    assert "could not be taken back: It is another letter, or that of another request." in said(ran)
    assert "Marigold Testwell" in office.pages()


def test_a_word_document_of_nobodys_is_refused(office: Office, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "mine.docx"))
    ran = office.generate("--from-word", tmp_path / "mine.docx")
    assert ran.code == 5
    assert "This Word document does not say which letter it is" in ran.err


def test_another_kind_than_the_file_is_of_is_refused(office: Office) -> None:
    ran = office.generate("--from-word", office.folder / "letter.docx", "--kind", "appeal")
    assert ran.code == 2
    assert "The Word document is of the kind initial." in ran.err


def test_several_charts_are_refused(office: Office) -> None:
    ran = office.generate(CHARTS / "case-05", "--from-word", office.folder / "letter.docx")
    assert ran.code == 2
    assert "--from-word takes back one letter, of one chart." in ran.err


def test_what_is_no_word_document_any_more_is_told(office: Office) -> None:
    (office.folder / "letter.docx").write_bytes(b"no longer a Word document")
    ran = office.generate()
    assert "could not be taken back: This is not a Word document (.docx)." in said(ran)
    assert "Edited by hand, and kept: letter.docx; the new one is letter.new.docx." in said(ran)
    assert DRAFT_NOTICE not in office.pages()


def test_a_letter_that_is_put_back_leaves_no_edits(office: Office) -> None:
    word = (office.folder / "letter.docx").read_bytes()
    office.edit(PLAIN)
    office.generate()
    (office.folder / "letter.docx").write_bytes(word)
    office.generate()
    assert not (office.folder / "letter.edits.json").exists()
    assert OWN not in office.pages()


def test_what_was_written_then_is_kept_as_long_as_the_edited_letter_lies_there(office: Office) -> None:
    office.edit(PLAIN)
    for day in range(21, 31):
        office.generate(day=f"2026-11-{day}")
    for day in range(1, 8):
        office.generate(day=f"2026-12-{day:02}")
    assert [one["sort"] for one in office.told()["changes"]] == ["added"]
    assert office.told()["told"] == []


def test_a_paper_of_a_plan_is_taken_back_too(tmp_path: Path) -> None:
    office = Office(tmp_path, "case-22")
    office.generate()
    name = next(path.name for path in office.folder.glob("*consent*.docx"))

    def edit(document: docx.document.Document) -> None:
        document.paragraphs[0].insert_paragraph_before(OWN, style="Body Text")

    office.edit(edit, name=name)
    ran = office.generate()
    assert f"{name} was edited in Word (1 change)" in said(ran)
    assert OWN in office.pages(name.replace(".docx", ".pdf"))


def test_in_a_worklist_it_waits_for_the_signature_and_not_for_staff(tmp_path: Path) -> None:
    office = Office(tmp_path, "case-05")
    priorauth("worklist", "add", office.chart, folder=tmp_path)
    office.generate()
    office.edit(added(DIAGNOSIS, OWN))
    assert not office.generate().err, "the program's own letter says nothing new, and none lies beside the edited one"
    assert "judged: met; ready to sign" in priorauth("worklist", "show", "case-05", folder=tmp_path).out
