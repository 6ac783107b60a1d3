"""A letter as a Word document, on a template that the practice may restyle in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.image.image import Image
from markupsafe import Markup

from priorauth.documents.content import Figure
from priorauth.documents.letter import docx_template, wordml
from priorauth.documents.letter.figure import draw
from priorauth.documents.letter.package import Picture
from priorauth.files import read_bytes
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from priorauth.documents.content import Content
    from priorauth.documents.letter.sheet import Letterhead, Sheet

_LOGO_WIDTH, _LOGO_HEIGHT = 2000, 720  # at most; in twentieths of a point
_LOGO = "rIdLogo"
_LOGO_NUMBER = 1000  # Word numbers the pictures that a practice puts beside it from 1


def letter_docx(
    content: Content, sheet: Sheet, *, template: Path | None = None, properties: Mapping[str, str] | None = None
) -> bytes:
    """``content`` on ``sheet`` as a Word document; the same bytes for the same input.

    Args:
        content: the letter's words and figures; figures are drawn as pictures with their text for those who cannot see.
        sheet: letterhead, footer and the rest of the page.
        template: a practice's own ``letter.docx``; otherwise the shipped one.
        properties: what the file says of itself, by names that Word keeps and shows nobody who does not ask.

    Raises:
        BadInput: the template has mistakes or cannot be filled, or a final letter holds points to confirm.
    """
    sheet.must_suit(content)
    letters = shipped("templates") / "letters"
    template = template or letters / "letter.docx"
    word = docx_template.compiled(read_bytes(template), str(template))
    figures = [
        Picture(f"rIdFigure{number}", draw(block.data, letters / "figure.typ"), "png")
        for number, block in enumerate((one for one in content.blocks if isinstance(one, Figure)), start=1)
    ]
    places = [wordml.Place(picture.relationship, _height_by_width(picture.content)) for picture in figures]
    look = wordml.Look(word.styles.id_of, word.width, word.styles.numbered)
    context = sheet.words() | {
        "body": Markup(wordml.body(content, look, places)),  # noqa: S704  (escaped there, word by word)
        "logo": _logo(sheet.letterhead),
    }
    logo = [Picture(_LOGO, sheet.letterhead.logo, sheet.letterhead.logo_kind)] if sheet.letterhead.logo else []
    return word.filled(context, [*figures, *logo], properties or {})


def _logo(letterhead: Letterhead) -> Markup:
    if letterhead.logo is None:
        return Markup()
    ratio = _height_by_width(letterhead.logo)
    width = min(_LOGO_WIDTH, round(_LOGO_HEIGHT / ratio))
    place = wordml.Place(_LOGO, ratio)
    run = wordml.picture(place, _LOGO_NUMBER, f"Logo of {letterhead.name}", width)
    return Markup(f"</w:t></w:r>{run}<w:r><w:t>")  # noqa: S704  (made of numbers and an escaped name)


def _height_by_width(picture: bytes) -> float:
    image = Image.from_blob(picture)
    return image.px_height / image.px_width
