"""Options and helpers that several commands share."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from priorauth.errors import BadInput, UsageError
from priorauth.files import is_file, is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console

    from priorauth.worklist.trail import Writer


class Day(click.ParamType[date]):
    """A day as 2026-11-20."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say how it is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("write a day as 2026-11-20.", param, ctx)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of``: what is known by then; today by default."""
    return click.option(
        "--as-of", type=Day(), default=None, help="Judge by what was known on this day (default: today)."
    )(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--format``, as ``shape``: whether a person or a script reads what is printed."""
    return click.option(
        "--format",
        "shape",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="text to read, json for scripts.",
    )(command)


def today() -> date:
    """The one place that looks at the calendar."""
    return date.today()  # noqa: DTZ011  (a calendar day where the practice is)


def now() -> datetime:
    """And the one that looks at the clock."""
    return datetime.now(UTC)


def who_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as``, as ``who``: in whose name something is written down."""
    return click.option(
        "--as", "who", metavar="NAME", help="Who records it (default: the name you are logged in with)."
    )(command)


def writer(who: str | None) -> Writer:
    """Who writes, and when.

    Raises:
        UsageError: nobody can say who that is.
    """
    from priorauth.worklist.trail import Writer  # noqa: PLC0415

    try:
        name = (who if who is not None else getpass.getuser()).strip()
    except (KeyError, OSError):
        name = ""
    if not name or len(name) > 100:
        raise UsageError("It is not known who records this.", fix="Name yourself with --as NAME.")
    return Writer(name, now())


def case_files(paths: Iterable[Path]) -> list[Path]:
    """The chart files that the paths mean: a file itself, a folder's ``chart.yaml``, or all charts below a folder.

    Of several paths, one that is no chart is among the files too: reading it says so, and the others are done.

    Raises:
        BadInput: the only path is not there, or is a folder that holds no chart.
    """
    named = list(paths)
    if len(named) == 1:
        return _charts_at(named[0])
    files: list[Path] = []
    for path in named:
        try:
            files += _charts_at(path)
        except BadInput:
            files.append(path)
    return files


def _charts_at(path: Path) -> list[Path]:
    if is_folder(path):
        found = (
            [path / "chart.yaml"]
            if (path / "chart.yaml").is_file()
            else sorted([*path.glob("*/chart.yaml"), *path.glob("*.yaml"), *path.glob("*.json")])
        )
        found = [one for one in found if one.name != "practice.yaml"]
        if not found:
            raise BadInput(
                "There is no chart in this folder.",
                where=str(path),
                fix="A chart is a file chart.yaml, or any .yaml or .json file named on the command line.",
            )
        return found
    if is_file(path):
        return [path]
    raise BadInput("There is no such chart.", where=str(path), fix="Check the spelling of the path.")


class OutFolder(click.Path):
    """A folder to write into. An empty name is a slip, such as a variable that was never set, and no folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse the empty name, which would be the folder one stands in."""
        if value == "":
            self.fail("names no folder. Name one, or leave the option out.", param, ctx)
        return super().convert(value, param, ctx)


def console() -> Console:
    """Where tables are printed: 100 columns, whatever the terminal, so that they read the same in a file."""
    from rich.console import Console  # noqa: PLC0415  (only tables need it)

    return Console(width=100, highlight=False, soft_wrap=False)
