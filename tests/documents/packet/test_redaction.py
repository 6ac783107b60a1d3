"""What is redacted is gone: from each stream, for each reader, from the dots, and with it what the file was before."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from pydantic import ValidationError

from priorauth.chart.treatment import Exhibit, Redaction
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "Jane Roe"
SECRET = re.compile(rb"Jane|J\s*a\s*n\s*e|Roe", re.IGNORECASE)
FONT = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def note(*pages: str, at: tuple[int, int] = (100, 700)) -> bytes:
    """A chart note in the oldest way there is: plain text in the stream, a name to each line."""
    with pikepdf.new() as pdf:
        for text in pages:
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=FONT))
            lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
            page.Contents = pdf.make_stream(f"BT /F 12 Tf 16 TL {at[0]} {at[1]} Td {lines} ET".encode())
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def enclosed(pdf: bytes, *redact: dict[str, Any], pages: tuple[int, ...] = ()) -> bytes:
    return exhibit_part("note", "A note", pdf, pages, redact=[Redaction(**one) for one in redact]).pdf


def everything_in(pdf: bytes) -> bytes:
    """Each object and each stream, unpacked; and the file as it is."""
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.objects:
            found.append(one.unparse())
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                found.append(one.read_bytes())
    return b"\n".join(found)


def read_by_two(pdf: bytes) -> list[str]:
    """The text as pypdf and as pdfium read it."""
    by_pypdf = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    by_pdfium = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    return [by_pypdf, by_pdfium]


def test_a_phrase_is_gone_and_the_other_pages_are_as_they_were() -> None:
    pdf = enclosed(note("Mother: Jane Roe\nSleeps well", "Seen again"), {"phrase": NAME})
    assert not SECRET.search(everything_in(pdf))
    for text in read_by_two(pdf):
        assert "Roe" not in text
        assert "Mother" not in text  # the page is dots now: what stood beside the name can be seen, not read out
        assert "Seen again" in text


@pytest.mark.parametrize("written", ["jane ROE", "Jane  Roe", "JaneRoe"])
def test_capitals_and_spaces_make_no_difference(written: str) -> None:
    assert "Roe" not in read_by_two(enclosed(note("Mother: Jane Roe"), {"phrase": written}))[1]


def test_a_phrase_that_runs_into_the_next_line_is_found() -> None:
    pdf = enclosed(note("Her mother Jane\nRoe agrees"), {"phrase": NAME})
    assert not SECRET.search(everything_in(pdf))


def dots(pdf: bytes, page: int = 1) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page - 1].render(scale=2).to_pil().convert("L")


def test_the_words_are_black_and_those_beside_them_stay() -> None:
    source = note("Mother: Jane Roe agrees")
    bare, after = dots(exhibit_part("note", "A note", source).pdf), dots(enclosed(source, {"phrase": NAME}))
    newly_black = ImageChops.subtract(bare, after).point(lambda by: 255 if by > 150 else 0)
    left, top, right, bottom = newly_black.getbbox() or (0, 0, 0, 0)
    # Two dots to the point: the name is 51 points wide and 9 high (Helvetica, 12 points), and 2 more on each side.
    assert 100 < right - left < 116
    assert 18 < bottom - top < 30
    assert after.crop((left + 3, top + 3, right - 3, bottom - 3)).getextrema()[1] < 60
    beside = (left - 60, top, left - 8, bottom)
    assert after.crop(beside).getextrema()[0] < 100  # "Mother:" can still be seen


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_blackened_where_the_words_are(turn: int) -> None:
    with pikepdf.open(io.BytesIO(note("Mother: Jane Roe"))) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        turned = saved(pdf)
    before, after = dots(exhibit_part("note", "A note", turned).pdf), dots(enclosed(turned, {"phrase": NAME}))
    assert before.size == after.size
    ink = before.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    box = after.point(lambda shade: 255 if shade < 40 else 0).getbbox()
    assert ink
    assert box
    # The box lies over the end of the line, and reaches two points beyond it.
    assert all(abs(one - other) < 12 for one, other in zip(ink, box, strict=True))
    assert sum(1 for shade in after.get_flattened_data() if shade < 40) > 4 * sum(
        1 for shade in before.get_flattened_data() if shade < 40
    )


@pytest.mark.parametrize("turn", [0, 90])
def test_a_box_is_counted_from_the_corner_that_one_sees(turn: int) -> None:
    """In points from the upper left: a scan with the name in the picture."""
    scan = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(scan).rectangle(
        (100, 100, 300, 140), fill=100
    )  # "the name": 72 to 216 points across at 100 dots an inch
    out = io.BytesIO()
    scan.save(out, "PNG", dpi=(100, 100))
    with pikepdf.open(io.BytesIO(exhibit_part("s", "S", out.getvalue()).pdf)) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        source = saved(pdf)
    shown = pypdfium2.PdfDocument(source)[0].render(scale=1).to_pil().convert("L")
    left, top, right, bottom = shown.point(lambda shade: 255 if 60 < shade < 140 else 0).getbbox() or (0, 0, 0, 0)
    box = [left - 1, top - 1, right + 1, bottom + 1]
    after = enclosed(source, {"page": 1, "box": box})
    histogram = dots(after).histogram()
    assert sum(histogram[60:140]) < 500  # of the 16,000 dots in gray nothing is left but the box's soft edges
    with pikepdf.open(io.BytesIO(after)) as pdf:
        pictures = [
            pikepdf.PdfImage(one).as_pil_image().convert("L")
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert len(pictures) == 1
    assert sum(pictures[0].histogram()[60:140]) < 500


def test_nothing_of_the_file_around_the_page_comes_along() -> None:
    """Notes, attachments, title, metadata, thumbnails, a layer of text, and what an earlier revision of it said."""
    first = note("Mother: Jane Roe", "Seen again")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        pdf.docinfo.Title = "About Jane Roe"
        pdf.attachments["Jane Roe.txt"] = pikepdf.AttachedFileSpec(pdf, b"Jane Roe")
        with pdf.open_metadata() as metadata:
            metadata["dc:description"] = "Jane Roe"
        pdf.pages[0].Annots = [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Text,
                    Rect=[10, 10, 30, 30],
                    Contents=pikepdf.String("Jane Roe"),
                )
            )
        ]
        pdf.pages[0].PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=pikepdf.String("Jane Roe")))
        pdf.pages[0].Thumb = pdf.make_stream(b"Jane Roe")
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=pikepdf.Dictionary(ActualText=pikepdf.String("Jane Roe")))
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Jane Roe", 0))
        whole = saved(pdf)
    reader = pypdf.PdfReader(io.BytesIO(whole))
    writer = pypdf.PdfWriter(reader, incremental=True)
    writer.pages[1].merge_page(pypdf.PdfReader(io.BytesIO(note("Later", at=(100, 300)))).pages[0])
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(whole)  # an earlier revision within it

    pdf = enclosed(out.getvalue(), {"page": 1, "phrase": NAME})

    assert not SECRET.search(everything_in(pdf))
    assert pdf.count(b"%%EOF") == 1
    assert all("Later" in text for text in read_by_two(pdf))


def test_a_page_takes_nothing_along_that_only_the_redacted_one_shows() -> None:
    """Scanners write one list of pictures for all pages: the second page must not carry the first one's picture."""
    with pikepdf.new() as pdf:
        pictures = pikepdf.Dictionary()
        for k, shade in enumerate((100, 200)):
            picture = pdf.make_stream(bytes([shade]) * 10000, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
            picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = (
                100,
                100,
                pikepdf.Name.DeviceGray,
                8,
            )
            pictures[f"/Im{k}"] = picture
        shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pictures))
        for k in range(2):
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = shared
            page.Contents = pdf.make_stream(f"q 100 0 0 100 50 600 cm /Im{k} Do Q".encode())
        source = saved(pdf)
    after = enclosed(source, {"page": 1, "box": (40, 80, 160, 200)})
    with pikepdf.open(io.BytesIO(after)) as pdf:
        raw = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Width") == 100]
    assert raw == [bytes([200]) * 10000]


def test_the_index_says_which_pages_are_redacted() -> None:
    def title(*redact: Redaction, pages: tuple[int, ...] = ()) -> str:
        source = note("Jane Roe", "Nobody", "Jane Roe", "Jane Roe")
        return exhibit_part("note", "Exhibit 1: note", source, pages, redact=redact).title

    assert title(Redaction(page=3, phrase=NAME)) == "Exhibit 1: note (page 3 redacted)"
    assert title(Redaction(phrase=NAME)) == "Exhibit 1: note (pages 1, 3–4 redacted)"
    assert title(Redaction(phrase=NAME), pages=(2, 3)) == "Exhibit 1: note (page 3 redacted)"


@pytest.mark.parametrize(
    ("redact", "told"),
    [
        ({"phrase": "John Doe"}, "has words to be redacted that cannot be found"),
        ({"page": 2, "phrase": NAME}, "has words to be redacted that cannot be found"),
        ({"page": 3, "phrase": NAME}, "does not have all the pages"),
        ({"page": 1, "box": (612, 10, 700, 20)}, "has a place to be redacted that is not on its page"),
        ({"page": 1, "box": (10, 792, 20, 800)}, "has a place to be redacted that is not on its page"),
    ],
)
def test_what_cannot_be_redacted_is_not_enclosed(redact: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told) as error:
        enclosed(note("Jane Roe", "Nobody"), redact)
    assert "Roe" not in str(error.value)
    assert "Doe" not in str(error.value)


@pytest.mark.parametrize(
    ("redact", "told"),
    [
        ({}, "needs either box or phrase"),
        ({"page": 1, "phrase": NAME, "box": [0, 0, 1, 1]}, "needs either box or phrase"),
        ({"box": [0, 0, 1, 1]}, "a box is on one page"),
        ({"page": 1, "box": [10, 0, 10, 1]}, "left, top, right and bottom"),
        ({"page": 2, "phrase": NAME}, "is not among the pages that are enclosed"),
    ],
)
def test_a_redaction_that_cannot_be_meant(redact: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Exhibit(id="exhibit-note", file="note.pdf", kind="chart_note", title="Note", pages=[1, 3], redact=[redact])


def test_the_same_exhibit_gives_the_same_bytes(document: Callable[..., bytes]) -> None:
    source = document("note", 2)
    assert enclosed(source, {"phrase": "top of"}) == enclosed(source, {"phrase": "top of"})
