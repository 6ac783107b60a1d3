"""Two other ways to make the same documents.

*Usual*: what one finds in scripts. The Word template is read by docxtpl for each letter, the form by pypdf for each
patient; pypdf appends the packet and lays a stamp over each page; LibreOffice is started for each letter.

*Competent*: the same libraries used with care. Templates and forms stay in memory, pikepdf merges, one LibreOffice
process converts many letters.

Both get more than they would have: the words of the letter as finished WordprocessingML, the values of the form, a
cover, an index and exhibits on Letter pages, and stamps that only have to be laid on. Neither draws the figure.
"""

from __future__ import annotations

import io
import logging
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docxtpl
import pikepdf
from markupsafe import Markup
from pypdf import PdfReader, PdfWriter

from priorauth.documents.forms.fields import Kind, fields_of
from priorauth.documents.letter import docx_template, wordml
from priorauth.documents.packet.assemble import assemble
from priorauth.documents.packet.stamp import stamp
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.patients import Patient

# It tells of each letter that the form's own font does not have, and spoils it.
logging.getLogger("pypdf").setLevel(logging.ERROR)

LETTER = shipped("templates") / "letters" / "letter.docx"
FORM = shipped("templates") / "forms" / "universal" / "form.pdf"


@dataclass(frozen=True, slots=True)
class Material:
    """What the other stacks begin from for one patient."""

    words: Mapping[str, Any]
    """What docxtpl fills its template with."""
    values: Mapping[str, str]
    """What pypdf fills the form with."""
    parts: tuple[tuple[str, bytes], ...]
    """The packet's parts with their titles, cover and index among them."""
    stamps: bytes
    """A page with nothing but a stamp for each page of the packet."""


def material(patient: Patient) -> Material:
    """The patient's letter, form and packet as far as they are ready before the clock runs."""
    template = docx_template.compiled(LETTER.read_bytes(), LETTER.name)
    look = wordml.Look(template.styles.id_of, template.width, template.styles.numbered)
    body = wordml.body(patient.content_without_drawing, look, [])
    words = {**patient.sheet.words(), "body": Markup(body), "logo": Markup()}  # noqa: S704  (escaped in there, word by word)
    parts = (*_front(patient), *((part.title, part.pdf) for part in patient.parts))
    return Material(words, _as_pypdf_wants(patient.fill.given[1]), parts, _stamps(parts, patient.packet.named["stamp"]))


class Usual:
    """Everything from disk, for each patient anew."""

    def word(self, given: Material) -> bytes:
        """The letter, by docxtpl."""
        return _filled(docxtpl.DocxTemplate(LETTER), given)

    def form(self, given: Material) -> bytes:
        """The form, by pypdf: read, append, fill page by page, write."""
        writer = PdfWriter()
        writer.append(PdfReader(FORM))
        for page in writer.pages:
            writer.update_page_form_field_values(page, dict(given.values), auto_regenerate=False)
        return _written(writer)

    def packet(self, given: Material) -> bytes:
        """The packet, by pypdf: append each part, merge a stamp into each page."""
        writer = PdfWriter()
        for title, pdf in given.parts:
            writer.append(io.BytesIO(pdf), outline_item=title)
        for page, overlay in zip(writer.pages, PdfReader(io.BytesIO(given.stamps)).pages, strict=True):
            page.merge_page(overlay)
        return _written(writer)


class Competent:
    """What does not depend on the patient is kept."""

    def __init__(self) -> None:
        self._letter = LETTER.read_bytes()
        self._form = PdfReader(io.BytesIO(FORM.read_bytes()))

    def word(self, given: Material) -> bytes:
        """The letter, by docxtpl from memory."""
        return _filled(docxtpl.DocxTemplate(io.BytesIO(self._letter)), given)

    def form(self, given: Material) -> bytes:
        """The form, by pypdf: a copy of what was read once, all pages filled in one call."""
        writer = PdfWriter(clone_from=self._form)
        writer.update_page_form_field_values(list(writer.pages), dict(given.values), auto_regenerate=False)
        return _written(writer)

    def packet(self, given: Material) -> bytes:
        """The packet, by pikepdf."""
        with ExitStack() as opened:
            packet, stamps = opened.enter_context(pikepdf.Pdf.new()), opened.enter_context(_open(given.stamps))
            with packet.open_outline() as outline:
                for title, pdf in given.parts:
                    outline.root.append(pikepdf.OutlineItem(title, len(packet.pages)))
                    packet.pages.extend(opened.enter_context(_open(pdf)).pages)
            for page, overlay in zip(packet.pages, stamps.pages, strict=True):
                page.add_overlay(overlay)
            out = io.BytesIO()
            packet.save(out)
        return out.getvalue()


def _open(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(pdf))


def _filled(template: docxtpl.DocxTemplate, given: Material) -> bytes:
    template.render(dict(given.words), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _as_pypdf_wants(values: Mapping[str, str | bool]) -> dict[str, str]:
    """Marks by the names of their states, ticks that are not set left out."""
    fields = fields_of(PdfReader(FORM).pages)
    wanted = {}
    for name, value in values.items():
        if value is True:
            wanted[name] = f"/{fields[name].options[0]}"
        elif isinstance(value, str) and value:
            wanted[name] = f"/{value}" if fields[name].kind is Kind.CHOICE else value
    return wanted


def _front(patient: Patient) -> list[tuple[str, bytes]]:
    """Cover and index as our own packet has them."""
    packet = assemble(*patient.packet.given, **patient.packet.named)
    return [
        ("Fax cover", _pages(packet.pdf, packet.pages["cover"])),
        ("Contents", _pages(packet.pdf, packet.pages["index"])),
    ]


def _pages(pdf: bytes, numbers: tuple[int, ...]) -> bytes:
    with _open(pdf) as source, pikepdf.Pdf.new() as some:
        for number in numbers:
            some.pages.append(source.pages.p(number))
        out = io.BytesIO()
        some.save(out)
    return out.getvalue()


def _stamps(parts: tuple[tuple[str, bytes], ...], text: str) -> bytes:
    with pikepdf.Pdf.new() as sheets:
        for _, pdf in parts:
            with _open(pdf) as part:
                for page in part.pages:
                    width, height = (float(edge) for edge in page.cropbox[2:])
                    sheets.add_blank_page(page_size=(width, height))
        stamp(sheets, text)
        out = io.BytesIO()
        sheets.save(out)
    return out.getvalue()
