"""Options and helpers that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console


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


def today() -> date:
    """The one place that looks at the clock."""
    return date.today()  # noqa: DTZ011  (a calendar day where the practice is)


def case_files(paths: Iterable[Path]) -> list[Path]:
    """The chart files that the paths mean: a file itself, a folder's ``chart.yaml``, or all charts below a folder.

    Raises:
        BadInput: a path is not there, or a folder holds no chart.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
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
            files += found
        elif path.is_file():
            files.append(path)
        else:
            raise BadInput("There is no such chart.", where=str(path), fix="Check the spelling of the path.")
    return files


def console() -> Console:
    """Where tables are printed: 100 columns, whatever the terminal, so that they read the same in a file."""
    from rich.console import Console  # noqa: PLC0415  (only tables need it)

    return Console(width=100, highlight=False, soft_wrap=False)
