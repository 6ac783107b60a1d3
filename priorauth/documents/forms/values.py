"""From a field map and what is known of the request to the values of the form's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms import expressions
from priorauth.documents.forms.addendum import Item
from priorauth.documents.forms.fill import Refused, Rule, pointers
from priorauth.documents.forms.mapping import ROW
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from priorauth.documents.forms.mapping import Choice, Entry, FormMap, Rows
    from priorauth.yamltree import KeyPath

UNCONFIRMED = "The map only proposes this field, and nobody has confirmed it."


@dataclass(frozen=True, slots=True)
class Values:
    """What a map says for one request."""

    fields: Mapping[str, str | bool]
    """The value of each field; an empty text where nothing is documented."""
    rules: Mapping[str, Rule]
    beyond: tuple[Item, ...]
    """Rows for which the form has no room, numbered from 1."""
    belongs_to: Mapping[str, str]
    """What the addendum says it belongs to."""
    kept: frozenset[str] = frozenset()
    """Fields that keep what the payer's file holds in them."""
    refused: tuple[Refused, ...] = ()
    """What is known and is not written: an answer that has no box, a proposal that nobody has confirmed."""


def evaluate(form_map: FormMap, context: Mapping[str, Any]) -> Values:
    """The values that ``form_map`` takes from ``context``.

    Args:
        form_map: the form and its map.
        context: plain data, with ``None`` or an empty text for what is not documented.

    Raises:
        BadInput: an expression is mistaken or asks for what is not in ``context``; the message names the field's line.
    """
    return _Evaluation(form_map, context).values()


class _Evaluation:
    def __init__(self, form_map: FormMap, context: Mapping[str, Any]) -> None:
        self.map = form_map
        self.context = context
        self.fields: dict[str, str | bool] = {}
        self.rules: dict[str, Rule] = {}
        self.beyond: list[Item] = []
        self.kept: set[str] = set()
        self.refused: list[Refused] = []

    def values(self) -> Values:
        file = self.map.file
        for name, entry in file.fields.items():
            self._enter(name, entry, self.context, ("fields", name))
        for number, choice in enumerate(file.choices):
            self._tick(choice, choice.boxes, self.context, ("choices", number))
        for number, rows in enumerate(file.rows):
            self._repeat(rows, ("rows", number))
        belongs_to = {
            name: expressions.text(words, self.context, self._place(("addendum", name)))
            for name, words in file.addendum.items()
        }
        return Values(
            self.fields, self.rules, tuple(self.beyond), belongs_to, frozenset(self.kept), tuple(self.refused)
        )

    def _repeat(self, rows: Rows, at: KeyPath) -> None:
        items = expressions.value(rows.each, self.context, self._place((*at, "each")))
        if not isinstance(items, list | tuple):
            raise BadInput("This is not a list.", where=self._place((*at, "each")), fix="Name a list to repeat.")
        fits = len(items) <= rows.count
        room = rows.count if fits or rows.beyond.field else rows.count - 1
        self._clear(rows)
        for row, item in enumerate(items[:room], start=1):
            context = {**self.context, rows.name: item, "row": row}
            for name, entry in rows.fields.items():
                self._enter(rows.field(name, row), entry, context, (*at, "fields", name), row)
            for number, choice in enumerate(rows.choices):
                boxes = {said: rows.field(box, row) for said, box in choice.boxes.items()}
                self._tick(choice, boxes, context, (*at, "choices", number))
        if not fits:
            self._continue(rows, items[room:], at)

    def _clear(self, rows: Rows) -> None:
        """Make every field of the rows blank: what the payer's file holds in one that is not needed is no answer."""
        columns = [*rows.fields, *(box for choice in rows.choices for box in choice.boxes.values())]
        self.fields |= {rows.field(name, row): "" for name in columns for row in range(1, rows.count + 1)}
        if rows.beyond.field:
            self.fields[rows.beyond.field] = ""

    def _continue(self, rows: Rows, left: Sequence[Any], at: KeyPath) -> None:
        number = len(self.beyond) + 1
        columns = [
            (words, self._place((*at, "beyond", "columns", head))) for head, words in rows.beyond.columns.items()
        ]
        cells = tuple(
            tuple(expressions.text(words, {**self.context, rows.name: item}, place) for words, place in columns)
            for item in left
        )
        self.beyond.append(Item(number, rows.beyond.label, header=tuple(rows.beyond.columns), rows=cells))
        field = rows.beyond.field or rows.field(next(iter(rows.fields)), rows.count)
        self.fields[field] = f"{len(cells)} more: see addendum, item {number}"
        self.rules[field] = Rule(may_continue=False, shorter=pointers(number))

    def _enter(self, name: str, entry: Entry, context: Mapping[str, Any], at: KeyPath, row: int | None = None) -> None:
        place = self._place(at)
        if entry.likely:
            self._withhold(name, entry, context, place)
        elif entry.text is not None:
            self.fields[name] = expressions.text(entry.text, context, place)
            label = entry.label.replace(ROW, str(row)) if entry.label else ""
            self.rules[name] = Rule(label=label, most=entry.max, may_continue=entry.overflow == "addendum")
        elif entry.tick is not None:
            self.fields[name] = bool(expressions.value(entry.tick, context, place))
        elif entry.choose is not None:
            self.fields[name] = _option(entry, expressions.value(entry.choose, context, place))
        elif entry.blank is not None:
            self.fields[name] = ""
        else:
            self.kept.add(name)

    def _tick(self, choice: Choice, boxes: Mapping[str, str], context: Mapping[str, Any], at: KeyPath) -> None:
        """Tick the one box that is meant; of an answer for which there is none, say so."""
        word = _word(expressions.value(choice.choose, context, self._place((*at, "choose"))))
        if choice.likely:
            if word is not None:
                self.refused.append(Refused(" / ".join(boxes.values()), UNCONFIRMED))
            self.fields |= dict.fromkeys(boxes.values(), False)
            return
        if word is not None and word not in boxes:
            self.refused.append(Refused(" / ".join(boxes.values()), f"There is no box for “{word}”."))
        self.fields |= {box: said == word for said, box in boxes.items()}

    def _withhold(self, name: str, entry: Entry, context: Mapping[str, Any], place: str) -> None:
        """Leave the field of a proposal blank; tell of it where it would have written, or kept, something."""
        if entry.keep is None:
            self.fields[name] = ""
        if entry.text is not None:
            known: Any = expressions.text(entry.text, context, place)
        elif entry.source is None:
            known = "held" if entry.keep else None
        else:
            known = expressions.value(entry.source, context, place)
        if known not in (None, "", False):
            self.refused.append(Refused(name, UNCONFIRMED))

    def _place(self, at: KeyPath) -> str:
        return self.map.document.place(at)


def _option(entry: Entry, said: Any) -> str:
    """The form's name for the mark; an empty text if nothing is said."""
    word = _word(said)
    return "" if word is None else entry.options.get(word, word)


def _word(said: Any) -> str | None:
    """How maps call an answer: "yes" and "no" for true and false."""
    if said is None or said == "":
        return None
    return ("yes" if said else "no") if isinstance(said, bool) else str(said)
