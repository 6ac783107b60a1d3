"""From a field map and what is known of the request to the values of the form's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from priorauth.documents.forms import expressions
from priorauth.documents.forms.addendum import Item
from priorauth.documents.forms.fill import Rule
from priorauth.documents.forms.mapping import ROW
from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from priorauth.documents.forms.mapping import Entry, FormMap, Rows
    from priorauth.yamltree import KeyPath


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

    def values(self) -> Values:
        file = self.map.file
        for name, entry in file.fields.items():
            self._enter(name, entry, self.context, ("fields", name))
        for number, rows in enumerate(file.rows):
            self._repeat(rows, ("rows", number))
        belongs_to = {
            name: expressions.text(words, self.context, self._place(("addendum", name)))
            for name, words in file.addendum.items()
        }
        return Values(self.fields, self.rules, tuple(self.beyond), belongs_to)

    def _repeat(self, rows: Rows, at: KeyPath) -> None:
        items = expressions.value(rows.each, self.context, self._place((*at, "each")))
        if not isinstance(items, list | tuple):
            raise BadInput("This is not a list.", where=self._place((*at, "each")), fix="Name a list to repeat.")
        for row, item in enumerate(items[: rows.count], start=1):
            context = {**self.context, rows.name: item, "row": row}
            for name, entry in rows.fields.items():
                self._enter(name.replace(ROW, str(row)), entry, context, (*at, "fields", name), row)
        if len(items) > rows.count:
            self._continue(rows, items, at)

    def _continue(self, rows: Rows, items: list[Any] | tuple[Any, ...], at: KeyPath) -> None:
        number = len(self.beyond) + 1
        columns = [
            (words, self._place((*at, "beyond", "columns", head))) for head, words in rows.beyond.columns.items()
        ]
        cells = tuple(
            tuple(expressions.text(words, {**self.context, rows.name: item}, place) for words, place in columns)
            for item in items[rows.count :]
        )
        self.beyond.append(Item(number, rows.beyond.label, header=tuple(rows.beyond.columns), rows=cells))
        self.fields[rows.beyond.field] = f"{len(cells)} more: see addendum, item {number}"

    def _enter(self, name: str, entry: Entry, context: Mapping[str, Any], at: KeyPath, row: int | None = None) -> None:
        place = self._place(at)
        if entry.text is not None:
            self.fields[name] = expressions.text(entry.text, context, place)
            label = entry.label.replace(ROW, str(row)) if entry.label else ""
            self.rules[name] = Rule(label=label, most=entry.max, may_continue=entry.overflow == "addendum")
        elif entry.tick is not None:
            self.fields[name] = bool(expressions.value(entry.tick, context, place))
        elif entry.choose is not None:
            self.fields[name] = _option(entry, expressions.value(entry.choose, context, place))

    def _place(self, at: KeyPath) -> str:
        return self.map.document.place(at)


def _option(entry: Entry, said: Any) -> str:
    """The form's name for the mark; an empty text if nothing is said."""
    if said is None:
        return ""
    word = ("yes" if said else "no") if isinstance(said, bool) else str(said)
    return entry.options.get(word, word)
