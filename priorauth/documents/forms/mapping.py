"""Field maps: what goes into each field of a payer's form, as people write it down.

A map is a YAML file beside the form (see ``templates/forms/universal/map.yaml``). It holds for one file only, the one
whose hash it names: a form that the payer changed is refused until somebody has looked at the map again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pypdf import PdfReader

from priorauth.documents.forms.fields import Kind, fields_of
from priorauth.errors import BadInput
from priorauth.files import read_bytes, sha256
from priorauth.model import Frozen
from priorauth.reading import Flaw, validated
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.documents.forms import fields
    from priorauth.yamltree import Document, KeyPath

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
    """Why the field is left blank."""
    options: dict[str, str] = Field(default_factory=dict)
    """For ``choose``: what the expression may say, and the form's name for that mark."""
    max: Annotated[int, Field(ge=1)] | None = None
    """A text of more characters continues on the addendum, even if it would fit."""
    overflow: Literal["addendum", "refuse"] = "addendum"
    """What becomes of a text that does not fit: an identifier is useless on another page, so it is refused."""
    label: str | None = None
    """How the addendum calls the field; the form's own tooltip, if none is given."""

    @model_validator(mode="after")
    def _one_kind(self) -> Entry:
        if sum(kind is not None for kind in (self.text, self.tick, self.choose, self.blank)) != 1:
            raise Flaw("needs exactly one of text, tick, choose and blank.")
        if self.options and self.choose is None:
            raise Flaw("belongs to choose only.", "options")
        return self


def _short(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


FieldEntry = Annotated[Entry, BeforeValidator(_short)]


class Beyond(Frozen):
    """Where rows go that the form has no room for: to the addendum, as a table."""

    field: str
    """The field that says so."""
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
    fields: dict[str, FieldEntry]
    beyond: Beyond

    @model_validator(mode="after")
    def _numbered(self) -> Rows:
        if any(ROW not in name for name in self.fields):
            raise Flaw(f"must each hold {ROW} in their name.", "fields")
        return self


class MapFile(Frozen):
    """A field map as it stands in its file."""

    title: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the form's file."""
    addendum: dict[str, str] = Field(default_factory=dict)
    """What tells the addendum's reader whose it is: name and text."""
    fields: dict[str, FieldEntry]
    rows: tuple[Rows, ...] = ()

    def entries(self) -> Iterator[tuple[str, Entry, KeyPath]]:
        """Each entry with the name of its field and its place in the map; a row's entry once for each row."""
        for name, entry in self.fields.items():
            yield name, entry, ("fields", name)
        for number, rows in enumerate(self.rows):
            for name, entry in rows.fields.items():
                for row in range(1, rows.count + 1):
                    yield name.replace(ROW, str(row)), entry, ("rows", number, "fields", name)


@dataclass(frozen=True, slots=True)
class FormMap:
    """A form and what goes into it."""

    file: MapFile
    document: Document
    """The map's file, to name lines in."""
    form: bytes


def load(folder: Path) -> FormMap:
    """The form ``form.pdf`` of ``folder`` with its ``map.yaml``.

    Raises:
        BadInput: a file is missing or mistaken, or the form is not the one that the map was made for.
    """
    document = read(folder / "map.yaml")
    file = validated(MapFile, document)
    form = read_bytes(folder / "form.pdf")
    found, line = sha256(form), document.line(("sha256",))
    if found != file.sha256:
        raise BadInput(
            f"The map beside it was made for another version of this form: its SHA-256 is {found}.",
            where=str(folder / "form.pdf"),
            fix=f"Compare the form with the map, field by field; then write this hash into the map, line {line}.",
        )
    return FormMap(file, document, form)


def check_map(form_map: FormMap) -> list[str]:
    """What is wrong between a map and its form, a sentence for each; empty if they agree.

    Every field of the form must be in the map, if only as left blank; each name in the map must be a field of the form
    and of its kind; and each mark that an option names must be on the form.
    """
    form = fields_of(PdfReader(io.BytesIO(form_map.form)).pages)
    mapped: dict[str, None] = {}
    problems: list[str] = []
    for name, entry, at in form_map.file.entries():
        place = f"line {form_map.document.line(at)}: {name}"
        if name in mapped:
            problems.append(f"{place} is mapped twice.")
        mapped[name] = None
        field = form.get(name)
        if field is None:
            problems.append(f"{place} is not a field of the form.")
        else:
            problems.extend(f"{place} {problem}" for problem in _problems(entry, field))
    for number, rows in enumerate(form_map.file.rows):
        mapped[rows.beyond.field] = None
        if rows.beyond.field not in form:
            at = ("rows", number, "beyond", "field")
            problems.append(f"line {form_map.document.line(at)}: {rows.beyond.field} is not a field of the form.")
    problems.extend(f"{name} is a field of the form and not in the map." for name in form if name not in mapped)
    return problems


def _problems(entry: Entry, field: fields.Field) -> Iterator[str]:
    writes, marks = field.kind in (Kind.TEXT, Kind.LIST), field.kind in (Kind.TICK, Kind.CHOICE)
    if entry.text is not None and not writes:
        yield f"takes no text: it is a {field.kind}."
    if entry.tick is not None and field.kind is not Kind.TICK:
        yield f"cannot be ticked: it is a {field.kind}."
    if entry.choose is not None and not (marks or field.kind is Kind.LIST):
        yield f"has nothing to choose from: it is a {field.kind}."
    unknown = [option for option in entry.options.values() if option not in field.options]
    if unknown:
        yield f"has no {' or '.join(unknown)}: the form knows {', '.join(field.options)}."
