"""Scans and photographs as exhibits: each page of a TIFF, upright, to its end, in its own size; or refused by name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.pictures import picture_pdf
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

DARK = 64


def scan(width: int = 850, height: int = 1100) -> Image.Image:
    """White, with a black corner at its upper left."""
    drawn = Image.new("RGB", (width, height), "white")
    drawn.paste("black", (0, 0, width // 4, height // 4))
    return drawn


def saved(kind: str, *scans: Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    several = {"save_all": True, "append_images": scans[1:]} if len(scans) > 1 else {}
    scans[0].save(out, kind, **several, **how)
    return out.getvalue()


def held(picture: Image.Image, orientation: int) -> tuple[Image.Image, Image.Exif]:
    """The picture as a camera stores it that was held so: undone by what its orientation asks for."""
    undo = {
        1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270],
    }  # fmt: skip
    for each in undo[orientation]:
        picture = picture.transpose(each)
    told = Image.Exif()
    told[0x112] = orientation
    return picture, told


def dark_box(page: Image.Image) -> tuple[float, float, float, float]:
    """Where the dark corner lies, in hundredths of the page."""
    left, top, right, bottom = page.point(lambda gray: 255 if gray < DARK else 0).getbbox() or (0, 0, 0, 0)
    return (100 * left / page.width, 100 * top / page.height, 100 * right / page.width, 100 * bottom / page.height)


def shape(pdf: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        boxes = [[float(edge) for edge in page.mediabox] for page in document.pages]
    return [(round(box[2] - box[0], 1), round(box[3] - box[1], 1)) for box in boxes]


@pytest.mark.parametrize(
    ("mode", "compression"),
    [
        ("1", "group4"), ("1", "group3"), ("1", "tiff_lzw"), ("1", None), ("L", "tiff_lzw"), ("L", "jpeg"),
        ("RGB", "jpeg"), ("RGB", "tiff_adobe_deflate"), ("P", "tiff_lzw"), ("RGBA", "tiff_lzw"), ("CMYK", "tiff_lzw"),
    ],
)  # fmt: skip
def test_each_page_of_a_tiff_is_enclosed_however_it_is_stored(
    painted: Callable[..., Image.Image], mode: str, compression: str | None
) -> None:
    pages = [scan().convert(mode), scan(1100, 850).convert(mode), scan(400, 2000).convert(mode)]
    data = saved("TIFF", *pages, compression=compression)
    assert ExhibitFile("scan", data).pages() == 3
    part = exhibit_part("scan", "A scan", data)
    assert shape(part.pdf) == [(612, 792), (792, 612), (612, 792)]
    for number in (1, 2, 3):
        left, top, right, bottom = dark_box(painted(part.pdf, number))
        assert (right + left < 100, bottom + top < 100) == (True, True)
        assert right - left > 4
        assert bottom - top > 20


def test_only_the_pages_asked_for_are_taken_from_a_tiff(painted: Callable[..., Image.Image]) -> None:
    data = saved("TIFF", scan(), scan(1100, 850), scan(), compression="tiff_lzw")
    part = exhibit_part("scan", "A scan", data, [2])
    assert shape(part.pdf) == [(792, 612)]
    with pytest.raises(BadInput, match="does not have all the pages"):
        exhibit_part("scan", "A scan", data, [4])


def test_a_fax_with_half_the_lines_is_not_stretched() -> None:
    """204 dots to the inch across and 98 down: twice as many dots as it is wide stand on a page of 8 by 11 inches."""
    data = saved("TIFF", scan(1632, 1078).convert("1"), compression="group4", dpi=(204, 98))
    assert shape(picture_pdf(data)) == [(576, 792)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_it_was_held(painted: Callable[..., Image.Image], kind: str, orientation: int) -> None:
    picture, told = held(scan(600, 800), orientation)
    part = exhibit_part("card", "A card", saved(kind, picture, exif=told))
    assert shape(part.pdf) == [(612, 792)]
    assert max(dark_box(painted(part.pdf))) < 40


@pytest.mark.parametrize("orientation", [0, 9])
def test_an_orientation_that_means_nothing_changes_nothing(
    painted: Callable[..., Image.Image], orientation: int
) -> None:
    told = Image.Exif()
    told[0x112] = orientation
    part = exhibit_part("card", "A card", saved("PNG", scan(600, 800), exif=told))
    assert dark_box(painted(part.pdf))[2] < 40


def test_the_small_copy_that_some_scanners_add_is_no_page() -> None:
    small = scan(85, 110)
    small.encoderinfo = {"tiffinfo": {0xFE: 1}}  # a reduced version of another one in the file
    data = saved("TIFF", scan(), small)
    assert ExhibitFile("scan", data).pages() == 1
    assert len(shape(picture_pdf(data))) == 1


def test_a_photograph_goes_in_with_its_own_bytes() -> None:
    photo = saved("JPEG", scan())
    assert photo in picture_pdf(photo)


def test_a_clean_fax_goes_in_as_it_is_packed() -> None:
    data = saved("TIFF", scan().convert("1"), compression="group4")
    with pikepdf.open(io.BytesIO(picture_pdf(data))) as document:
        (picture,) = document.pages[0].get_images().values()
        assert list(picture.Filter) == ["/CCITTFaxDecode"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("kept", [0.05, 0.5, 0.98])
def test_a_picture_that_breaks_off_is_not_enclosed(kind: str, kept: float) -> None:
    noisy = Image.effect_noise((300, 400), 80)
    how = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    data = saved(kind, noisy, **how)
    with pytest.raises(BadInput, match="exhibit card is damaged: it cannot be read as a picture"):
        exhibit_part("card", "A card", data[: int(len(data) * kept)])


def test_a_picture_with_more_shades_than_a_pdf_holds_is_named() -> None:
    with pytest.raises(BadInput, match="exhibit xray has more shades"):
        exhibit_part("xray", "An x-ray", saved("TIFF", Image.new("I;16", (40, 40))))


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture, told = held(scan(60, 80), 7)
    data = saved("TIFF", picture, exif=told)
    assert picture_pdf(data) == picture_pdf(data)
