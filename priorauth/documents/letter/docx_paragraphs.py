"""The paragraphs of a Word file, each with the place where somebody finds it in Word.

Headers and footers are called by Word's own words ("First Page Header"). A paragraph is counted as Word shows it, empty
ones too; inside a table by row and column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCUMENT, PROPERTIES, FOOTNOTES = "word/document.xml", "docProps/core.xml", "word/footnotes.xml"
_RELATIONSHIPS_OF_DOCUMENT = "word/_rels/document.xml.rels"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TEXT, _SPACES, _BOX = f"{_W}t", {f"{_W}tab", f"{_W}br", f"{_W}cr"}, f"{_W}txbxContent"
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same text box once more, for programs of long ago."""
_KINDS = {"default": "", "first": "First Page ", "even": "Even Page "}
_STORIES = {f"{_W}headerReference": "Header", f"{_W}footerReference": "Footer"}
_FIRST_WORDS = 40


@dataclass(frozen=True)
class WordParagraph:
    """One paragraph, with its place."""

    part: str
    """The part of the file, e.g. ``word/header1.xml``."""
    place: str
    """For example ``Header, table 1, row 1, column 2, paragraph 1``."""
    element: etree._Element

    @cached_property
    def letters(self) -> list[tuple[str, etree._Element]]:
        """Each letter, and the element that its run stands in: the paragraph itself, a link, a field."""
        found: list[tuple[str, etree._Element]] = []
        for one in _of_its_own(self.element):
            text = (one.text or "") if one.tag == _TEXT else " " if one.tag in _SPACES else ""
            run = one.getparent()
            found += [(letter, run.getparent() if run is not None else one) for letter in text]
        return found

    @cached_property
    def text(self) -> str:
        """Its words."""
        if self.part == PROPERTIES:
            return self.element.text or ""
        return "".join(letter for letter, _ in self.letters)

    @property
    def apart(self) -> bool:
        """Whether it stands in a table or a text box, not in the plain run of the text."""
        return ", table " in self.place or ", text box" in self.place

    @property
    def found(self) -> str:
        """The place with the paragraph's first words."""
        words = " ".join(self.text.split())
        begin = words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS].rsplit(" ", 1)[0] + " …"
        return f'{self.place} ("{begin}")'


def paragraphs(parts: Mapping[str, bytes]) -> Iterator[WordParagraph]:
    """Every paragraph of a Word file's ``parts``: headers, body, footers, footnotes, and its properties.

    Raises:
        KeyError: it has no document.
        XMLSyntaxError: a part is no XML.
    """
    named = stories(parts)
    before = {part: name for part, name in named.items() if "Header" in name}
    for part, name in {**before, DOCUMENT: "Body", **named, FOOTNOTES: "Footnotes"}.items():
        if part in parts:
            root = etree.fromstring(parts[part])
            body = root.find(f"{_W}body")
            yield from _below(root if body is None else body, part, name)
    if PROPERTIES in parts:
        for one in etree.fromstring(parts[PROPERTIES]):
            if one.text and one.text.strip():
                yield WordParagraph(PROPERTIES, f"Properties, {etree.QName(one).localname}", one)


def stories(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The headers and footers that pages show, by the names of their parts: what Word calls each of them."""
    targets = _targets(parts)
    found: dict[str, str] = {}
    for number, section in enumerate(etree.fromstring(parts[DOCUMENT]).iter(f"{_W}sectPr"), start=1):
        of_section = f" of section {number}" if number > 1 else ""
        for one, kind, part in _references(section, targets):
            found.setdefault(part, f"{_KINDS.get(kind, '')}{_STORIES[one.tag]}{of_section}")
    return found


def pages(parts: Mapping[str, bytes]) -> Iterator[tuple[str, set[str]]]:
    """Each kind of page, with the headers and footers that stand on it: ``the first page``, ``the other pages``."""
    targets = _targets(parts)
    shown: dict[tuple[str, str], str] = {}
    evens = b"evenAndOddHeaders" in parts.get("word/settings.xml", b"")
    for section in etree.fromstring(parts[DOCUMENT]).iter(f"{_W}sectPr"):
        # What a section does not have of its own, it has from the one before.
        shown |= {(one.tag, kind): part for one, kind, part in _references(section, targets)}
        first = section.find(f"{_W}titlePg") is not None
        kinds = [("default", "the other pages" if first or evens else "each page")]
        kinds += [("first", "the first page")] if first else []
        kinds += [("even", "the even pages")] if evens else []
        for kind, name in kinds:
            yield name, {part for (_, of), part in shown.items() if of == kind}


def _targets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The parts that the document calls, by the ids it calls them by."""
    related = etree.fromstring(parts.get(_RELATIONSHIPS_OF_DOCUMENT, b"<none/>"))
    return {
        str(one.get("Id")): target.lstrip("/")
        if (target := str(one.get("Target"))).startswith("/")
        else f"word/{target}"
        for one in related
    }


def _references(section: etree._Element, targets: Mapping[str, str]) -> Iterator[tuple[etree._Element, str, str]]:
    """A section's headers and footers: the element, for which pages, and the part."""
    for one in section:
        if one.tag in _STORIES and (part := targets.get(str(one.get(f"{_R}id")))):
            yield one, str(one.get(f"{_W}type", "default")), part


def _below(container: etree._Element, part: str, place: str) -> Iterator[WordParagraph]:
    """The paragraphs of ``container`` in their order, those of its tables and text boxes among them."""
    numbers, tables = count(1), count(1)
    for block in _blocks(container):
        if block.tag == f"{_W}p":
            here = f"{place}, paragraph {next(numbers)}"
            yield WordParagraph(part, here, block)
            for box in _of_its_own(block):
                if box.tag == _BOX:
                    yield from _below(box, part, f"{here}, text box")
        else:
            table = next(tables)
            for row_number, row in enumerate(_blocks(block, f"{_W}tr"), start=1):
                for column, cell in enumerate(_blocks(row, f"{_W}tc"), start=1):
                    yield from _below(cell, part, f"{place}, table {table}, row {row_number}, column {column}")


def _blocks(container: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """Paragraphs and tables (or what is ``wanted``) right below ``container``, in content controls too."""
    tags = set(wanted or (f"{_W}p", f"{_W}tbl"))
    for one in container:
        if one.tag in tags:
            yield one
        elif one.tag != _AGAIN and isinstance(one.tag, str):
            yield from _blocks(one, *tags)


def _of_its_own(element: etree._Element) -> Iterator[etree._Element]:
    """What is inside ``element``, but not inside its text boxes, and nothing twice."""
    for one in element:
        if one.tag == _AGAIN:
            continue
        yield one
        if one.tag != _BOX:
            yield from _of_its_own(one)
