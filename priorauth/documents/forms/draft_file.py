"""A draft as the text of a map: each entry with what it was known by, in a comment above it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.mapping import ROW
from priorauth.documents.forms.recognizing import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.forms.draft import Draft, Marks, Proposal, Repeated
    from priorauth.documents.forms.fields import Field
    from priorauth.documents.forms.places import Place

_HEAD = """\
# A draft by priorauth forms draft. What is sure will be written. What is only likely ("likely: yes") stays blank until
# you have looked at the form and taken these words out. Everything else is blank: map it, or say why it stays so.
# The language: docs/forms.md. Then: priorauth forms check FOLDER
"""
_LONGEST = 70
"""Letters of a comment's quotation."""


def written(draft: Draft, title: str, sha256: str) -> str:
    """The draft as a file."""
    return "\n".join(_lines(draft, title, sha256)) + "\n"


def _lines(draft: Draft, title: str, sha256: str) -> Iterator[str]:
    yield _HEAD
    yield f"title: {_quoted(title)}"
    yield f"sha256: {sha256}"
    yield ""
    yield "addendum:"
    yield '  Patient: "{{ patient.name }}"'
    yield '  Date of birth: "{{ patient.birth_date | us_date }}"'
    yield '  Member ID: "{{ coverage.member_id }}"'
    yield ""
    if draft.places:
        yield "# Where fields are made: left, top, right, bottom, in points from the upper left corner of the page."
        yield "places:"
        yield from (f"  {_quoted(name)}: {_place(one)}" for name, one in draft.places.items())
        yield ""
    entries = [line for one in draft.proposals for line in _entry(one)]
    entries += [line for one in draft.marks if one.group for line in _group(one)]
    yield from ("fields:", *entries) if entries else ("fields: {}",)
    if pairs := [one for one in draft.marks if not one.group]:
        yield from ("", "choices:")
        yield from (line for one in pairs for line in _pair(one))
    if draft.rows:
        yield from ("", "rows:")
        yield from (line for one in draft.rows for line in _rows(one))
    yield from ("", "# The form as it was mapped: a later edition is compared with this.", "recorded:")
    yield from (
        f"  {_quoted(name)}: {_record(one)}" for name, one in draft.fields.items() if one.kind is not Kind.BUTTON
    )


def _place(one: Place) -> str:
    kind, lines = "mark" if one.mark else "box", ", lines: yes" if one.lines else ""
    return f"{{page: {one.page}, {kind}: [{', '.join(f'{edge:g}' for edge in one.edges)}]{lines}}}"


def _entry(one: Proposal) -> Iterator[str]:
    if one.field.kind is Kind.BUTTON:
        return
    said = [_shown(text) for text in dict.fromkeys((*one.said.printed, one.said.tooltip)) if text]
    under = f", under {_shown(one.said.heading)}" if one.said.heading else ""
    yield f"  # page {one.field.boxes[0].page}, {one.field.kind}: {' and '.join(said) or 'no words'}{under}"
    name = _quoted(one.field.name)
    if one.match is None:
        yield f"  {name}: {{blank: {one.why_blank}}}"
        return
    extra = ", overflow: refuse" if one.match.known.refuse else ""
    yield f"  {name}: {{text: {_quoted(one.match.put)}{extra}{_mark(one.match.certainty)}}}"


def _group(one: Marks) -> Iterator[str]:
    marks = ", ".join(f"{answer}: {_quoted(mark)}" for answer, mark in one.boxes.items())
    yield f"  {_quoted(one.group or '')}: {{choose: {one.choose}, options: {{{marks}}}{_mark(one.certainty)}}}"


def _pair(one: Marks) -> Iterator[str]:
    boxes = ", ".join(f"{answer}: {_quoted(box)}" for answer, box in one.boxes.items())
    yield f"  - choose: {one.choose}"
    yield f"    boxes: {{{boxes}}}"
    if one.certainty is Certainty.LIKELY:
        yield "    likely: yes"


def _rows(one: Repeated) -> Iterator[str]:
    yield f"  - each: {one.table.each}"
    yield f"    as: {one.table.name}"
    yield f"    count: {one.count}"
    yield "    fields:"
    for column, certainty, names in one.columns:
        extra = ", overflow: refuse" if column.refuse else ""
        yield f"      {_quoted(_numbered(names))}: {{text: {_quoted(column.put)}{extra}{_mark(certainty)}}}"
    yield "    beyond:"
    yield f"      label: {one.table.label}"
    yield "      columns:"
    for column, _, _ in one.columns:
        yield f"        {_quoted(column.words[0] or one.table.name)}: {_quoted(column.put)}"


def _numbered(names: tuple[str, ...]) -> str:
    """The name that all have, with ``{row}`` for the number in which they differ."""
    first, second = names[:2]
    at = next(place for place, (one, other) in enumerate(zip(first, second, strict=False)) if one != other)
    return f"{first[:at]}{ROW}{first[at + 1 :]}"


def _record(one: Field) -> str:
    options = f", options: [{', '.join(map(_quoted, one.options))}]" if one.kind in (Kind.CHOICE, Kind.LIST) else ""
    return f"{{kind: {one.kind}, page: {one.boxes[0].page}{options}}}"


def _mark(certainty: Certainty) -> str:
    return ", likely: yes" if certainty is Certainty.LIKELY else ""


def _shown(text: str) -> str:
    """As much of a form's words as a comment shows, on one line."""
    return f"“{''.join(letter for letter in ' '.join(text.split()) if letter.isprintable())[:_LONGEST]}”"


def _quoted(text: str) -> str:
    """As a text between double quotes, which YAML and JSON write alike."""
    return json.dumps(text, ensure_ascii=False)
