"""Symbols that Word keeps as a place in a font: the sign that is meant, where that is known.

Word's Insert Symbol writes ``w:sym`` with a font and a code. A font of symbols has 256 places (codes to 00FF, or the
same shifted into the private range, F000 to F0FF), and what stands at a place is the font's own affair. Any other code
is a character of Unicode, whatever the font.

Source of the codes: ECMA-376 part 1, 17.3.3.30 (sym). Source of the font Symbol's places: the table "Adobe Symbol
Encoding to Unicode" that Unicode publishes (Public/MAPPINGS/VENDORS/ADOBE/symbol.txt), of which here is what a letter
about medicines says: signs of comparison and of arithmetic, arrows, the usual Greek letters.
"""

from __future__ import annotations

import unicodedata

UNREAD = "\N{REPLACEMENT CHARACTER}"
"""Stands for a symbol whose meaning is not known: Unicode's own sign for one that could not be read."""

_SYMBOL = {
    0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x40: "≅", 0x61: "α", 0x62: "β", 0x64: "δ", 0x67: "γ",
    0x6D: "μ", 0xA3: "≤", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
}  # fmt: skip
_PLACES = 0x100
_SHIFTED = 0xF000
_NO_CHARACTER = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Unicode's categories of what is no sign: controls, unassigned and private codes, halves of others."""


def sign(font: str, code: str) -> str:
    """The character at ``code`` (hexadecimal) of ``font``; :data:`UNREAD` where that is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNREAD
    place = number - _SHIFTED if _SHIFTED <= number < _SHIFTED + _PLACES else number
    if place < _PLACES:
        return _SYMBOL.get(place, UNREAD) if font.casefold() == "symbol" else UNREAD
    known = place <= 0x10FFFF and unicodedata.category(chr(place)) not in _NO_CHARACTER
    return chr(place) if known else UNREAD
