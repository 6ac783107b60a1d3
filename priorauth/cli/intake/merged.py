"""What was merged into charts that were there, told; and ``--into``, by which the ways in do it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from priorauth.cli.options import OutFolder, today
from priorauth.cli.text import item
from priorauth.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from priorauth.intake.merging.charts import Charts
    from priorauth.intake.merging.into import Merged, Source
    from priorauth.intake.tables import Read
    from priorauth.yamltree import KeyPath


def into_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--into``: the charts that are there, to which the source is a second one."""
    return click.option(
        "--into", type=OutFolder(), default=None, help="Add to the charts in this folder instead of writing new ones."
    )(command)


def told(found: Merged) -> int:
    """Print what became of one chart, and give the exit code."""
    kept = f" The chart as it was: {found.kept}." if found.kept else ""
    click.echo(f"{found.path}: {found.added}, {found.merge.same} there already.{kept}")
    if found.undecided:
        click.echo("To be decided; the chart keeps its own and says so on top:")
        for one in found.differing():
            click.echo("\n".join(item(one)))
    return ExitCode.NOT_DOCUMENTED if found.undecided else ExitCode.OK


def all_into(patients: Iterable[tuple[str, Path | None, Source | None]]) -> int:
    """Merge each patient into the chart found for it, tell how it went, and give the exit code."""
    from priorauth.intake.merging.into import merged_into  # noqa: PLC0415

    done = undecided = failed = 0
    for case, path, source in patients:
        if path is None or source is None:
            failed += 1
            continue
        try:
            found = merged_into(path, source, today())
        except BadInput as error:
            failed += 1
            click.echo(f"Error: case {case}: {error}", err=True)
            continue
        done += 1
        undecided += found.undecided
        told(found)
    click.echo(f"{done} of {done + failed} patients merged; to be decided: {undecided}.")
    if not done:
        return ExitCode.BAD_INPUT
    if failed:
        return ExitCode.PARTLY_FAILED
    return ExitCode.NOT_DOCUMENTED if undecided else ExitCode.OK


def tables_into(found: Read, source: Path, charts: Charts) -> int:
    """Merge the patients of a workbook or CSV into the charts, by case number."""
    for line in found.told:
        click.echo(line)
    for remark in found.remarks:
        click.echo(str(remark), err=remark.unread)
    code = all_into(_of_tables(found, source, charts))
    unread = any(remark.unread for remark in found.remarks)
    if code == ExitCode.OK and (found.astray or unread):
        return ExitCode.PARTLY_FAILED if found.astray else ExitCode.NOT_DOCUMENTED
    return code


def _of_tables(found: Read, source: Path, charts: Charts) -> Iterator[tuple[str, Path | None, Source | None]]:
    from priorauth.intake.merging.into import Source, beside  # noqa: PLC0415
    from priorauth.yamledit.written import dumped  # noqa: PLC0415
    from priorauth.yamltree import parse  # noqa: PLC0415

    for one in found.patients:
        path = one_chart(one.case, charts.of_case(one.case), "of this number")
        if path and one.held:
            path = None
            click.echo(f"Error: case {one.case}: {_HELD}", err=True)
        document = parse(dumped(one.chart).encode(), source)
        place = functools.partial(_nearest, one.places, source.name)
        yield one.case, path, Source(source.name, document, place, beside(source.parent))


_HELD = "a cell that it needs could not be read. Correct the cells that are named, and run the command again."


def _nearest(places: Mapping[KeyPath, str], otherwise: str, at: KeyPath) -> str:
    while at and at not in places:
        at = at[:-1]
    return places.get(at, otherwise)


def one_chart(case: str, found: list[Path], how: str) -> Path | None:
    """The one chart; where there is none or several, that is told."""
    if len(found) == 1:
        return found[0]
    which = "are several charts" if found else "is no chart"
    fix = "Take out all but one." if found else "Write it first, without --into."
    click.echo(f"Error: case {case}: there {which} {how}. {fix}", err=True)
    return None
