"""Fills a PDF form: the values go into its fields, and each field gets a drawing of its value.

pypdf has read the fields, once for each form; each patient's copy is a revision of it. The drawings are made here,
because a viewer shows what is drawn and not what is stored: text is measured and wrapped, written in an embedded font,
and never cut or shrunk below legibility. What does not fit is handed back whole, for an addendum, and the field says
where it stands.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pikepdf

from priorauth.documents.forms.addendum import Item
from priorauth.documents.forms.drawing import empty_drawing, mark_drawing, text_drawing
from priorauth.documents.forms.emptying import emptied
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import layout
from priorauth.documents.forms.lettering import lettering_for
from priorauth.documents.forms.opening import prepared
from priorauth.documents.forms.revision import Revision, begun
from priorauth.documents.forms.setting import set_text
from priorauth.documents.traced import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from priorauth.documents.forms.fields import Field
    from priorauth.documents.forms.layout import Placed
    from priorauth.documents.forms.lettering import Lettering
    from priorauth.documents.forms.setting import Setting

Value: TypeAlias = str | bool | list[str]

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
    shorter: tuple[str, ...] = ()
    """What may stand in the field instead of a text that does not fit, the first that does."""


_NO_RULE = Rule()
_READ_ONLY = "The field is not to be written in (read-only)."
_LEFTWARD = ("R", "AL")
"""Letters of Hebrew and Arabic, as Unicode sorts them: they would be set the wrong way round."""


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
    notes: tuple[str, ...] = ()
    """What was changed in the payer's file, a sentence each."""
    cleared: tuple[str, ...] = ()
    """Fields that held something as the payer hands the form out, and are blank now."""
    held: Mapping[str, str] = field(default_factory=dict)
    """Fields of which nobody said anything, and what they hold as the payer hands the form out."""


def pointers(item: int) -> tuple[str, ...]:
    """What a field says whose value stands on the addendum, the longest first."""
    return tuple(note.format(n=item) for note in _NOTES)


class _CannotStandError(Exception):
    """A value that its field cannot take; the text says why."""


def fill(
    form: bytes,
    values: Mapping[str, Value],
    rules: Mapping[str, Rule] | None = None,
    *,
    first_item: int = 1,
    password: str = "",
) -> FilledForm:
    """``form`` with ``values`` in its fields, by their full names.

    A tick takes true or false; a choice and a list take one of their options, by its name or its label, and a list
    that allows it several; an empty text makes a field blank, whatever the payer's file holds there. One value that
    cannot stand keeps no other out.

    Args:
        form: the PDF.
        values: what goes into it.
        rules: what else the texts have to keep to, by the field's name.
        first_item: the number of the first value that does not fit.
        password: what opens the form, where it does not open without.

    Raises:
        BadInput: ``form`` cannot be filled at all.
    """
    ready = prepared(form, password)
    letters = lettering_for(_clean(text) for value in values.values() for text in _texts(value))
    before = layout(ready.pdf)
    stale = frozenset(name for name in values if name in before and _is_answer(before[name].field))
    base = begun(emptied(ready.pdf, stale), letters)
    filler = _Filler(Revision(base), layout(base.pdf), letters, rules or {}, first_item, stale)
    for name, value in values.items():
        filler.place(name, value)
    return FilledForm(
        filler.revision.written(),
        tuple(filler.placed),
        tuple(filler.overflowed),
        tuple(filler.refused),
        ready.notes,
        tuple(filler.cleared),
        {name: one.field.holds for name, one in filler.fields.items() if name not in values and _is_answer(one.field)},
    )


class _Filler:
    """One form being filled."""

    def __init__(
        self,
        revision: Revision,
        fields: Mapping[str, Placed],
        letters: Lettering,
        rules: Mapping[str, Rule],
        first_item: int,
        stale: frozenset[str],
    ) -> None:
        self.revision = revision
        self.fields = fields
        self.letters = letters
        self.rules = rules
        self.next_item = first_item
        self.stale = stale
        """Fields that held something as the payer hands the form out: they are empty now."""
        self.placed: list[str] = []
        self.overflowed: list[Item] = []
        self.refused: list[Refused] = []
        self.cleared: list[str] = []

    def place(self, name: str, value: Value) -> None:
        """Put one value into its field, or keep why it does not stand there."""
        placed = self.fields.get(name)
        if placed is None:
            self.refused.append(Refused(name, "The form has no field of this name."))
            return
        try:
            if value in ("", []):
                self._clear(placed)
            else:
                self._place(placed, value)
        except _CannotStandError as error:
            self.refused.append(Refused(name, str(error)))
            if name in self.stale:
                self._clear(placed)
        if name in self.stale and name not in self.placed and not any(one.field == name for one in self.overflowed):
            self.cleared.append(name)

    def _place(self, placed: Placed, value: Value) -> None:
        field = placed.field
        if field.read_only:
            raise _CannotStandError(_READ_ONLY)
        if field.hidden:
            raise _CannotStandError("The field is hidden: nobody would see the value.")
        match field.kind:
            case Kind.TEXT:
                self._write(placed, value)
            case Kind.TICK | Kind.CHOICE:
                self._mark(placed, value)
            case Kind.LIST:
                self._choose(placed, value)
            case Kind.SIGNATURE:
                raise _CannotStandError("A signature is given by the person who signs, not typed.")
            case Kind.BUTTON:
                raise _CannotStandError("The field is a button and holds no value.")

    def _clear(self, placed: Placed) -> None:
        """Show the field blank: what the payer's file held there would be read as the practice's answer."""
        if placed.field.holds and placed.field.read_only:
            raise _CannotStandError(_READ_ONLY)
        if placed.field.name in self.stale and placed.field.kind not in (Kind.TICK, Kind.CHOICE):
            for slot in placed.slots:
                self.revision.show(slot.widget, empty_drawing(slot))

    def _write(self, placed: Placed, value: Value) -> None:
        field = placed.field
        if not isinstance(value, str):
            raise _CannotStandError(f"The field takes a text, not a {'mark' if isinstance(value, bool) else 'list'}.")
        text = self._legible(value)
        rule = self.rules.get(field.name, _NO_RULE)
        fits = (rule.most is None or len(text) <= rule.most) and self._show(placed, text)
        if fits or any(self._show(placed, one) for one in rule.shorter):
            self.placed.append(field.name)
        elif rule.may_continue and not field.comb:
            self._continue_elsewhere(placed, text, _sayable(rule.label or field.tooltip or field.name, field))
        else:
            raise _CannotStandError(f"The value, of {len(text)} characters, does not fit into the field.")

    def _legible(self, value: str) -> str:
        if odd := [letter for letter in dict.fromkeys(value) if _cannot_be_printed(letter)]:
            raise _CannotStandError(f"The value holds what cannot be printed: {_codes(odd)}.")
        text = _clean(value)
        if any(unicodedata.bidirectional(letter) in _LEFTWARD for letter in text):
            raise _CannotStandError("The value is written from right to left. Write it in Latin letters.")
        if missing := self.letters.missing(text):
            raise _CannotStandError(f"The font has no drawing for {_codes(missing)}. Write the value in Latin letters.")
        return text

    def _continue_elsewhere(self, placed: Placed, text: str, label: str) -> None:
        if not any(self._show(placed, note) for note in pointers(self.next_item)):
            raise _CannotStandError("The value does not fit, and there is no room to say where it continues.")
        self.overflowed.append(Item(self.next_item, label, text, field=placed.field.name))
        self.next_item += 1

    def _show(self, placed: Placed, text: str, stored: pikepdf.Object | None = None) -> bool:
        """Store and draw ``text`` in each place of the field, if it fits into all of them."""
        if placed.field.max_length and len(text) > placed.field.max_length:
            return False
        settings: list[Setting] = []
        for slot in placed.slots:
            setting = set_text(text, slot.frame, self.letters)
            if setting is None:
                return False
            settings.append(setting)
        for setting, slot in zip(settings, placed.slots, strict=True):
            self.revision.store(slot.holder, pikepdf.String(text) if stored is None else stored)
            self.revision.show(slot.widget, text_drawing(slot, setting, self.letters))
        return True

    def _mark(self, placed: Placed, value: Value) -> None:
        """Set the one mark that is meant, and no other; "Off" is the name of none."""
        field = placed.field
        if value is False or value == "Off":
            state = "Off"
        else:
            state = _option(field, field.options[0] if value is True and field.kind is Kind.TICK else value)
            self.placed.append(field.name)
        for slot in placed.slots:
            self.revision.store(slot.holder, pikepdf.Name(f"/{state}"))
            shown = state == (slot.box.state or field.options[0])
            drawings = None
            if shown and state not in self.revision.base.drawn[slot.widget]:
                drawings = {state: mark_drawing(slot), "Off": empty_drawing(slot)}
            self.revision.mark(slot.widget, state if shown else "Off", drawings)

    def _choose(self, placed: Placed, value: Value) -> None:
        """Take the option that is meant, or several of a list that allows it."""
        field = placed.field
        wanted = value if isinstance(value, list) and field.several else [value]
        chosen = [_option(field, one) for one in wanted]
        labels = dict(zip(field.options, field.labels, strict=False))
        text = self._legible(", ".join(labels.get(one, one) for one in chosen))
        stored = pikepdf.String(chosen[0]) if len(chosen) == 1 else pikepdf.Array(map(pikepdf.String, chosen))
        if not self._show(placed, text, stored):
            raise _CannotStandError("The choice does not fit into the field.")
        self.placed.append(field.name)


def _option(field: Field, said: Value) -> str:
    """The option of the field that is meant; of a list that is open, what is said itself."""
    if isinstance(said, str):
        if option := field.option(said):
            return option
        if field.free or not field.options:
            return said
    raise _CannotStandError(f"The field takes one of: {', '.join(field.names) or 'words'}.")


def _is_answer(field: Field) -> bool:
    """Whether what it holds can be taken for the practice's word; what nobody may write in is the payer's."""
    return bool(field.holds) and not (field.read_only or field.hidden)


def _sayable(label: str, field: Field) -> str:
    """The label, if the addendum's font has its letters; or else where the field stands."""
    text = _clean(label)
    return text if not lettering_for([text]).missing(text) else f"a field on page {field.boxes[0].page}"


def _cannot_be_printed(letter: str) -> bool:
    """Whether it is no letter and no space, and stands for something that would be lost."""
    return unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") and not letter.isspace()


def _codes(letters: Iterable[str]) -> str:
    return ", ".join(f"U+{ord(letter):04X}" for letter in letters)


def _texts(value: Value) -> Sequence[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else ()


def _clean(value: str) -> str:
    """Letters with their accents as one character, as fonts have them, and nothing that cannot be printed."""
    return cleaned(unicodedata.normalize("NFC", value))
