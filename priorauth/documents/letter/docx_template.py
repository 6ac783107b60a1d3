"""A Word template with docxtpl's tags, compiled once and filled many times.

docxtpl parses, patches and compiles a template anew for each letter. Here docxtpl patches it once and Jinja2 compiles
it once; a letter then costs its words. The parts are equal to docxtpl's own, which a test holds. A template with tags
that docxtpl finishes only after filling is filled by docxtpl itself. Before that every tag is looked at, and the styles
that a letter is written in are lent by the shipped template where this one lacks them.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import docxtpl
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from priorauth.documents.letter import package
from priorauth.documents.letter.docx_paragraphs import DOCUMENT, PROPERTIES
from priorauth.documents.letter.docx_styles import Styles
from priorauth.documents.letter.docx_tags import faults
from priorauth.documents.letter.sheet import NAMES
from priorauth.errors import BadInput
from priorauth.files import read_bytes
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_STYLES, _CONTENT_TYPES = "word/styles.xml", "[Content_Types].xml"
_IS_DOCUMENT = b"wordprocessingml.document.main+xml"
_LETTER_PAPER, _MARGIN = 12240, 1440  # what Word takes where a file says nothing; in twentieths of a point
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml")
_LOOKED_AT = re.compile(r"word/(document|header\d*|footer\d*|footnotes|settings)\.xml|word/_rels/.*|docProps/core\.xml")
_FINISHED_AFTERWARDS = re.compile(rb"\{%[ -]*(tc|colspan|cellbg|hm|vm)\b")
_TAG = re.compile(rb"\{[{%]")
_BETWEEN_LETTERS = re.compile(rb"<[^>]+>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@lru_cache(maxsize=8)
def compiled(file: bytes, where: str) -> WordTemplate:
    """The template in ``file``, compiled once; ``where`` names it in messages.

    Raises:
        BadInput: it is not a Word document, or a tag in it is wrong; the message names the first, and its paragraph.
    """
    found = mistakes(file, where)
    if found:
        first, more = found[0], len(found) - 1
        others = f" And {more} more: priorauth templates check tells them all." if more else ""
        raise BadInput(first.what, where=first.where, fix=first.fix + others)
    return WordTemplate(file, where)


def mistakes(file: bytes, where: str) -> list[BadInput]:
    """Everything that is wrong with the tags of the template in ``file``, each with its paragraph.

    Raises:
        BadInput: it is not a Word document.
    """
    parts = {name: part for name, part in _opened(file, where).items() if _LOOKED_AT.fullmatch(name)}
    return [
        BadInput(one.what, where=f"{where}: {one.where}" if one.where else where, fix=one.fix)
        for one in faults(parts, vocabulary(), _environment())
    ]


def vocabulary() -> dict[str, Any]:
    """What a template may name, with empty texts."""
    names: dict[str, Any] = {"body": "", "logo": ""}
    for name in NAMES:
        *groups, last = name.split(".")
        inside = names
        for group in groups:
            inside = inside.setdefault(group, {})
        inside[last.removesuffix("[]")] = [""] if last.endswith("[]") else ""
    return names


class WordTemplate:
    """A template's parts, those with tags compiled."""

    def __init__(self, file: bytes, where: str) -> None:
        self._where = where
        self._parts = _opened(file, where)
        own = Styles(self._parts[_STYLES])
        self._parts[_STYLES] = own.completed(_lender())
        self.styles = Styles(self._parts[_STYLES])
        self.width = _width(self._parts[DOCUMENT])
        """Of the text between the margins, in twentieths of a point."""
        self._environment = _environment()
        self._compile()
        words = {name: _BETWEEN_LETTERS.sub(b"", part) for name, part in self._parts.items() if name.endswith(".xml")}
        footnotes = words.get("word/footnotes.xml", b"")
        self.left_to_docxtpl = _TAG.search(footnotes) is not None or any(
            map(_FINISHED_AFTERWARDS.search, words.values())
        )
        """Whether the template has what only docxtpl's own way of filling gets right."""

    def filled(
        self, context: Mapping[str, Any], pictures: Iterable[package.Picture], properties: Mapping[str, str]
    ) -> bytes:
        """The document, with what it says of itself; the same bytes for the same input.

        Raises:
            BadInput: a tag asks for what is not there, or stands where it cannot.
        """
        fill = self.parts_by_docxtpl if self.left_to_docxtpl else self.parts
        try:
            parts = self._parts | fill(context)
            sound = all(_is_sound(parts[name]) for name in self._compiled)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise self._mistake(f"A tag cannot be filled: {str(error).rstrip('.')}.", "Correct it in Word.") from None
        if not sound:
            raise self._mistake(
                "A tag stands where it cannot.", "Put {{p body }} and each {%p … %} on a paragraph of its own."
            )
        parts = package.with_pictures(parts, pictures)
        return package.written(package.with_properties(parts, properties) if properties else parts)

    def parts(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts that have tags, filled."""
        return {name: template.render(context).encode() for name, template in self._compiled.items()}

    def parts_by_docxtpl(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """All parts as docxtpl fills them, but for the properties, in which it would escape ``&`` twice."""
        template = docxtpl.DocxTemplate(io.BytesIO(package.written(self._parts)))
        template.render(dict(context), jinja_env=self._environment, autoescape=True)
        saved = io.BytesIO()
        template.save(saved)
        ours = {name: part for name, part in self.parts(context).items() if name == PROPERTIES}
        return package.read(saved.getvalue()) | ours

    def _compile(self) -> None:
        patch = docxtpl.DocxTemplate(io.BytesIO()).patch_xml
        patched = {
            name: patch(etree.tostring(etree.fromstring(part), encoding="unicode"))
            for name, part in self._parts.items()
            if _FILLED.fullmatch(name)
        }
        try:
            self._compiled = {name: self._environment.from_string(xml) for name, xml in patched.items()}
        except TemplateError as error:
            raise self._mistake(f"A tag is wrong: {error.message}.", "Correct it in Word.") from None

    def _mistake(self, what: str, fix: str) -> BadInput:
        return BadInput(what, where=self._where, fix=fix)


def _opened(file: bytes, where: str) -> dict[str, bytes]:
    """The parts of a Word document.

    Raises:
        BadInput: it is none.
    """
    try:
        parts = package.read(file)
        document = _IS_DOCUMENT in parts[_CONTENT_TYPES]
        for name in {DOCUMENT, _STYLES, *filter(_FILLED.fullmatch, parts)}:
            etree.fromstring(parts[name])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        raise BadInput(
            "This is not a Word document (.docx).", where=where, fix="Save it as .docx in Word, without a password."
        ) from None
    if not document:
        raise BadInput(
            "This is a Word template or a document with macros.",
            where=where,
            fix="Save it in Word as a Word Document (*.docx).",
        )
    return parts


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@cache
def _lender() -> Styles:
    """The styles of the shipped template."""
    return Styles(package.read(read_bytes(shipped("templates") / "letters" / "letter.docx"))[_STYLES])


def _width(document: bytes) -> int:
    root = etree.fromstring(document)
    page, margin = root.find(f".//{_W}pgSz"), root.find(f".//{_W}pgMar")
    paper = _LETTER_PAPER if page is None else int(page.get(f"{_W}w", _LETTER_PAPER))
    return paper - sum(
        _MARGIN if margin is None else int(margin.get(f"{_W}{side}", _MARGIN)) for side in ("left", "right")
    )


def _is_sound(part: bytes) -> bool:
    """Whether ``part`` is XML in which text holds nothing but text: Word refuses a paragraph inside one."""
    try:
        return etree.fromstring(part).find(f".//{_W}t/*") is None
    except etree.XMLSyntaxError:
        return False
