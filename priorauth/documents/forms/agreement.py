"""Whether a map and its form agree: each field is mapped or left blank with a reason, and each entry fits its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.forms.fields import Kind
from priorauth.documents.forms.layout import fillable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.documents.forms.fields import Field
    from priorauth.documents.forms.mapping import Entry, FormMap


def check_map(form_map: FormMap) -> list[str]:
    """What is wrong between a map and its form, a sentence for each; empty if they agree.

    Every field of the form must be in the map, if only as left blank; a button alone needs no entry. Each name in the
    map must be a field of the form and of its kind; and each mark that an option names must be on the form.

    Raises:
        BadInput: the form cannot be filled at all.
    """
    form = fillable(form_map.form)
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
    for box, at in form_map.file.boxes():
        place = f"line {form_map.document.line(at)}: {box}"
        if box in mapped:
            problems.append(f"{place} is mapped twice.")
        mapped[box] = None
        if box not in form:
            problems.append(f"{place} is not a field of the form.")
        elif form[box].kind is not Kind.TICK:
            problems.append(f"{place} cannot be ticked: it is a {form[box].kind}.")
    for number, rows in enumerate(form_map.file.rows):
        more = rows.beyond.field
        if more and more not in form:
            at = ("rows", number, "beyond", "field")
            problems.append(f"line {form_map.document.line(at)}: {more} is not a field of the form.")
        mapped |= {more: None} if more else {}
    problems.extend(
        f"{name} is a field of the form and not in the map."
        for name, field in form.items()
        if name not in mapped and field.kind is not Kind.BUTTON
    )
    return problems


def unconfirmed(form_map: FormMap) -> list[str]:
    """The proposals that nobody has confirmed yet, a line for each."""
    file, line = form_map.file, form_map.document.line
    told = {at: name for name, entry, at in file.entries() if entry.likely}
    groups = [
        (("choices",), file.choices),
        *((("rows", k, "choices"), rows.choices) for k, rows in enumerate(file.rows)),
    ]
    for at, choices in groups:
        told |= {(*at, k): " / ".join(one.boxes.values()) for k, one in enumerate(choices) if one.likely}
    return [f"line {line(at)}: {name}" for at, name in told.items()]


def _problems(entry: Entry, field: Field) -> Iterator[str]:
    writes, marks = field.kind in (Kind.TEXT, Kind.LIST), field.kind in (Kind.TICK, Kind.CHOICE)
    if entry.text is not None and not writes:
        yield f"takes no text: it is a {field.kind}."
    if entry.tick is not None and field.kind is not Kind.TICK:
        yield f"cannot be ticked: it is a {field.kind}."
    if entry.choose is not None and not (marks or field.kind is Kind.LIST):
        yield f"has nothing to choose from: it is a {field.kind}."
    unknown = [option for option in entry.options.values() if field.option(option) is None]
    if unknown:
        yield f"has no {' or '.join(unknown)}: the form knows {', '.join(field.names)}."
    if entry.keep is not None and not field.holds:
        yield "has nothing to keep: the form holds nothing there."
