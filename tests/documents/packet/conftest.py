"""What the tests of packets share: documents that say on each page which page it is, and how to read them back."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import typst
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGES = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.name, date: none)
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#for number in range(1, data.pages + 1) {
  place(top + left, [top of #data.name #number])
  place(bottom + right, [foot of #data.name #number])
  pagebreak(weak: true)
}
"""


@pytest.fixture(scope="session")
def document() -> Callable[..., bytes]:
    """A PDF whose pages are printed up to their edges with its name and their number."""
    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)

    def made(name: str, pages: int = 1, width: float = 612, height: float = 792) -> bytes:
        data = {"name": name, "pages": pages, "width": width, "height": height}
        return compiler.compile(_PAGES, sys_inputs={"data": json.dumps(data)})

    return made


@pytest.fixture(scope="session")
def texts() -> Callable[[bytes], list[str]]:
    """The text of each page."""

    def read(pdf: bytes) -> list[str]:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]

    return read


@pytest.fixture(scope="session")
def painted() -> Callable[[bytes, int], Image.Image]:
    """A page, counted from 1, as pixels in gray, one to the point."""

    def paint(pdf: bytes, page: int = 1) -> Image.Image:
        return pypdfium2.PdfDocument(pdf)[page - 1].render(scale=1).to_pil().convert("L")

    return paint


@pytest.fixture(scope="session")
def image() -> Callable[..., bytes]:
    """A gray picture with a black corner at its upper left."""

    def made(kind: str, width: int, height: int, mode: str = "RGB") -> bytes:
        drawn = Image.new("RGB", (width, height), "gray")
        drawn.paste("black", (0, 0, width // 4, height // 4))
        out = io.BytesIO()
        drawn.convert(mode).save(out, kind)
        return out.getvalue()

    return made
