"""A Word template with docxtpl's tags, compiled once and filled many times.

docxtpl parses, patches and compiles a template anew for each letter. Here docxtpl patches it once and Jinja2 compiles
it once; a letter then costs its words. The parts are equal to docxtpl's own, which a test holds. A template with tags
that docxtpl finishes only after filling is filled by docxtpl itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import docxtpl
from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from priorauth.documents.letter import package
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml|docProps/core\.xml")
_FINISHED_AFTERWARDS = re.compile(rb"\{%[ -]*(tc|colspan|cellbg|hm|vm)\b")
_TAG = re.compile(rb"\{[{%]")
_BETWEEN_LETTERS = re.compile(rb"<[^>]+>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@lru_cache(maxsize=8)
def compiled(file: bytes, where: str) -> WordTemplate:
    """The template in ``file``, compiled once; ``where`` names it in messages.

    Raises:
        BadInput: it is not a Word document, its tags are wrong, or it has no place for the letter's body.
    """
    return WordTemplate(file, where)


class WordTemplate:
    """A template's parts, those with tags compiled."""

    def __init__(self, file: bytes, where: str) -> None:
        self._file = file
        self._where = where
        try:
            self._parts = package.read(file)
            self._read_looks()
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, AttributeError):
            raise self._mistake("This is not a Word document (.docx).", "Save it as .docx in Word.") from None
        self._environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        self._compile()
        words = {name: _BETWEEN_LETTERS.sub(b"", part) for name, part in self._parts.items() if name.endswith(".xml")}
        footnotes = words.get("word/footnotes.xml", b"")
        self.left_to_docxtpl = _TAG.search(footnotes) is not None or any(
            map(_FINISHED_AFTERWARDS.search, words.values())
        )
        """Whether the template has what only docxtpl's own way of filling gets right."""

    def style(self, name: str) -> str:
        """The id of the style called ``name``.

        Raises:
            BadInput: the template has no such style.
        """
        if name.lower() not in self._styles:
            raise self._mistake(f'This template has no style "{name}".', "Start from a copy of the shipped template.")
        return str(self._styles[name.lower()])

    def filled(self, context: Mapping[str, Any], pictures: Iterable[package.Picture]) -> bytes:
        """The document; the same bytes for the same input.

        Raises:
            BadInput: a tag asks for what is not there, or stands where it cannot.
        """
        fill = self.parts_by_docxtpl if self.left_to_docxtpl else self.parts
        try:
            parts = self._parts | fill(context)
            sound = all(_is_sound(parts[name]) for name in self._compiled)
        except TemplateError as error:
            raise self._mistake(f"A tag cannot be filled: {error.message}.", "Correct the tag in Word.") from None
        if not sound:
            raise self._mistake(
                "A tag stands where it cannot.", "Put {{p body }} and each {%p … %} on a paragraph of its own."
            )
        return package.written(package.with_pictures(parts, pictures))

    def parts(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts that have tags, filled."""
        return {name: template.render(context).encode() for name, template in self._compiled.items()}

    def parts_by_docxtpl(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """All parts as docxtpl fills them, but for the properties, in which it would escape ``&`` twice."""
        template = docxtpl.DocxTemplate(io.BytesIO(self._file))
        template.render(dict(context), jinja_env=self._environment, autoescape=True)
        saved = io.BytesIO()
        template.save(saved)
        ours = {name: part for name, part in self.parts(context).items() if name == _PROPERTIES}
        return package.read(saved.getvalue()) | ours

    def _read_looks(self) -> None:
        styles = etree.fromstring(self._parts["word/styles.xml"]).iter(f"{_W}style")
        self._styles = {style.find(f"{_W}name").get(f"{_W}val").lower(): style.get(f"{_W}styleId") for style in styles}
        document = etree.fromstring(self._parts[_DOCUMENT])
        page, margin = document.find(f".//{_W}pgSz"), document.find(f".//{_W}pgMar")
        self.width = int(page.get(f"{_W}w")) - sum(int(margin.get(f"{_W}{side}")) for side in ("left", "right"))
        """Of the text between the margins, in twentieths of a point."""

    def _compile(self) -> None:
        patch = docxtpl.DocxTemplate(io.BytesIO(self._file)).patch_xml
        patched = {
            name: patch(etree.tostring(etree.fromstring(part), encoding="unicode"))
            for name, part in self._parts.items()
            if _FILLED.fullmatch(name)
        }
        try:
            self._compiled = {name: self._environment.from_string(xml) for name, xml in patched.items()}
            asked_for = meta.find_undeclared_variables(self._environment.parse(patched[_DOCUMENT]))
        except TemplateError as error:
            raise self._mistake(f"A tag is wrong: {error.message}.", "Correct the tag in Word.") from None
        if "body" not in asked_for:
            raise self._mistake("This template has no place for the letter.", "Write {{p body }} where it belongs.")

    def _mistake(self, what: str, fix: str) -> BadInput:
        return BadInput(what, where=self._where, fix=fix)


def _is_sound(part: bytes) -> bool:
    """Whether ``part`` is XML in which text holds nothing but text: Word refuses a paragraph inside one."""
    try:
        return etree.fromstring(part).find(f".//{_W}t/*") is None
    except etree.XMLSyntaxError:
        return False
