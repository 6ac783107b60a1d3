"""A Word document opened to be read: its parts, its styles by name, its lists, its properties.

The file may come by e-mail from anywhere, so it is looked at before it is unpacked and nothing outside of it is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from priorauth.documents.letter.docx_styles import Styles
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 100_000_000  # unpacked; a letter with its pictures is a hundredth of that
_MOST_READ = 10_000_000  # bytes of that that are read: a letter has 60 kB, and in memory it is many times as large
_MOST_PARAGRAPHS = 5_000  # cells of tables with them: a letter has 200, and each is compared with each
_DOCUMENT, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_PROPERTIES = "docProps/custom.xml"
_MARGINS = ("word/header", "word/footer")


class WordFile:
    """One of them."""

    def __init__(self, data: bytes, where: str) -> None:
        """Opens ``data``; ``where`` names it in messages.

        Raises:
            BadInput: it is no Word document, or one that cannot be read.
        """
        self._where = where
        self._parts = _unpacked(data, where)
        try:
            self.body = self._tree(_DOCUMENT)[0]
            self._styles = Styles(self._parts[_STYLES]) if _STYLES in self._parts else None
        except (KeyError, IndexError, etree.XMLSyntaxError):
            raise _unreadable(where) from None
        if sum(1 for _ in self.body.iter(f"{W}p")) > _MOST_PARAGRAPHS:
            raise _too_large(where)

    def style(self, key: str) -> str:
        """The name of a style by its id, in small letters; empty if there is none."""
        return self._styles.name_of(key).lower() if self._styles else ""

    def turned_on(self, key: str, look: str) -> bool:
        """Whether a style, by its id, gives letters a look such as strike."""
        return self._styles is not None and self._styles.turns_on(key, look)

    def numbered(self, list_id: str) -> bool:
        """Whether a list counts its items; else it marks them."""
        return list_id in self._counted

    @property
    def margins(self) -> Iterator[etree._Element]:
        """What stands above and below the text of each page."""
        for name in sorted(self._parts):
            if name.startswith(_MARGINS) and name.endswith(".xml"):
                yield self._tree(name)

    @property
    def properties(self) -> dict[str, str]:
        """What the file says of itself, by names of people's own."""
        if _PROPERTIES not in self._parts:
            return {}
        return {str(one.get("name")): "".join(map(str, one.itertext())) for one in self._tree(_PROPERTIES)}

    def part(self, name: str) -> etree._Element | None:
        """A part by its name, if there is one."""
        return self._tree(name) if name in self._parts else None

    @cached_property
    def _counted(self) -> frozenset[str]:
        root = self.part(_NUMBERING)
        if root is None:
            return frozenset()
        counting = {
            one.get(f"{W}abstractNumId")
            for one in root.iter(f"{W}abstractNum")
            if (kind := one.find(f"{W}lvl/{W}numFmt")) is not None and kind.get(f"{W}val") not in ("bullet", "none")
        }
        return frozenset(
            str(one.get(f"{W}numId"))
            for one in root.iter(f"{W}num")
            if (of := one.find(f"{W}abstractNumId")) is not None and of.get(f"{W}val") in counting
        )

    def _tree(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self._parts[name], parser)
        except etree.XMLSyntaxError:
            raise _unreadable(self._where) from None


def _unpacked(data: bytes, where: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            read = sum(one.file_size for one in package.infolist() if one.filename.endswith(".xml"))
            if read > _MOST_READ or sum(one.file_size for one in package.infolist()) > _MOST_BYTES:
                raise _too_large(where)
            wanted = [one for one in package.namelist() if one.endswith(".xml")]
            return {name: package.read(name) for name in wanted}
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, zlib.error):  # also of a compression unknown to Python
        raise _unreadable(where) from None


def _too_large(where: str) -> BadInput:
    return BadInput(
        "This Word document is too large for a letter.",
        where=where,
        fix="Take the pictures out of it, and what is no part of the letter, and save it again.",
    )


def _unreadable(where: str) -> BadInput:
    return BadInput(
        "This is not a Word document (.docx).", where=where, fix="Save it as .docx in Word, without a password."
    )
