"""``priorauth export``"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import OutFolder, as_of_option, case_files, today
from priorauth.errors import ExitCode, PriorauthError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.exchange.export import Exported


@click.command(short_help="The request and the chart as FHIR R4, in the shape of Da Vinci PAS.")
@click.argument("case", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=OutFolder(), default=None, help="Where to write (default: out/ in the workspace).")
@click.option("--ask", "wanted", metavar="ID", help="Only the ask of this id, where a chart has several.")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@click.option("--documents", "with_documents", is_flag=True, help="Put letter and exhibits in, as the packet has them.")
@as_of_option
def export(
    case: tuple[Path, ...],
    out: Path | None,
    wanted: str | None,
    number: str | None,
    with_documents: bool,
    as_of: date | None,
) -> int:
    """Write each ask of a chart as a bundle of FHIR R4: the request, the findings, the answers, and the chart.

    The file's name says what it is. request.json may go out as it is. request-DRAFT.json may not: its claim has the
    status draft, for the same reasons for which a letter would say DRAFT. Where no letter may be written,
    no-request.json holds the chart and the findings, and asks for nothing.

    It is in the shape of the Da Vinci guide on prior authorization support; what it lacks of that is told in
    docs/fhir.md. Nothing is sent anywhere.

    \b
    Example:  priorauth export charts/case-01 -o out --as-of 2026-11-20
    """
    files = case_files(case)
    codes: set[ExitCode] = set()
    failed = 0
    for path in files:
        try:
            codes |= set(_exported(path, out, wanted, number, as_of or today(), with_documents=with_documents))
        except PriorauthError as error:
            if len(files) == 1:
                raise
            click.echo(f"Error: {error}", err=True)
            failed += 1
    if failed:
        return ExitCode.PARTLY_FAILED
    return next((code for code in (ExitCode.NOT_MET, ExitCode.NOT_DOCUMENTED) if code in codes), ExitCode.OK)


def _exported(
    path: Path, out: Path | None, wanted: str | None, number: str | None, day: date, *, with_documents: bool
) -> Iterator[ExitCode]:
    """Each ask of one chart, written; the code of each."""
    from priorauth.documents.generate import Studio  # noqa: PLC0415
    from priorauth.exchange.export import export as exported  # noqa: PLC0415  (only this command needs it)
    from priorauth.exchange.export import folder_of, put  # noqa: PLC0415
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.signing.standing import judged, standing  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    workspace = Workspace.around(path.parent)
    chart = open_case(path, workspace)
    asks = [ask for ask in chart.asks if wanted in (None, ask.id)]
    if not asks:
        ids = ", ".join(ask.id for ask in chart.asks)
        raise UsageError(
            "There is nothing here that is asked of a payer by that name."
            if wanted
            else "Nothing is asked of a payer.",
            where=str(path),
            fix=f"Its asks are: {ids}." if ids else "Add asks: a plan for off-label ketamine is not exported.",
        )
    for ask in asks:
        assessment = assess(chart, ask, policy_for(chart, ask, workspace, day, number=number), day)
        target = out or (workspace.root or Path()) / "out"
        assessment = judged(assessment, standing(Studio(workspace), assessment, path, target))
        made = exported(assessment, path, workspace, with_documents=with_documents)
        folder = folder_of(assessment, target)
        put(made, folder)
        click.echo(f"{chart.case}, {ask.id}: {folder / made.name}")
        _tell(made)
        code = assessment.exit_code
        yield ExitCode.NOT_DOCUMENTED if made.name == "request-DRAFT.json" and code is ExitCode.OK else code


def _tell(made: Exported) -> None:
    if made.refused:
        for line in textwrap.wrap(f"No request. {made.refused}", 98):
            click.echo(f"  {line}", err=True)
        return
    if made.wanted or made.open_points:
        click.echo("  DRAFT. Still wanted:")
        for text in made.wanted:
            for line in textwrap.wrap(text, 96, initial_indent="- ", subsequent_indent="  "):
                click.echo(f"    {line}")
        if made.open_points:
            points = f"{made.open_points} {'point' if made.open_points == 1 else 'points'}"
            click.echo(f"  {points} would be marked TO CONFIRM in the letter.")
