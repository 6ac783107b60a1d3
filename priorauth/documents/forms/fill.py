"""Fills a PDF form: the values go into its fields, and each field gets a drawing of its value.

pypdf reads the form, holds the fields and writes the file. The drawings are made here, because a viewer shows what is
drawn and not what is stored: text is measured and wrapped, written in an embedded font, and never cut or shrunk below
legibility. What does not fit is handed back whole, for an addendum, and the field says where it stands.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pypdf.generic import NameObject, TextStringObject

from priorauth.documents.forms.addendum import Item
from priorauth.documents.forms.drawing import draw, frame_of
from priorauth.documents.forms.fields import Kind, described, option_labels, owner, widgets_of
from priorauth.documents.forms.lettering import lettering_for
from priorauth.documents.forms.opening import opened
from priorauth.documents.forms.setting import set_text
from priorauth.documents.traced import cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject

    from priorauth.documents.forms.fields import Field, Placed
    from priorauth.documents.forms.setting import Setting

_NOTES = ("see addendum, item {n}", "addendum, item {n}", "addendum {n}", "add. {n}")
"""What a field says whose value stands on the addendum; the first that fits."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text of a field has to keep to."""

    label: str = ""
    """How the addendum calls the field; its tooltip, or else its name, if empty."""
    most: int | None = None
    """A longer text goes to the addendum even if it would fit."""
    may_continue: bool = True
    """Whether a text that does not fit may stand on the addendum; if not, it is refused."""


_NO_RULE = Rule()


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that does not stand in the form, and why."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form, its fields still live, and what became of each value."""

    pdf: bytes
    placed: tuple[str, ...]
    """Fields that show their value."""
    overflowed: tuple[Item, ...]
    """Values that do not fit: their fields say "see addendum, item 1"."""
    refused: tuple[Refused, ...]


class _CannotStandError(Exception):
    """A value that its field cannot take; the text says why."""


def fill(
    form: bytes, values: Mapping[str, str | bool], rules: Mapping[str, Rule] | None = None, *, first_item: int = 1
) -> FilledForm:
    """``form`` with ``values`` in its fields, by their full names.

    A tick takes true or false; a choice and a list take one of their options; an empty text leaves a field blank.

    Args:
        form: the PDF.
        values: what goes into it.
        rules: what else the texts have to keep to, by the field's name.
        first_item: the number of the first value that does not fit.

    Raises:
        BadInput: ``form`` is no PDF, is encrypted or has no fields.
    """
    writer = opened(form)
    filler = _Filler(writer, values, rules or {}, first_item)
    for name, value in values.items():
        filler.place(name, value)
    return FilledForm(_written(writer), tuple(filler.placed), tuple(filler.overflowed), tuple(filler.refused))


class _Filler:
    """One form being filled."""

    def __init__(
        self, writer: PdfWriter, values: Mapping[str, str | bool], rules: Mapping[str, Rule], first_item: int
    ) -> None:
        self.writer = writer
        self.form = cast("DictionaryObject", writer.root_object["/AcroForm"].get_object())
        self.widgets = widgets_of(writer.pages)
        self.letters = lettering_for(_clean(value) for value in values.values() if isinstance(value, str))
        self.rules = rules
        self.next_item = first_item
        self.font: IndirectObject | None = None
        self.placed: list[str] = []
        self.overflowed: list[Item] = []
        self.refused: list[Refused] = []

    def place(self, name: str, value: str | bool) -> None:
        """Put one value into its field, or keep why it does not stand there."""
        placed = self.widgets.get(name)
        if placed is None:
            self.refused.append(Refused(name, "The form has no field of this name."))
        elif value != "":
            self._try(name, placed, value)

    def _try(self, name: str, placed: Sequence[Placed], value: str | bool) -> None:
        try:
            self._place(described(name, placed), placed, value)
        except _CannotStandError as error:
            self.refused.append(Refused(name, str(error)))

    def _place(self, field: Field, placed: Sequence[Placed], value: str | bool) -> None:
        if field.read_only:
            raise _CannotStandError("The field is not to be written in (read-only).")
        match field.kind:
            case Kind.TEXT:
                self._write(field, placed, value)
            case Kind.TICK | Kind.CHOICE:
                self._mark(field, placed, value)
            case Kind.LIST:
                self._choose(field, placed, value)
            case Kind.SIGNATURE:
                raise _CannotStandError("A signature is given by the person who signs, not typed.")
            case Kind.BUTTON:
                raise _CannotStandError("The field is a button and holds no value.")

    def _write(self, field: Field, placed: Sequence[Placed], value: str | bool) -> None:
        if isinstance(value, bool):
            raise _CannotStandError("The field takes a text, not a mark.")
        text = _clean(value)
        missing = self.letters.missing(text)
        if missing:
            codes = ", ".join(f"U+{ord(letter):04X}" for letter in missing)
            raise _CannotStandError(f"The font has no drawing for {codes}. Write the value in Latin letters.")
        rule = self.rules.get(field.name, _NO_RULE)
        if (rule.most is None or len(text) <= rule.most) and self._show(field, placed, text):
            self.placed.append(field.name)
        elif rule.may_continue and not field.comb:
            self._continue_elsewhere(field, placed, text, rule.label or field.tooltip or field.name)
        else:
            raise _CannotStandError(f"The value, of {len(text)} characters, does not fit into the field.")

    def _continue_elsewhere(self, field: Field, placed: Sequence[Placed], text: str, label: str) -> None:
        if not any(self._show(field, placed, note.format(n=self.next_item)) for note in _NOTES):
            raise _CannotStandError("The value does not fit, and there is no room to say where it continues.")
        self.overflowed.append(Item(self.next_item, label, text))
        self.next_item += 1

    def _show(self, field: Field, placed: Sequence[Placed], text: str) -> bool:
        """Store and draw ``text`` in each widget of the field, if it fits into all of them."""
        if field.max_length and len(text) > field.max_length:
            return False
        settings: list[Setting] = []
        for box, (_, widget) in zip(field.boxes, placed, strict=True):
            setting = set_text(text, frame_of(field, box, widget, self.form), self.letters)
            if setting is None:
                return False
            settings.append(setting)
        self.font = self.font or self.letters.embed(self.writer)
        owner(placed[0].widget)[NameObject("/V")] = TextStringObject(text)
        for setting, box, (_, widget) in zip(settings, field.boxes, placed, strict=True):
            draw(widget, box, setting, self.letters, font=self.font, writer=self.writer, form=self.form)
        return True

    def _mark(self, field: Field, placed: Sequence[Placed], value: str | bool) -> None:
        if value is True and field.kind is Kind.TICK and field.options:
            value = field.options[0]
        state = value if isinstance(value, str) else "Off"
        if value is True or (state != "Off" and state not in field.options):
            raise _CannotStandError(f"The field takes one of: {', '.join(field.options) or 'nothing'}.")
        owner(placed[0].widget)[NameObject("/V")] = NameObject(f"/{state}")
        for box, (_, widget) in zip(field.boxes, placed, strict=True):
            widget[NameObject("/AS")] = NameObject(f"/{state}" if box.state == state else "/Off")
        if state != "Off":
            self.placed.append(field.name)

    def _choose(self, field: Field, placed: Sequence[Placed], value: str | bool) -> None:
        labels = dict(option_labels(placed[0].widget))
        if not isinstance(value, str) or value not in labels:
            raise _CannotStandError(f"The field takes one of: {', '.join(labels) or 'nothing'}.")
        if not self._show(field, placed, labels[value]):
            raise _CannotStandError("The choice does not fit into the field.")
        owner(placed[0].widget)[NameObject("/V")] = TextStringObject(value)
        self.placed.append(field.name)


def _clean(value: str) -> str:
    """Letters with their accents as one character, as fonts have them, and nothing that cannot be printed."""
    return cleaned(unicodedata.normalize("NFC", value))


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
