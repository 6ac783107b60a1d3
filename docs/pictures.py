"""Draws the pictures of the documents anew: letters, a terminal, the clinician's page. Run it when their looks change.

    python -m docs.pictures

The same program with the same fonts and libraries draws the same bytes. The page is as Chromium shows it.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import click
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from rich.text import Text

from docs.browser import pictures
from priorauth.__main__ import run
from priorauth.documents.letter import samples as gallery
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.typeset import draw_png
from priorauth.files import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
AS_OF = "2026-11-20"
PAGES = (1, 2)
"""The pages of case-01's letter that are shown, side by side."""
WIDTH = 1400
"""Pixels of the letter's picture."""
PAGE_WIDTH = 620
"""Pixels of the picture of one page."""
COLORS = {1: "red", 2: "green", 3: "yellow"}
"""The terminal's colors by their numbers."""


def main() -> None:
    """Draw all pictures."""
    (PICTURES / "letters").mkdir(parents=True, exist_ok=True)
    for name, picture in (("letter.png", letter()), ("terminal.png", terminal()), *of_each_kind(), *of_the_page()):
        (PICTURES / name).write_bytes(picture)
        click.echo(f"{(PICTURES / name).relative_to(ROOT)}: {len(picture) // 1000} kB")


def letter() -> bytes:
    """Two pages of the letter for the first example, as a viewer shows them."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        chart = ROOT / "examples" / "charts" / "case-01"
        run(["generate", str(chart), "-o", folder, "--as-of", AS_OF])
        pdf = next(Path(folder).glob(f"{safe_name('case-01')}/*/letter.pdf")).read_bytes()
    document = pypdfium2.PdfDocument(pdf)
    sheets = [document[page - 1] for page in PAGES]
    scale = WIDTH / sum(sheet.get_width() for sheet in sheets)
    drawn = [sheet.render(scale=scale).to_pil().convert("RGB") for sheet in sheets]
    return _side_by_side(drawn)


def of_each_kind() -> Iterator[tuple[str, bytes]]:
    """The first page of a letter of each kind."""
    workspace = gallery.practice()
    for name, one in gallery.shown().items():
        first = gallery.letters(name, one, workspace)[0]
        sheet = pypdfium2.PdfDocument(letter_pdf(first.content, first.sheet))[0]
        drawn = sheet.render(scale=PAGE_WIDTH / sheet.get_width()).to_pil().convert("RGB")
        yield f"letters/{name}.png", _small(drawn)


def of_the_page() -> Iterator[tuple[str, bytes]]:
    """The clinician's page, where Chromium is installed."""
    for name, picture in pictures(date.fromisoformat(AS_OF)):
        yield name, _small(Image.open(io.BytesIO(picture)).convert("RGB"), 96)


def _side_by_side(pages: list[Image.Image]) -> bytes:
    gap = 12
    width = sum(page.width for page in pages) + gap * (len(pages) + 1)
    whole = Image.new("RGB", (width, pages[0].height + 2 * gap), "#cdd3da")
    across = gap
    for page in pages:
        whole.paste(page, (across, gap))
        across += page.width + gap
    return _small(whole)


def _small(picture: Image.Image, colors: int = 24) -> bytes:
    """A PNG of few colors, for these are pictures of text."""
    file = io.BytesIO()
    picture.quantize(colors).save(file, "PNG", optimize=True)
    return file.getvalue()


def terminal() -> bytes:
    """The table of the demonstration, in the colors that a terminal shows."""
    printed = io.StringIO()
    printed.isatty = lambda: True  # type: ignore[method-assign]  # so that it is colored
    in_color = patch.dict(os.environ, {"TERM": "xterm-256color", "COLORTERM": ""})
    with tempfile.TemporaryDirectory() as folder, in_color, contextlib.redirect_stdout(printed):
        run(["demo", "-o", folder])
    table, _, _ = printed.getvalue().partition("\n\n")
    lines = [list(_parts(Text.from_ansi(line))) for line in table.splitlines()]
    data = {"command": "priorauth demo", "lines": lines}
    return _small(Image.open(io.BytesIO(draw_png(Path(__file__).with_name("terminal.typ"), data, ppi=130))))


def _parts(line: Text) -> Iterator[dict[str, object]]:
    """The runs of one color and weight."""
    at = 0
    for span in sorted(line.spans, key=lambda span: span.start):
        if span.start > at:
            yield {"text": line.plain[at : span.start], "color": "", "bold": False}
        style = span.style if not isinstance(span.style, str) else None
        color = COLORS.get(style.color.number or 0, "") if style and style.color else ""
        yield {"text": line.plain[span.start : span.end], "color": color, "bold": bool(style and style.bold)}
        at = span.end
    yield {"text": line.plain[at:], "color": "", "bold": False}


if __name__ == "__main__":
    main()
