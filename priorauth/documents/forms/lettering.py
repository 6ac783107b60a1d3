"""The letters that values are written with: one font, cut to what is needed and embedded, so that all viewers show it.

The fonts that come with Typst cannot be read as files. So Typst sets a page with every letter once, and the font that
it embeds there, already cut to those letters, is lifted out with its widths.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import pikepdf

from priorauth.documents.forms.opening import kept
from priorauth.documents.typeset import typeset
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ALWAYS = (
    "".join(
        chr(code)
        for first, last in (
            (0x20, 0x7E),
            (0xA1, 0xAC),
            (0xAE, 0x17F),
            (0x218, 0x21B),
            (0x2010, 0x2027),
            (0x2030, 0x2037),
            (0x2039, 0x203A),
        )
        for code in range(first, last + 1)
    )
    + "€№™←↑→↓−≈≠≤≥"
)
"""ASCII, Latin-1, Latin Extended-A, the Romanian letters, typographic punctuation and the signs of clinical prose."""


_NO_DAY = date(1970, 1, 1)
"""The specimen is never given to anybody, so its date says nothing."""


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each set of letters
class Lettering:
    """A font cut to some letters: their codes, their widths in thousandths of the size, and the font itself."""

    specimen: bytes
    """The page that holds the font."""
    codes: Mapping[str, int]
    widths: Mapping[str, float]
    cap_height: float
    """Height of a capital letter, as a part of the size."""

    def width(self, text: str, size: float) -> float:
        """How wide ``text`` is at ``size``, in points."""
        return sum(self.widths[letter] for letter in text) * size / 1000

    def encoded(self, text: str) -> str:
        """``text`` as a hexadecimal string of a content stream."""
        return "<" + "".join(f"{self.codes[letter]:04X}" for letter in text) + ">"

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that this font does not have, each once."""
        return [letter for letter in dict.fromkeys(text) if letter not in self.codes and letter != "\n"]

    def embed(self, document: pikepdf.Pdf) -> pikepdf.Object:
        """Put the font into ``document``."""
        with pikepdf.Pdf.open(io.BytesIO(self.specimen)) as specimen:
            (font,) = dict(specimen.pages[0].resources.Font).values()
            return document.copy_foreign(font)


def lettering_for(texts: Iterable[str]) -> Lettering:
    """A lettering that has every character of ``texts`` that the font has at all."""
    wanted = {letter for text in texts for letter in text if not letter.isspace()}
    return _lettering(_ALWAYS + "".join(sorted(wanted.difference(_ALWAYS))))


# A practice's letters are nearly always the same set: Typst is asked once for it, not once for each form.
@lru_cache(maxsize=8)
def _lettering(letters: str) -> Lettering:
    template = shipped("templates") / "forms" / "letters.typ"
    specimen = typeset(template, {"letters": letters}, dated=_NO_DAY, standards=())
    font = _font(specimen)
    descendant = font["/DescendantFonts"][0].get_object()
    widths = dict(_widths(descendant["/W"]))
    codes = dict(_letters(font["/ToUnicode"].get_data().decode("ascii")))
    return Lettering(
        specimen=specimen,
        codes=codes,
        widths={letter: widths[code] for letter, code in codes.items()},
        cap_height=float(descendant["/FontDescriptor"]["/CapHeight"]) / 1000,
    )


def _font(specimen: bytes) -> Any:
    resources = cast("Any", kept(specimen).pages[0]["/Resources"])
    (font,) = resources["/Font"].values()
    return font.get_object()


def _letters(to_unicode: str) -> Iterator[tuple[str, int]]:
    """Each letter and its code, from the table that tells a viewer which letter a code stands for."""
    for block in re.findall(r"beginbfchar(.*?)endbfchar", to_unicode, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-F]+)> <([0-9A-F]+)>", block):
            yield bytes.fromhex(letter).decode("utf-16-be"), int(code, 16)


def _widths(table: Sequence[Any]) -> Iterator[tuple[int, float]]:
    """Each code and its width, from runs ``first last width`` and ``first [width width …]``."""
    rest = iter(table)
    for first in rest:
        following = next(rest)
        if isinstance(following, list):
            yield from ((first + k, float(width)) for k, width in enumerate(following))
        else:
            width = float(next(rest))
            yield from ((code, width) for code in range(first, following + 1))
