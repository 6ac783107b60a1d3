"""``priorauth forms``: any PDF form, with a field map or without."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from priorauth.cli.options import format_option, today
from priorauth.errors import BadInput, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from priorauth.documents.forms.draft import Draft
    from priorauth.documents.forms.fill import FilledForm
    from priorauth.documents.forms.inspection import Inspection

_FORM = click.argument("form", type=click.Path(path_type=Path))
_PASSWORD = click.option("--password", default="", help="What opens the form; asked for where it is needed.")


@click.group(short_help="Payers' PDF forms: inspect, fill, add, draft, check.")
def forms() -> None:
    """Look into a payer's PDF form, fill it, and map it."""


@forms.command(short_help="Tell what a form is, and list its fields.")
@_FORM
@_PASSWORD
@format_option
@click.option(
    "--pictures", type=click.Path(path_type=Path), default=None, help="Draw each page with the fields' names."
)
@click.option("--grid", is_flag=True, help="Draw a grid of points into the pictures, for a form without fields.")
def inspect(form: Path, password: str, shape: Literal["text", "json"], pictures: Path | None, grid: bool) -> int:
    """Tell what FORM is (protected, signed, scripted, flat, scanned) and list its fields.

    The form need not be one that can be filled: then the reason is told, and the exit code is 3.

    \b
    Example:  priorauth forms inspect payer.pdf --pictures pages
    """
    from priorauth.documents.forms import inspection  # noqa: PLC0415  (what only a command needs)
    from priorauth.files import read_bytes, write_private  # noqa: PLC0415

    if grid and pictures is None:
        raise UsageError("--grid is drawn into pictures.", fix="Name a folder for them with --pictures.")
    data = read_bytes(form)
    found, password = _asking(form, password, lambda word: inspection.inspected(data, word))
    if shape == "json":
        click.echo(json.dumps({"file": form.name, **inspection.as_data(found)}, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_told(form, found)))
    if pictures is not None:
        for number, picture in enumerate(inspection.pictures(data, found.fields, password, grid=grid), start=1):
            write_private(pictures / f"{form.stem}-{number}.png", picture)
    return ExitCode.NOT_DOCUMENTED if found.refused else ExitCode.OK


@forms.command(short_help="Fill a form's fields by their own names.")
@_FORM
@_PASSWORD
@click.option(
    "--values", "values_file", type=click.Path(path_type=Path), required=True, help="JSON: field name to value."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="The filled form.")
@click.option("--flatten", "flat", is_flag=True, help="Make the values part of the page; no field is left.")
def fill(form: Path, password: str, values_file: Path, out: Path, flat: bool) -> int:
    """Fill FORM with the values of a JSON file, and tell as JSON what was filled, what was not, and why.

    The file holds an object: a field's full name (see inspect) and a text; true or false for a check box; an export
    value for a group or a list, several in a list; null to clear what the payer's file holds. A text that does not fit
    goes as a whole to OUT-addendum.pdf, and its field says so. Nothing is cut, and nothing is written smaller than 9
    points unless the form itself asks for it.

    \b
    Example:  priorauth forms fill payer.pdf --values values.json -o filled.pdf
    """
    from priorauth.documents.forms import fill as filling  # noqa: PLC0415  (what only a command needs)
    from priorauth.documents.forms.flatten import flatten  # noqa: PLC0415
    from priorauth.files import read_bytes, write_private  # noqa: PLC0415

    if out.resolve() == form.resolve():
        raise UsageError("The filled form would replace the payer's.", fix="Choose another file with -o.")
    values = _values(values_file)
    data = read_bytes(form)
    done, _ = _asking(form, password, lambda word: filling.fill(data, values, password=word))
    pdf = flatten(done.pdf) if flat else done.pdf
    addendum = _addendum(done, form.stem, today())
    write_private(out, pdf)
    beside = out.with_name(f"{out.stem}-addendum.pdf")
    if addendum:
        write_private(beside, addendum)
    told = {
        "output": str(out),
        "addendum": str(beside) if addendum else None,
        "filled": list(done.placed),
        "continued": [{"field": one.field, "item": one.number} for one in done.overflowed],
        "cleared": list(done.cleared),
        "already_held": [{"field": name, "value": value} for name, value in done.held.items()],
        "not_filled": [{"field": one.field, "reason": one.reason} for one in done.refused],
        "notes": list(done.notes),
    }
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    return ExitCode.NOT_DOCUMENTED if done.refused else ExitCode.OK


@forms.command(short_help="Bring a payer's form of which there is a map.")
@_FORM
def add(form: Path) -> int:
    """Recognize FORM by its content and put it into the workspace, where generate finds it with its map.

    A form that changed since it was mapped is refused, with the fields that differ. Of one that is not known, the next
    step is told.

    \b
    Example:  priorauth forms add downloads/payer.pdf
    """
    from priorauth.documents.forms.library import recognized  # noqa: PLC0415  (what only a command needs)
    from priorauth.files import read_bytes, write_private  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    data = read_bytes(form)
    workspace = Workspace.around(Path.cwd())
    if workspace.root is None:
        raise UsageError("There is no workspace here.", fix="Go into it, or make one with: priorauth init FOLDER")
    one = recognized(data, form, workspace.templates("forms"))
    if one is None:
        raise BadInput(
            "There is no map of this form.", where=str(form), fix=f"Begin one: priorauth forms draft {form.name}"
        )
    target = workspace.root / "templates" / "forms" / one.name / "form.pdf"
    write_private(target, data)
    click.echo(f"This is the form {one.name}.")
    click.echo(f"It lies now in {target}; its map is {one.map}.")
    return ExitCode.OK


@forms.command(short_help="Write a map of a form that has none.")
@_FORM
@click.option("--payer", help="Whose form it is, as payers list calls the payer; its name goes into the map's title.")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=None, help="Where to write the map.")
def draft(form: Path, payer: str | None, out: Path | None) -> int:
    """Write a map of FORM by its fields' names, tooltips and printed labels.

    What is sure is mapped. What is likely is proposed, and stays blank until somebody has confirmed it in the map. What
    is not known stays blank: a wrong field is worse than a blank one.

    \b
    Example:  priorauth forms draft payer.pdf --payer cigna -o templates/forms/cigna/map.yaml
    """
    from priorauth.documents.forms.draft import drafted  # noqa: PLC0415  (what only a command needs)
    from priorauth.documents.forms.draft_file import written  # noqa: PLC0415
    from priorauth.documents.forms.vocabulary import load  # noqa: PLC0415
    from priorauth.files import read_bytes, sha256, write_private  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    data = read_bytes(form)
    workspace = Workspace.around(Path.cwd())
    if out is not None and out.exists():
        raise UsageError("There is a map already.", where=str(out), fix="Name another file with -o.")
    title = f"{workspace.policies(payer)[0].payer_name}: {form.stem}" if payer else form.stem
    made = drafted(data, load(workspace.template("forms", "vocabulary.yaml")))
    text = written(made, title, sha256(data))
    if out is None:
        click.echo(text, nl=False)
    else:
        write_private(out, text.encode())
        click.echo(f"{out}: {', '.join(_counts(made))}", err=True)
    return ExitCode.OK


@forms.command(short_help="Prove that a map is complete and true to its form.")
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
@click.option(
    "--form", type=click.Path(path_type=Path), default=None, help="The form, where it is not form.pdf beside it."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), default=None, help="Where to put what was filled.")
def check(folder: Path, form: Path | None, out: Path | None) -> int:
    """Compare MAP (its file, its folder, or a form's name) with its form, and try it with invented requests.

    Each field of the form must be mapped, or left blank with a reason; each entry must fit its field; and the form
    must be the one that was mapped. Then it is filled for a request of which all is known, one of which nothing is, and
    one that says too much: look at the PDFs and pictures in OUT. The exit code is 5 where map and form disagree, and 3
    while proposals are not confirmed.

    \b
    Example:  priorauth forms check templates/forms/cigna -o tried
    """
    from priorauth.documents.forms.library import known  # noqa: PLC0415  (what only a command needs)
    from priorauth.documents.forms.mapping import load  # noqa: PLC0415
    from priorauth.documents.forms.proof import proved  # noqa: PLC0415
    from priorauth.files import write_private  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    by_name = known(Workspace.around(Path.cwd()).templates("forms")).get(str(folder))
    if by_name and not folder.exists():
        folder, form = by_name.map.parent, form or by_name.form
    found = proved(load(folder.parent if folder.is_file() else folder, form))
    for text in found.problems:
        click.echo(text)
    for text in found.unconfirmed:
        click.echo(f"{text} is only proposed.")
    for name, one in found.filled.items():
        click.echo(
            f"{name}: {len(one.placed)} filled, {len(one.continued)} on the addendum, {len(one.refused)} refused"
        )
        for refused in one.refused:
            click.echo(f"  {refused.field}: {refused.reason}")
    if out is not None:
        for name, data in found.files().items():
            write_private(out / name, data)
    if found.problems:
        return ExitCode.BAD_INPUT
    return ExitCode.NOT_DOCUMENTED if found.unconfirmed else ExitCode.OK


def _counts(made: Draft) -> Iterator[str]:
    """How many fields are sure, likely and blank."""
    known = [one.match.certainty if one.match else "blank" for one in made.proposals]
    known += [one.certainty for one in made.marks for _ in ([1] if one.group else one.boxes)]
    known += [certainty for one in made.rows for _, certainty, names in one.columns for _ in names]
    yield from (f"{known.count(word)} {word}" for word in ("sure", "likely", "blank"))


def _addendum(done: FilledForm, title: str, dated: date) -> bytes | None:
    from priorauth.documents.forms.addendum import addendum  # noqa: PLC0415  (what only a command needs)

    return addendum(done.overflowed, title, {}, dated=dated) if done.overflowed else None


def _asking(form: Path, password: str, work: Callable[[str], Any]) -> tuple[Any, str]:
    """The work done with the password, which is asked for at a terminal where it lacks; and the password."""
    from priorauth.documents.forms.opening import LOCKED  # noqa: PLC0415  (what only a command needs)

    try:
        return work(password), password
    except BadInput as error:
        if error.what == LOCKED and sys.stdin.isatty():
            asked: str = click.prompt("The form's password", hide_input=True, err=True)
            return _asking(form, asked, work)
        raise BadInput(error.what, where=str(form), fix=error.fix) from None


def _values(path: Path) -> dict[str, str | bool | list[str]]:
    """The values of a JSON file; a number is taken as its digits."""
    from priorauth.files import read_bytes  # noqa: PLC0415  (what only a command needs)

    fix = 'Write one object: {"field": "text", "box": true, "list": ["a", "b"]}.'
    try:
        given = json.loads(read_bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("The file is not written in UTF-8.", where=str(path), fix="Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            f"The JSON cannot be read: {error.msg}.", where=f"{path}, line {error.lineno}", fix=fix
        ) from None
    if not isinstance(given, dict):
        raise BadInput("The file does not hold an object of names and values.", where=str(path), fix=fix)
    values: dict[str, str | bool | list[str]] = {}
    for name, value in given.items():
        if isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            values[name] = value
        elif isinstance(value, int | float):
            values[name] = str(value)
        elif value is None:
            values[name] = ""
        else:
            raise BadInput(
                f"The value of {name} is neither text, number, true or false, nor a list.", where=str(path), fix=fix
            )
    return values


def _told(form: Path, found: Inspection) -> Iterator[str]:
    """The inspection as a person reads it."""
    state = found.condition
    yield f"{form.name}: {state.pages} page{'' if state.pages == 1 else 's'}, {len(found.fields)} fields"
    yield f"SHA-256 {found.sha256}"
    told = {
        "It is protected by its owner.": state.encrypted,
        f"It holds scripts ({state.scripts}); none goes into a packet.": state.scripts,
        "Its pages are pictures: nothing can be read from them.": state.scanned,
    }
    yield from (text for text, holds in told.items() if holds)
    if found.refused:
        yield f"It cannot be filled. {found.refused}"
    yield from (f"When it is filled: {note}" for note in found.notes)
    for placed in found.fields.values():
        one = placed.field
        more = [
            f"one of {', '.join(one.names)}" if len(one.options) > 1 else "",
            f"holds “{one.holds}”" if one.holds else "",
            f"at most {one.max_length} characters{', a box each' if one.comb else ''}" if one.max_length else "",
            "lines" if one.multiline else "",
            "read-only" if one.read_only else "",
            "hidden" if one.hidden else "",
            one.tooltip,
        ]
        yield f"  p{one.boxes[0].page}  {one.kind:9}  {one.name}" + "".join(f"; {text}" for text in more if text)
    if found.nowhere:
        yield f"On no page, so never seen: {', '.join(found.nowhere)}"
