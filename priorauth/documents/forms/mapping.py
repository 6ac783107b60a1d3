"""Field maps: what goes into each field of a payer's form, as people write it down.

A map is a YAML file beside the form (see ``templates/forms/universal/map.yaml``). It holds for one file only, the one
whose hash it names: a form that the payer changed is refused until somebody has looked at the map again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from priorauth.documents.forms.edition import changed
from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.places import Place, with_fields
from priorauth.errors import BadInput
from priorauth.files import read_bytes, sha256
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.yamltree import Document, KeyPath

Named = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A name that the form's file gives: blanks at its ends are part of it."""

ROW = "{row}"
"""Stands in a field's name or label for the number of the row, counted from 1."""


class Entry(Frozen):
    """What goes into one field: a text, a tick, one mark of several, or nothing on purpose."""

    text: str | None = None
    """Words with expressions in double braces."""
    tick: str | None = None
    """An expression: ticked if it is true."""
    choose: str | None = None
    """An expression that says which mark is set."""
    blank: str | None = None
    """Why the field is left blank; what the payer's file holds there is taken out."""
    sign: Literal["here", "date"] | None = None
    """For ``blank``: here the prescriber signs, or writes the day; a digital signature is shown there."""
    keep: str | None = None
    """Why what the payer's file holds there stays."""
    likely: bool = False
    """A proposal: the field stays blank until somebody has looked at it and taken this word out."""
    options: dict[str, Named] = Field(default_factory=dict)
    """For ``choose``: what the expression may say, and the form's name for that mark."""
    max: Annotated[int, Field(ge=1)] | None = None
    """A text of more characters continues on the addendum, even if it would fit."""
    overflow: Literal["addendum", "refuse"] = "addendum"
    """What becomes of a text that does not fit: an identifier is useless on another page, so it is refused."""
    label: str | None = None
    """How the addendum calls the field; the form's own tooltip, if none is given."""

    @model_validator(mode="after")
    def _one_kind(self) -> Entry:
        if sum(kind is not None for kind in (self.text, self.tick, self.choose, self.blank, self.keep)) != 1:
            raise Flaw("needs exactly one of text, tick, choose, blank and keep.")
        if self.options and self.choose is None:
            raise Flaw("belongs to choose only.", "options")
        if self.sign and self.blank is None:
            raise Flaw("belongs to blank only: nobody but who signs writes there.", "sign")
        return self

    @property
    def source(self) -> str | None:
        """The words or the expression that it takes its value from."""
        return next((one for one in (self.text, self.tick, self.choose) if one is not None), None)


def _short(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


FieldEntry = Annotated[Entry, BeforeValidator(_short)]


class Choice(Frozen):
    """Check boxes of which one at most is ticked, though nothing in the form's file says so: Yes and No."""

    choose: str
    """An expression that says which."""
    boxes: Annotated[dict[str, Named], Field(min_length=1)]
    """What the expression may say ("yes" and "no" for true and false), and the box that is ticked for it."""
    likely: bool = False
    """A proposal, as of an entry."""


class Beyond(Frozen):
    """Where rows go that the form has no room for: to the addendum, as a table."""

    field: Named | None = None
    """The field that says so; the last row's first one, if the form has none to spare: that row goes with the rest."""
    label: str
    columns: dict[str, str]
    """The table's columns: heading and text."""


class Rows(Frozen):
    """Fields that repeat, row by row, for the items of a list."""

    each: str
    """An expression for the list."""
    name: Annotated[str, Field(alias="as", pattern=r"^[a-z_]+$")]
    """How the texts below call one item."""
    count: Annotated[int, Field(ge=1, le=100)]
    """The rows that the form has."""
    fields: dict[Named, FieldEntry]
    names: dict[Named, tuple[Named, ...]] = Field(default_factory=dict)
    """For a column whose fields are not numbered from 1: its fields, from the top."""
    choices: tuple[Choice, ...] = ()
    beyond: Beyond

    @model_validator(mode="after")
    def _numbered(self) -> Rows:
        boxes = [box for choice in self.choices for box in choice.boxes.values()]
        if any(ROW not in name and name not in self.names for name in (*self.fields, *boxes)):
            raise Flaw(f"must each hold {ROW} in their name.", "fields")
        if any(len(names) != self.count for names in self.names.values()):
            raise Flaw("must hold a field for each row.", "names")
        if self.beyond.field is None and next(iter(self.fields.values())).text is None:
            raise Flaw("is missing: the first column cannot say that there is more.", "beyond.field")
        return self

    def field(self, name: str, row: int) -> str:
        """The field of the column ``name`` in a row, counted from 1."""
        return self.names[name][row - 1] if name in self.names else name.replace(ROW, str(row))


class Recorded(Frozen):
    """A field as the form had it when it was mapped: what a later edition is compared with."""

    kind: Kind
    page: Annotated[int, Field(ge=1)]
    options: tuple[Named, ...] = ()
    """Of a choice or a list."""


class MapFile(Frozen):
    """A field map as it stands in its file."""

    title: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the form's file."""
    medicine: str | None = None
    """What the printed form is for, where that is not esketamine: no request goes on it."""
    addendum: dict[str, str] = Field(default_factory=dict)
    """What tells the addendum's reader whose it is: name and text."""
    places: dict[Named, Place] = Field(default_factory=dict)
    """Where fields are made, on a form that has none there."""
    fields: dict[Named, FieldEntry]
    choices: tuple[Choice, ...] = ()
    rows: tuple[Rows, ...] = ()
    recorded: dict[Named, Recorded] = Field(default_factory=dict)
    """The form's fields, where the map lies without the form."""

    @property
    def of_the_form(self) -> dict[str, Recorded]:
        """What is recorded of the form's own fields: those that the map makes say nothing of an edition."""
        return {name: one for name, one in self.recorded.items() if name not in self.places}

    def entries(self) -> Iterator[tuple[str, Entry, KeyPath]]:
        """Each entry with the name of its field and its place in the map; a row's entry once for each row."""
        for name, entry in self.fields.items():
            yield name, entry, ("fields", name)
        for number, rows in enumerate(self.rows):
            for name, entry in rows.fields.items():
                for row in range(1, rows.count + 1):
                    yield rows.field(name, row), entry, ("rows", number, "fields", name)

    def boxes(self) -> Iterator[tuple[str, KeyPath]]:
        """Each check box of a choice, with its place in the map; a row's box once for each row."""
        for at, choice in enumerate(self.choices):
            yield from ((box, ("choices", at, "boxes", said)) for said, box in choice.boxes.items())
        for number, rows in enumerate(self.rows):
            for at, choice in enumerate(rows.choices):
                for said, box in choice.boxes.items():
                    for row in range(1, rows.count + 1):
                        yield rows.field(box, row), ("rows", number, "choices", at, "boxes", said)


@dataclass(frozen=True, slots=True)
class FormMap:
    """A form and what goes into it."""

    file: MapFile
    document: Document
    """The map's file, to name lines in."""
    form: bytes
    """The payer's file, with the fields that the map makes."""


def load(folder: Path, form: Path | None = None) -> FormMap:
    """The ``map.yaml`` of ``folder`` with its form: ``form.pdf`` beside it, or the file ``form``.

    Raises:
        BadInput: a file is missing or mistaken, or the form is not the one that the map was made for.
    """
    document = read(folder / "map.yaml")
    file = validated(MapFile, document)
    path = form or folder / "form.pdf"
    data = read_bytes(path)
    if sha256(data) != file.sha256:
        raise changed(file, document, data, path)
    return joined(file, document, data)


def joined(file: MapFile, document: Document, form: bytes) -> FormMap:
    """A map and its form, with the fields that the map makes.

    Raises:
        BadInput: a place is not on a page of the form, or the form may not be filled.
    """
    if not file.places:
        return FormMap(file, document, form)
    try:
        return FormMap(file, document, with_fields(form, tuple(file.places.items())))
    except BadInput as error:
        raise BadInput(error.what, where=document.place(("places",)), fix=error.fix) from None
