"""Exhibits of any size and turn, whole and upright on Letter sheets; and what cannot be used, by its name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.paper import FOOT
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [(float(page.mediabox[2]), float(page.mediabox[3])) for page in document.pages]


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], Any], **how: Any) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "sheet"),
    [
        ((612, 792), (612, 792)),
        ((595, 842), (612, 792)),
        ((792, 612), (792, 612)),
        ((1100, 1424), (612, 792)),
        ((200, 100), (792, 612)),
        ((300, 300), (612, 792)),
        ((200, 4000), (612, 792)),  # a strip from a receipt printer
        ((5000, 3000), (792, 612)),  # a plan
        ((90, 60), (792, 612)),
    ],
)
def test_a_page_of_any_size_is_whole_on_a_letter_sheet_and_its_foot_is_free(
    document: Callable[..., bytes],
    texts: Callable[[bytes], list[str]],
    painted: Callable[..., Image.Image],
    size: tuple[float, float],
    sheet: tuple[float, float],
) -> None:
    part = exhibit_part("note", "A note", document("note", 1, *size))
    assert sizes(part.pdf) == [sheet]
    assert texts(part.pdf) == ["top of note 1 foot of note 1"]
    page = painted(part.pdf)
    assert page.getextrema()[0] < 200  # of a strip or a plan the letters are small and gray
    assert page.crop((0, page.height - int(FOOT), page.width, page.height)).getextrema() == (255, 255)


@pytest.mark.parametrize("box", [[-300, -400, 312, 392], [100, 50, 712, 842]])
def test_a_page_whose_corner_is_elsewhere_is_whole(
    document: Callable[..., bytes], texts: Callable[[bytes], list[str]], box: list[float]
) -> None:
    """Its content moved with it: programs count from any point that they like."""

    def moved(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(f"q 1 0 0 1 {box[0]} {box[1]} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = box
        for name in {"/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"} & set(page.obj.keys()):
            del page.obj[name]

    part = exhibit_part("note", "A note", changed(document("note"), moved))
    assert texts(part.pdf) == ["top of note 1 foot of note 1"]
    assert sizes(part.pdf) == [(612, 792)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_stands_as_a_viewer_shows_it(
    image: Callable[..., bytes], painted: Callable[..., Image.Image], turn: int
) -> None:
    scan = exhibit_part("scan", "A scan", image("PNG", 600, 800)).pdf
    turned = changed(scan, lambda pdf: pdf.pages[0].rotate(turn, relative=False))
    before, after = painted(turned), painted(exhibit_part("scan", "A scan", turned).pdf)
    assert after.size == before.size

    def dark_corner(page: Image.Image) -> tuple[bool, bool]:
        left, top, right, bottom = page.point(lambda gray: 255 if gray < 64 else 0).getbbox() or (0, 0, 0, 0)
        return (left + right) / 2 < page.width / 2, (top + bottom) / 2 < page.height / 2

    assert dark_corner(after) == dark_corner(before)


def test_what_a_viewer_cuts_away_stays_away(
    document: Callable[..., bytes], texts: Callable[[bytes], list[str]]
) -> None:
    cropped = changed(document("note"), lambda pdf: setattr(pdf.pages[0], "cropbox", [0, 400, 612, 792]))
    assert sizes(exhibit_part("note", "A note", cropped).pdf) == [(792, 612)]


def test_only_the_pages_asked_for_are_enclosed(
    document: Callable[..., bytes], texts: Callable[[bytes], list[str]]
) -> None:
    part = exhibit_part("note", "A note", document("note", 5), [2, 4])
    assert part.pages == (2, 4)
    assert texts(part.pdf) == ["top of note 2 foot of note 2", "top of note 4 foot of note 4"]


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P")]
)
def test_a_picture_is_a_page(
    image: Callable[..., bytes], painted: Callable[..., Image.Image], kind: str, mode: str
) -> None:
    part = exhibit_part("card", "Insurance card", image(kind, 800, 500, mode))
    assert sizes(part.pdf) == [(792, 612)]
    assert painted(part.pdf).getextrema()[0] < 10


def test_what_stands_in_a_form_field_of_an_exhibit_stays(texts: Callable[[bytes], list[str]]) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        drawn = pdf.make_stream(b"BT /F 12 Tf 2 5 Td (Filled in) Tj ET", Type=pikepdf.Name.XObject)
        drawn.Subtype, drawn.BBox = pikepdf.Name.Form, [0, 0, 100, 20]
        drawn.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T=pikepdf.String("f"),
                V=pikepdf.String("Filled in"), Rect=[100, 100, 200, 120], F=4, AP=pikepdf.Dictionary(N=drawn),
            )
        )  # fmt: skip
        pdf.pages[0].Annots = [field]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = io.BytesIO()
        pdf.save(out)
    assert texts(exhibit_part("form", "A form", out.getvalue()).pdf) == ["Filled in"]


def test_the_same_exhibit_gives_the_same_bytes(document: Callable[..., bytes], image: Callable[..., bytes]) -> None:
    for data in (document("note", 2, 595, 842), image("JPEG", 300, 200), image("PNG", 300, 200)):
        assert exhibit_part("note", "A note", data) == exhibit_part("note", "A note", data)


def test_an_exhibit_that_cannot_be_used_is_named(document: Callable[..., bytes], image: Callable[..., bytes]) -> None:
    whole = document("note", 2)
    unusable = {
        "is protected by a password": changed(
            whole, lambda _: None, encryption=pikepdf.Encryption(user="u", owner="o")
        ),
        "is damaged: it cannot be read as a PDF": b"%PDF-1.7\nnothing more",
        "be read as a PDF": changed(whole, lambda pdf: pdf.pages.__delitem__(slice(None))),
        "is damaged: it cannot be read as a picture": image("PNG", 300, 200)[:60],
        "is neither a PDF nor a JPEG, PNG or TIFF picture": b"Dear colleague",
        "holds no pages but a notice to open it in Adobe Reader": changed(
            whole, lambda pdf: pdf.Root.__setitem__("/NeedsRendering", True)
        ),
    }
    for told, data in unusable.items():
        with pytest.raises(BadInput, match=told) as error:
            exhibit_part("exhibit-note", "A note", data, where="charts/note.pdf")
        assert str(error.value).startswith("charts/note.pdf: The exhibit exhibit-note ")


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_an_exhibit_does_not_have(document: Callable[..., bytes], page: int) -> None:
    with pytest.raises(BadInput, match="does not have all the pages"):
        exhibit_part("exhibit-note", "A note", document("note", 2), [page])


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_whose_end_is_lost_is_not_enclosed_with_blank_pages(document: Callable[..., bytes], kept: float) -> None:
    # Saved for the web, a file begins with its pages, so a part of it can be opened.
    whole = changed(document("note", 6), lambda _: None, linearize=True)
    with pytest.raises(BadInput, match="its end is missing"):
        exhibit_part("exhibit-note", "A note", whole[: int(len(whole) * kept)])
