"""What stands in a finished letter, read out of the file as somebody else's program would."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
import pikepdf
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator

BULLET = "•"
MAY_BREAK = "\u200b"


def letters(text: str) -> str:
    """``text`` without white space (lines break elsewhere in Word than in PDF) and without marks of bullets."""
    return re.sub(rf"[\s{BULLET}{MAY_BREAK}]+", "", text)


def docx_body(data: bytes) -> str:
    """The text of a Word document's body, in order."""
    return "\n".join(_texts(docx.Document(io.BytesIO(data))))


def _texts(container: docx.document.Document | docx.table._Cell) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _texts(cell)


def docx_headers(data: bytes) -> tuple[str, str]:
    """The text above the first page, and above each other one."""
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.different_first_page_header_footer
    return "\n".join(_texts(section.first_page_header)), "\n".join(_texts(section.header))


def pdf_pages(data: bytes) -> list[str]:
    """All text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def pdf_body(data: bytes) -> str:
    """The text that a screen reader reads: not what is repeated on each page, and not the words inside a figure."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = set(_inside_figures(pdf.Root.StructTreeRoot.K, (0, 0), within=False))
        for page in pdf.pages:
            page.Contents = pdf.make_stream(_read_aloud(page, figures))
        saved = io.BytesIO()
        pdf.save(saved)
    return "\n".join(pdf_pages(saved.getvalue()))


def _inside_figures(node: object, page: tuple[int, int], *, within: bool) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked contents (page, number) that belong to figures."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _inside_figures(one, page, within=within)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.Pg.objgen if "/Pg" in node else page
        inside = within or node.get("/S") == "/Figure"
        yield from _inside_figures(node.get("/MCID", node.get("/K", [])), page, within=inside)
    elif isinstance(node, int) and within:
        yield page, node


def _read_aloud(page: pikepdf.Page, figures: set[tuple[tuple[int, int], int]]) -> bytes:
    """The page's content without artifacts and figures."""
    silent: list[bool] = []
    kept = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator in ("BMC", "BDC"):
            number = operands[1].get("/MCID") if operator == "BDC" else None
            silent.append(operands[0] == "/Artifact" or (page.obj.objgen, number) in figures)
        if not any(silent):
            kept.append(instruction)
        if operator == "EMC":
            silent.pop()
    return pikepdf.unparse_content_stream(kept)
