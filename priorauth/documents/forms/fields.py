"""What fields a PDF form has, as plain data.

Fields are found through the pages' widgets and not through the form's own list, which in many forms is incomplete.
What a widget does not say itself it inherits from its parents (ISO 32000-2, 12.7.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pypdf import PageObject

_READ_ONLY, _MULTILINE, _COMB = 1 << 0, 1 << 12, 1 << 24
_RADIO, _PUSH = 1 << 15, 1 << 16
_EDITABLE, _SEVERAL = 1 << 18, 1 << 21
_UNSEEN = 1 << 1 | 1 << 5  # hidden, and not shown on a screen
DRAWN = "words that are only drawn"
"""What a field holds that shows letters, and of which the file does not say what they are."""
_LETTERS = re.compile(rb"(?:\([^)]+\)|<[0-9A-Fa-f\s]+>|\])\s*(?:Tj|TJ|')")
_MARK = "Yes"
"""The name of a mark that the form has neither drawn nor named."""


class Kind(StrEnum):
    """What one does with a field."""

    TEXT = "text"
    TICK = "tick"
    """A check box: one mark, set or not."""
    CHOICE = "choice"
    """Several marks of which one is set: a radio group, or check boxes that act as one."""
    LIST = "list"
    SIGNATURE = "signature"
    BUTTON = "button"
    """Does something when pressed (clear, print); holds no value."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where one widget stands: page from 1 and, in points, its edges; and the mark's name if it is one."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    state: str | None = None

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.left, self.bottom, self.right, self.top

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Lower left and upper right."""
        return (self.left, self.bottom), (self.right, self.top)

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Field:
    """One field; it may stand in several places."""

    name: str
    """Its full name: its parents' names and its own, with dots between them."""
    kind: Kind
    tooltip: str
    boxes: tuple[Box, ...]
    options: tuple[str, ...] = ()
    """The values it can take, for a tick, a choice or a list."""
    max_length: int | None = None
    comb: bool = False
    """Whether each character has a box of its own; there are ``max_length`` of them."""
    multiline: bool = False
    read_only: bool = False
    labels: tuple[str, ...] = ()
    """What people read in place of each of ``options``, where the form says so."""
    free: bool = False
    """Whether a list takes other words than its options."""
    several: bool = False
    """Whether a list takes more than one of its options."""
    hidden: bool = False
    """Whether no place of it is seen: hidden, or outside its page."""
    holds: str = ""
    """What stands in it as the payer hands the form out: a text, or the mark that is set."""

    def option(self, said: str) -> str | None:
        """The option that ``said`` names, by its own name or by its label; ``None`` if there is none, or two.

        The marks of a group may be called 0, 1, 2 in the file and "1", "2", "3" by the form: of these, the form's words
        go first.
        """
        meant = [option for option, label in zip(self.options, self.labels, strict=False) if label == said]
        named = [said] if said in self.options else []
        if self.kind is Kind.LIST:
            meant, named = named, meant
        return next((one[0] for one in (meant, named) if len(one) == 1), None)

    @property
    def names(self) -> tuple[str, ...]:
        """How each of ``options`` is asked for: by its label, where that means it and no other."""
        labels = self.labels or self.options
        return tuple(
            label if self.option(label) == option else option
            for option, label in zip(self.options, labels, strict=False)
        )


class Placed(NamedTuple):
    """A widget and its page, counted from 1."""

    page: int
    widget: DictionaryObject


def fields_of(pages: Sequence[PageObject]) -> dict[str, Field]:
    """The fields of ``pages`` by name, in the order of their first widget."""
    return {name: described(name, placed) for name, placed in widgets_of(pages).items()}


def widgets_of(pages: Iterable[PageObject]) -> dict[str, list[Placed]]:
    """The widgets of each field, by the field's full name."""
    found: dict[str, list[Placed]] = {}
    for number, page in enumerate(pages, start=1):
        for annotation in _resolved(page.get("/Annots")) or ():
            widget = _resolved(annotation)
            if (
                isinstance(widget, DictionaryObject)
                and widget.get("/Subtype") == "/Widget"
                and inherited(widget, "/FT")
            ):
                found.setdefault(_full_name(widget), []).append(Placed(number, widget))
    return found


def described(name: str, placed: Sequence[Placed]) -> Field:
    """The field that has these widgets."""
    first = placed[0].widget
    flags = int(inherited(first, "/Ff") or 0)
    boxes = tuple(_box(page, widget) for page, widget in placed)
    kind = _kind(str(inherited(first, "/FT")), flags, boxes)
    length = inherited(first, "/MaxLen")
    options = tuple(dict.fromkeys(_options(kind, first, boxes)))
    return Field(
        name=name,
        kind=kind,
        tooltip=str(inherited(first, "/TU") or ""),
        boxes=boxes,
        options=options,
        max_length=int(length) if length else None,
        comb=bool(kind is Kind.TEXT and flags & _COMB and length and not flags & _MULTILINE),
        multiline=bool(kind is Kind.TEXT and flags & _MULTILINE),
        read_only=bool(flags & _READ_ONLY),
        labels=tuple(_labels(kind, first, boxes)),
        free=bool(kind is Kind.LIST and flags & _EDITABLE),
        several=bool(kind is Kind.LIST and flags & _SEVERAL),
        hidden=all(int(_resolved(widget.get("/F")) or 0) & _UNSEEN for _, widget in placed),
        holds=_holds(kind, [widget for _, widget in placed], options),
    )


def lineage(widget: DictionaryObject) -> Iterator[DictionaryObject]:
    """The widget, its parent, its parent's parent, up to the root of the form, or to where a circle begins again."""
    node: Any = widget
    met: list[DictionaryObject] = []
    while isinstance(node, DictionaryObject) and not any(node is one for one in met):
        met.append(node)
        yield node
        node = _resolved(node.get("/Parent"))


def inherited(widget: DictionaryObject, key: str) -> Any:
    """The value of ``key`` on the widget or the nearest parent that has it; ``None`` if none has."""
    return next((_resolved(node[key]) for node in lineage(widget) if key in node), None)


def owner(widget: DictionaryObject) -> DictionaryObject:
    """The dictionary that holds the field's value: the nearest one that has a name."""
    return next((node for node in lineage(widget) if "/T" in node), widget)


def state_of(widget: DictionaryObject) -> str | None:
    """The name of the mark that the widget shows when it is set, as in ``/AP``; ``None`` if it has none."""
    drawings = _resolved((_resolved(widget.get("/AP")) or {}).get("/N"))
    if not isinstance(drawings, DictionaryObject) or isinstance(drawings, StreamObject):
        return None
    return next((state[1:] for state in drawings if state != "/Off"), None)


def option_labels(widget: DictionaryObject) -> list[tuple[str, str]]:
    """The pairs (export value, label) of ``/Opt``; empty if there is none."""
    pairs = []
    for option in inherited(widget, "/Opt") or ():
        value = _resolved(option)
        export, label = (value[0], value[-1]) if isinstance(value, ArrayObject) and value else (value, value)
        pairs.append((str(export), str(label)))
    return pairs


def _kind(field_type: str, flags: int, boxes: Sequence[Box]) -> Kind:
    match field_type:
        case "/Tx":
            return Kind.TEXT
        case "/Ch":
            return Kind.LIST
        case "/Sig":
            return Kind.SIGNATURE
        case _ if flags & _PUSH:
            return Kind.BUTTON
    states = {box.state for box in boxes if box.state}
    return Kind.CHOICE if flags & _RADIO or len(states) > 1 else Kind.TICK


def _options(kind: Kind, widget: DictionaryObject, boxes: Sequence[Box]) -> Iterator[str]:
    match kind:
        case Kind.LIST:
            yield from (export for export, _ in option_labels(widget))
        case Kind.TICK | Kind.CHOICE:
            states = [box.state for box in boxes if box.state]
            yield from states or [_MARK]


def _labels(kind: Kind, widget: DictionaryObject, boxes: Sequence[Box]) -> Iterator[str]:
    """What people read for each option. The states of a group may be numbers that count the entries of ``/Opt``."""
    told = [label for _, label in option_labels(widget)]
    if kind is Kind.LIST:
        yield from told
    elif kind is Kind.CHOICE and told:
        for state in dict.fromkeys(box.state for box in boxes if box.state):
            yield told[int(state)] if state.isdigit() and int(state) < len(told) else state


def _holds(kind: Kind, widgets: Sequence[DictionaryObject], options: Sequence[str]) -> str:
    """The text, or the mark, that it is seen to have, wherever the file keeps it."""
    value = inherited(widgets[0], "/V")
    if kind in (Kind.TICK, Kind.CHOICE):
        states = [_resolved(widget.get("/AS", value)) for widget in widgets]
        return next((str(one)[1:] for one in states if one not in (None, "/Off", "/")), "")
    if kind not in (Kind.TEXT, Kind.LIST):
        return ""
    if isinstance(value, StreamObject):
        return value.get_data().decode("utf-8", "replace")
    values = [_resolved(one) for one in (value if isinstance(value, ArrayObject) else [value])]
    if held := ", ".join(str(one) for one in values if one is not None):
        return held
    places = [int(one) for one in inherited(widgets[0], "/I") or () if int(one) < len(options)]
    if places:
        return ", ".join(options[one] for one in places)
    return DRAWN if any(_writes(widget) for widget in widgets) else ""


def _writes(widget: DictionaryObject) -> bool:
    """Whether its drawing shows letters."""
    drawing = _resolved((_resolved(widget.get("/AP")) or {}).get("/N"))
    return isinstance(drawing, StreamObject) and bool(_LETTERS.search(drawing.get_data()))


def _box(page: int, widget: DictionaryObject) -> Box:
    x1, y1, x2, y2 = (float(_resolved(edge)) for edge in inherited(widget, "/Rect"))
    state = state_of(widget) if inherited(widget, "/FT") == "/Btn" else None
    return Box(page, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), state)


def _full_name(widget: DictionaryObject) -> str:
    names = [str(_resolved(node["/T"])) for node in lineage(widget) if "/T" in node]
    return ".".join(reversed(names))


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
