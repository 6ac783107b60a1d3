"""What a chart says is printed as it is written, and never becomes markup, code or a template."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pypdf import PdfReader

from tests.command import CHARTS, DAY, ROOT, priorauth
from tests.documents.reading_back import docx_body, letters
from tests.end_to_end.reading import texts_of

if TYPE_CHECKING:
    from pathlib import Path

MARKUP = (
    "**bold** _it_ `code`",
    "{{ x }} {% if y %} {# z #}",
    "<w:p><w:t>Word</w:t></w:p>",
    '#set page(fill: red) #read("/etc/passwd")',
    "$x^2$ \\textbf{q} \\u{41} <b>&amp;</b>",
    "| a | b | --- [1](http://localhost)",
    "(x) Tj ET % ) ( \\",
    "@import & 'single' \"double\"",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of case-01, of whom chart, address and rationale are full of markup."""
    place = tmp_path_factory.mktemp("hostile")
    tree: dict[str, Any] = yaml.load((CHARTS / "case-01" / "chart.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  (texts only)
    tree["patient"]["name"]["last"] = MARKUP[0]
    tree["patient"]["allergies"] = MARKUP[6]
    tree["patient"]["address"]["street"] = MARKUP[7]
    tree["diagnoses"][0]["description"] = MARKUP[2]
    tree["diagnoses"][0]["by"] = MARKUP[3]
    tree["trials"][0]["adverse_effects"] = [{"effect": MARKUP[4]}]
    tree["exhibits"][0]["title"] = MARKUP[5]
    tree["asks"][0]["rationale"] = " / ".join(MARKUP)
    file = place / "charts" / "case-01" / "chart.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(tree), "utf-8")
    for exhibit in tree["exhibits"]:
        copy = file.parent / exhibit["file"]
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes((CHARTS / "case-01" / exhibit["file"]).read_bytes())
    (place / "practice.yaml").write_bytes((ROOT / "examples" / "practice.yaml").read_bytes())
    assert priorauth("generate", file, "-o", place / "out", "--as-of", DAY).code == 0
    (made,) = (place / "out").glob("*/*")
    return made


@pytest.mark.parametrize("text", MARKUP)
def test_the_letter_in_word_prints_it(text: str, folder: Path) -> None:
    assert letters(text) in letters(docx_body((folder / "letter.docx").read_bytes()))


@pytest.mark.parametrize("text", MARKUP)
def test_the_letter_as_pdf_prints_it(text: str, folder: Path) -> None:
    assert letters(text) in letters("".join(texts_of((folder / "letter.pdf").read_bytes())))


@pytest.mark.parametrize("text", MARKUP)
def test_the_form_or_its_addendum_prints_it(text: str, folder: Path) -> None:
    fields = PdfReader(folder / "form.pdf").get_form_text_fields()
    addendum = "".join(texts_of((folder / "form-addendum.pdf").read_bytes()))

    assert letters(text) in letters("".join(filter(None, fields.values())) + addendum)


@pytest.mark.parametrize(
    ("field", "text"), [("patient_name", f"Marigold {MARKUP[0]}"), ("patient_allergies", MARKUP[6])]
)
def test_a_field_of_the_form_holds_it(field: str, text: str, folder: Path) -> None:
    assert PdfReader(folder / "form.pdf").get_form_text_fields()[field] == text


@pytest.mark.parametrize("text", [MARKUP[0], MARKUP[5]])
def test_the_packet_prints_it(text: str, folder: Path) -> None:
    assert letters(text) in letters("".join(texts_of((folder / "packet.pdf").read_bytes())))


def test_the_word_document_can_be_opened_and_says_what_the_pdf_says(folder: Path) -> None:
    word = docx_body((folder / "letter.docx").read_bytes())

    assert word.count(MARKUP[3]) >= 2
    assert "root:" not in word
