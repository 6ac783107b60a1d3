"""``priorauth intake merge``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import today
from priorauth.errors import UsageError

if TYPE_CHECKING:
    from priorauth.intake.merging.facts import Side


@click.command(short_help="Add what a second source says of a patient to the chart.")
@click.argument("chart", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "--take",
    "takes",
    multiple=True,
    metavar="SIDE:KEY",
    help="Decide a fact that differs: second:trials.trial-sertraline-2021.end, or first: to keep the chart's.",
)
def merge(chart: Path, second: Path, takes: tuple[str, ...]) -> int:
    """Add to CHART what SECOND, another chart of the same patient, says besides.

    What both say is counted once. A fact that SECOND tells otherwise is shown with both values, on the terminal and on
    top of CHART, and CHART keeps its own until you decide. Nothing else in CHART changes, comments least of all; the
    chart as it was is kept beside it.

    Exit code 3: something is to be decided.

    \b
    Example:  priorauth intake merge charts/7001 from-fills/7001
    """
    from priorauth.cli.intake.merged import told  # noqa: PLC0415  (what only this command needs)
    from priorauth.intake.merging.into import Source, beside, merged_into  # noqa: PLC0415
    from priorauth.yamltree import read  # noqa: PLC0415

    decisions = dict(_decision(one) for one in takes)
    path, other = _file(chart), _file(second)
    if path.resolve() == other.resolve():
        raise UsageError("Both are the same chart.", where=str(path), fix="Name the chart and another one.")
    document = read(other)
    source = Source(str(other), document, lambda at: f"line {document.line(at)}", beside(other.parent))
    found = merged_into(path, source, today(), decisions)
    unknown = decisions.keys() - {one.key for one, _ in found.merge.decided}
    code = told(found)
    if unknown:
        raise UsageError(
            f"Nothing that differs is called {', '.join(sorted(unknown))}; what could be decided was.",
            fix="The keys are those that the command lists; what was taken once differs no more.",
        )
    return code


def _decision(text: str) -> tuple[str, Side]:
    side, _, key = text.partition(":")
    match side:
        case "first" | "second" if key:
            return key, side
    raise UsageError("--take names no side.", fix="Write it as second:KEY or first:KEY, with a key from the list.")


def _file(path: Path) -> Path:
    return path / "chart.yaml" if path.is_dir() else path
