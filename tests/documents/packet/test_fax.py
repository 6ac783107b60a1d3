"""What goes through a fax: dots of the right size, letters that can be told from each other, and small text named."""

from __future__ import annotations

import io
import string
from datetime import date
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import typst
from PIL import Image, ImageChops, ImageStat

from priorauth.documents.packet.assemble import assemble
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.documents.packet.fax import DOTS, SMALLEST, faxed
from priorauth.documents.packet.parts import Crosswalk

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = string.ascii_letters + string.digits
STEP_X, STEP_Y, LEFT, TOP = 36, 27, 60, 60
"""Where letters are put, in points."""
SPECIMEN = """
#set page(width: 612pt, height: 792pt, margin: 0pt)
#set text(font: "{font}", size: {size}pt, top-edge: "baseline", bottom-edge: "baseline")
{letters}
"""


def specimen(size: float, font: str, shift: float) -> bytes:
    """Each letter by itself in a grid, a part of a point beside its place."""
    placed = "\n".join(
        f"#place(top + left, dx: {LEFT + STEP_X * (k % 14) + shift}pt, dy: {TOP + STEP_Y * (k // 14) + shift}pt)[{one}]"
        for k, one in enumerate(LETTERS)
    )
    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)
    return compiler.compile(SPECIMEN.format(font=font, size=size, letters=placed).encode())


def cells(page: Image.Image, dx: float = 0, dy: float = 0) -> list[Image.Image]:
    """The surroundings of each letter, as large as in the fax, looked at from so many dots beside it."""
    across, down = page.width / 1734, page.height / 2156  # of this page, to a dot of the fax
    found = []
    for k in range(len(LETTERS)):
        left = round((LEFT + STEP_X * (k % 14)) / 72 * 204) - 8 + dx
        top = round((TOP + STEP_Y * (k // 14)) / 72 * 196) - 28 + dy
        box = (left * across, top * down, (left + 44) * across, (top + 40) * down)
        found.append(page.resize((44, 40), Image.Resampling.BOX, box=box))
    return found


def received(pdf: bytes) -> Image.Image:
    """The dots of the only page, with the margins that the fax took."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (picture,) = document.pages[0].get_images().values()
        dots = Image.new("L", (1734, 2156), 255)
        dots.paste(pikepdf.PdfImage(picture).as_pil_image().convert("L"), (3, 0))
        return dots


def misread(size: float, font: str, shift: float) -> list[str]:
    """Which letters, after the fax, are more like another letter in print than like themselves.

    A letter is held against every printed one, in steps of half a dot: a reader does not mind where it stands.
    """
    page = pypdfium2.PdfDocument(specimen(size, font, 0))[0].render(scale=204 / 72 * 3).to_pil().convert("L")
    steps = (-1, -0.5, 0, 0.5, 1)
    printed = [cells(page, dx, dy) for dx in steps for dy in steps]
    wrong = []
    for letter, cell in zip(LETTERS, cells(received(faxed(specimen(size, font, shift)).pdf)), strict=True):
        unlike = [
            min(ImageStat.Stat(ImageChops.difference(cell, one[k])).sum2[0] for one in printed)
            for k in range(len(LETTERS))
        ]
        read = LETTERS[unlike.index(min(unlike))]
        if read != letter:
            wrong.append(f"{letter} as {read}")
    return wrong


@pytest.mark.parametrize("font", ["Libertinus Serif", "DejaVu Sans Mono"])
def test_text_of_the_smallest_size_is_read_letter_by_letter_after_the_fax(font: str) -> None:
    # A small l and a large I of Libertinus differ by less than a dot in height, and in nothing else.
    assert set(misread(SMALLEST, font, 0.13)) <= {"l as I", "I as l"}


def test_below_it_letters_are_taken_for_others() -> None:
    assert len(misread(SMALLEST - 3, "Libertinus Serif", 0.13)) > 5


def packet(sheet: Callable[..., bytes], *sizes: tuple[float, float]) -> bytes:
    """A sheet for each size, printed up to its edges."""
    parts = [exhibit_part(f"e{k}", f"Exhibit {k}", sheet(f"e{k}", 1, *size)) for k, size in enumerate(sizes)]
    done = assemble(parts, stamp="M", title="Request", crosswalk=Crosswalk("", ()), dated=date(2026, 11, 20))
    return done.pdf


def test_each_page_is_one_picture_of_the_fax_s_own_dots(document: Callable[..., bytes]) -> None:
    with pikepdf.open(io.BytesIO(faxed(packet(document, (612, 792), (792, 612))).pdf)) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            (picture,) = page.get_images().values()
            assert (picture.Width, picture.Height, picture.BitsPerComponent) == (DOTS, 2156, 1)
            assert list(picture.Filter) == ["/CCITTFaxDecode"]
            # 204 dots to the inch in 1728 of them, and 196 in 2156
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            assert (right - left, bottom, top) == (pytest.approx(612, abs=0.01), 0, pytest.approx(792, abs=0.01))
            assert left == pytest.approx((1728 / 204 * 72 - 612) / 2, abs=0.01)
            assert b"BT" not in page.Contents.read_bytes()


def test_it_tells_title_language_and_labels_of_the_packet(document: Callable[..., bytes]) -> None:
    with pikepdf.open(io.BytesIO(faxed(packet(document, (612, 792))).pdf)) as pdf:
        assert (str(pdf.docinfo.Title), str(pdf.Root.Lang)) == ("Request", "en-US")
        assert [page.label for page in pdf.pages] == ["1", "2"]


def test_a_sheet_that_lies_across_is_stood_up_and_keeps_its_size(document: Callable[..., bytes]) -> None:
    across = received(faxed(exhibit_part("e", "E", document("e", 1, 792, 612)).pdf).pdf)
    left, top, right, bottom = across.point(lambda shade: 255 - shade).getbbox() or (0, 0, 0, 0)
    assert bottom - top > 0.9 * 2156  # what stood at its two corners, 792 points apart, less the edge
    assert left < right


@pytest.mark.parametrize(
    ("paper", "ink", "stays"),
    [
        ((255, 255, 255), (0, 0, 0), True),
        ((255, 255, 255), (100, 100, 100), True),
        ((255, 255, 255), (200, 0, 0), True),  # a red stamp
        ((255, 240, 120), (0, 0, 0), True),  # on a marker's yellow
        ((190, 190, 190), (0, 0, 0), True),  # on a shade
        ((40, 40, 40), (255, 255, 255), True),  # white on dark
        ((255, 255, 255), (235, 235, 235), False),  # a watermark
    ],
)
def test_what_is_told_by_shades_and_colors(paper: tuple[int, int, int], ink: tuple[int, int, int], stays: bool) -> None:
    drawn = Image.new("RGB", (850, 1100), paper)
    for line in range(300, 800, 40):
        drawn.paste(ink, (200, line, 650, line + 6))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    dots = received(faxed(exhibit_part("e", "E", out.getvalue()).pdf).pdf)
    across = dots.crop((867, 700, 868, 1500))
    changes = sum(1 for y in range(1, across.height) if across.getpixel((0, y)) != across.getpixel((0, y - 1)))
    assert (changes > 10) == stays


@pytest.mark.parametrize(("shrunk_to", "told"), [(0.6, False), (0.5, True)])
def test_small_text_is_told_by_page_and_size(shrunk_to: float, told: bool) -> None:
    """Text of 11 points, on paper that is made smaller."""
    letter = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True).compile(
        f"#set page(width: {592 / shrunk_to}pt, height: {750 / shrunk_to}pt)\n#set text(size: 11pt)\nWords".encode()
    )
    small = faxed(exhibit_part("note", "A note", letter).pdf).small
    assert small == ({1: pytest.approx(5.5, abs=0.1)} if told else {})


def test_the_same_packet_gives_the_same_fax(document: Callable[..., bytes]) -> None:
    whole = packet(document, (612, 792))
    assert faxed(whole) == faxed(whole)
