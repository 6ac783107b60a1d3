"""The styles of a Word template: by name, and what it lacks lent by the shipped template.

Word writes into a file only the styles that were used in it, so a letterhead that a practice made itself has few of
those that a letter is written in. What it has is left as it is; what it has not, follows its face of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

USED = (
    "heading 1", "heading 2", "heading 3", "Body Text", "List Bullet", "List Number", "caption", "Figure", "Signature",
    "Table Text", "Table Heading", "Letter End", "Letter Table", "Letter Facts",
)  # fmt: skip
"""By their names; Word keeps these in English, whatever its language."""

OFF = frozenset({"0", "false", "off", "none"})
"""The values by which a look is turned off."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMED_BY = {f"{_W}basedOn", f"{_W}next", f"{_W}link"}
_HANGING = (
    '<w:pPr xmlns:w="{w}"><w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs><w:spacing w:before="0" w:after="50"/>'
    '<w:ind w:left="400" w:hanging="240"/></w:pPr>'
)


class Styles:
    """The styles of one ``styles.xml``."""

    def __init__(self, part: bytes) -> None:
        """Reads ``part``.

        Raises:
            XMLSyntaxError: it is no XML.
        """
        self._root = etree.fromstring(part)
        self._by_name = {_name(one).lower(): one for one in self._root.iter(f"{_W}style")}
        self._by_id = {str(one.get(f"{_W}styleId")): one for one in self._by_name.values()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    def id_of(self, name: str) -> str:
        """The id by which paragraphs and tables name the style called ``name``.

        Raises:
            KeyError: there is none of that name.
        """
        return str(self._by_name[name.lower()].get(f"{_W}styleId"))

    def numbered(self, name: str) -> bool:
        """Whether Word puts a bullet or a number before each paragraph of this style."""
        numbers = [one.find(f"{_W}pPr/{_W}numPr") for one in self._line_of(name)]
        return next((_is_on(one) for one in numbers if one is not None), False)

    def completed(self, lender: Styles) -> bytes:
        """The part with each style of :data:`USED` that it lacks, as ``lender`` has it.

        A lent bullet is a word of the letter and not Word's own, for Word's stands in another part of the file.
        """
        lent = [one for name in USED if name not in self for one in [lender.copy(name)]]
        ids: dict[str, str] = {}
        for one in lent:
            theirs = str(one.get(f"{_W}styleId"))
            ids[theirs] = theirs if theirs not in self._by_id else f"{theirs}Priorauth"
        for one in lent:
            one.set(f"{_W}styleId", ids[str(one.get(f"{_W}styleId"))])
            for reference in [child for child in one if child.tag in _NAMED_BY]:
                meant = str(reference.get(f"{_W}val"))
                name = lender.name_of(meant)
                if meant in ids:
                    reference.set(f"{_W}val", ids[meant])
                elif name in self:
                    reference.set(f"{_W}val", self.id_of(name))
                else:  # "Normal" by another name: Word's own default is meant where none is named
                    one.remove(reference)
            self._root.append(one)
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def name_of(self, key: str) -> str:
        """The name of the style whose id is ``key``; empty if there is none."""
        return _name(self._by_id[key]) if key in self._by_id else ""

    def turns_on(self, key: str, look: str) -> bool:
        """Whether the style whose id is ``key``, or one that it is based on, sets a look of letters such as strike."""
        found = (one.find(f"{_W}rPr/{_W}{look}") for one in self._line_of(self.name_of(key)))
        return next((one.get(f"{_W}val", "1") not in OFF for one in found if one is not None), False)

    def copy(self, name: str) -> etree._Element:
        """The style, to be put elsewhere; without numbers, which belong to this file."""
        style = etree.fromstring(etree.tostring(self._by_name[name.lower()]))
        properties = style.find(f"{_W}pPr")
        if properties is not None and properties.find(f"{_W}numPr") is not None:
            style.replace(properties, etree.fromstring(_HANGING.format(w=_W[1:-1])))
        return style

    def _line_of(self, name: str) -> Iterator[etree._Element]:
        """The style and those that it is based on, each once."""
        seen: set[str] = set()
        style = self._by_name.get(name.lower())
        while style is not None and (key := str(style.get(f"{_W}styleId"))) not in seen:
            seen.add(key)
            yield style
            based = style.find(f"{_W}basedOn")
            style = self._by_id.get(str(based.get(f"{_W}val"))) if based is not None else None


def _name(style: etree._Element) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else str(name.get(f"{_W}val"))


def _is_on(numbers: etree._Element) -> bool:
    """Numbering that a style takes away from the one it is based on has the id 0."""
    number = numbers.find(f"{_W}numId")
    return number is not None and number.get(f"{_W}val") != "0"
