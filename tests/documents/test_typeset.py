from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from priorauth.documents.typeset import draw_png, typeset
from priorauth.errors import BadInput
from tests.documents.reading_back import pdf_pages

DAY = date(2026, 11, 20)
HEAD = """\
#let data = json(bytes(sys.inputs.data))
#let file(name) = bytes(json(bytes(sys.inputs.at("file:" + name))))
#set document(title: "A page")
#set page(width: 4in, height: auto)
"""


@pytest.fixture
def page(tmp_path):
    """Writes a template and gives its path."""

    def written(body: str):
        path = tmp_path / "page.typ"
        path.write_text(HEAD + body, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    "words",
    ["#set page()", "*b* _i_ `c`", "$x^2$", "= Heading", "@ref", "~ -- ...", "\"q\" 's'", "\\ \\u{41}", "// no", "<a>"],
)
def test_a_text_is_set_as_it_is(page, words):
    assert pdf_pages(typeset(page("#data.words"), {"words": words}, dated=DAY)) == [words]


def test_the_same_input_gives_the_same_bytes(page):
    template = page("#data.words")
    assert len({typeset(template, {"words": "Łukasz"}, dated=DAY) for _ in range(3)}) == 1


def test_the_file_names_the_day_it_is_given_and_no_other(page):
    metadata = PdfReader(io.BytesIO(typeset(page("x"), {}, dated=DAY))).metadata
    assert (metadata["/CreationDate"], metadata["/ModDate"]) == ("D:20261120000000Z",) * 2


def test_a_pdf_is_archival_and_accessible(page):
    root = PdfReader(io.BytesIO(typeset(page("x"), {}, dated=DAY))).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_a_file_is_given_by_name(page):
    picture = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(picture, "PNG")
    template = page('#image(file("logo"), alt: "A logo")')
    pdf = typeset(template, {}, dated=DAY, files={"logo": picture.getvalue()})
    assert PdfReader(io.BytesIO(pdf)).pages[0].images[0].image.size == (3, 2)


def test_a_drawing_has_the_size_that_its_resolution_gives(page):
    drawing = Image.open(io.BytesIO(draw_png(page("x"), {}, ppi=100)))
    assert drawing.width == 400


def test_a_changed_template_is_seen(page):
    assert pdf_pages(typeset(page("before"), {}, dated=DAY)) == ["before"]
    assert pdf_pages(typeset(page("after"), {}, dated=DAY)) == ["after"]


def test_threads_do_not_disturb_each_other(page):
    template = page("#data.words")
    words = [f"patient {number}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        pages = pool.map(lambda one: pdf_pages(typeset(template, {"words": one}, dated=DAY)), words)
    assert list(pages) == [[one] for one in words]


def test_a_character_that_no_font_has_is_told_by_its_number(page):
    with pytest.raises(BadInput, match=r"U\+4F60") as told:
        typeset(page("#data.words"), {"words": "你好"}, dated=DAY)
    assert "你" not in str(told.value)


def test_a_mistaken_template_is_told_with_its_line(page):
    template = page("#data.nothing")
    with pytest.raises(BadInput, match="does not contain key") as told:
        typeset(template, {}, dated=DAY)
    assert "page.typ:5" in told.value.what
    assert told.value.where == str(template)


def test_a_missing_template_is_told(tmp_path):
    with pytest.raises(BadInput, match="There is no such template"):
        typeset(tmp_path / "none.typ", {}, dated=DAY)
