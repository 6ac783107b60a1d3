"""``priorauth worklist add``, ``backup``, ``restore``, ``migrate``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import case_files, today, who_option, writer
from priorauth.cli.worklist.found import place, the_worklist
from priorauth.errors import BadInput, ExitCode, PriorauthError, UsageError

if TYPE_CHECKING:
    from priorauth.worklist.store import Came, Worklist
    from priorauth.worklist.trail import Writer
    from priorauth.workspace import Workspace

_TOLD: dict[Came, str] = {
    "added": "added",
    "corrected": "corrected as the chart is now",
    "there already": "is there already",
}


@click.command(short_help="Put the requests of charts on the worklist.")
@click.argument("chart", nargs=-1, required=True, type=click.Path(path_type=Path))
@who_option
def add(chart: tuple[Path, ...], who: str | None) -> int:
    """Open a case for each request in the charts.

    Of one that is there already, plan, state and benefit are corrected where the chart says otherwise by now; who is
    asked, and for what, until the request has gone out.

    \b
    Example:  priorauth worklist add charts
    """
    from priorauth.worklist.store import Worklist  # noqa: PLC0415  (a database's library is slow to load)

    files = case_files(chart)
    workspace, address = place()
    by = writer(who)
    worklist = Worklist(address)
    failed = 0
    for path in files:
        try:
            _add(path, workspace, worklist, by)
        except PriorauthError as error:
            if len(files) == 1:
                raise
            click.echo(f"Error: {error}", err=True)
            failed += 1
    return ExitCode.PARTLY_FAILED if failed else ExitCode.OK


def _add(path: Path, workspace: Workspace, worklist: Worklist, by: Writer) -> None:
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.worklist.of_a_chart import opening  # noqa: PLC0415
    from priorauth.workspace import open_case, policy_for  # noqa: PLC0415

    chart = open_case(path, workspace)
    for ask in chart.asks:
        assessment = assess(chart, ask, policy_for(chart, ask, workspace, today()), today())
        kept, came = worklist.opened(opening(assessment, path, workspace, today()), by)
        click.echo(f"{kept.case.id}: {_TOLD[came]}.")
    if not chart.asks:
        click.echo(f"{chart.case}: no request to a payer, so nothing to follow.")


@click.command(short_help="Copy the whole worklist into one file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the whole worklist into FILE, while others may go on working. It is one SQLite file, also of PostgreSQL.

    \b
    Example:  priorauth worklist backup D:\\backups\\worklist-2026-11-20.db
    """
    from priorauth.worklist.copies import copy_of_file, copy_of_server  # noqa: PLC0415

    if file.exists():
        raise BadInput("There is a file of this name already.", where=str(file), fix="Give the backup another name.")
    _, worklist = the_worklist()
    if worklist.address.file:
        copy_of_file(worklist.address.file, file)
    else:
        copy_of_server(worklist.database, file)
    click.echo(f"The worklist with {worklist.head().sequence} entries is in {file}.")


@click.command(short_help="Bring the worklist back from a backup.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Put it in the place of the worklist that is there, which is kept aside.")
def restore(file: Path, yes: bool) -> None:
    """Bring the worklist back from the backup in FILE. What is there now is kept aside first.

    A backup whose audit trail is broken is refused; one of an earlier version is brought up to date.

    \b
    Example:  priorauth worklist restore D:\\backups\\worklist-2026-11-20.db --yes
    """
    from priorauth.worklist.connection import Database  # noqa: PLC0415
    from priorauth.worklist.copies import bring_back, checked_copy, kept_aside  # noqa: PLC0415

    _, address = place()
    with checked_copy(file) as (source, entries):
        if address.is_there and not yes:
            raise UsageError(
                "There is a worklist already, and this would take its place.",
                where=address.told,
                fix="If that is meant, run the command again with --yes: what is there now is kept aside.",
            )
        aside = kept_aside(address, file)
        bring_back(source, Database(address))
    click.echo(f"The worklist holds the {entries} entries of {file}.")
    if aside:
        click.echo(f"What was there before is in {aside}.")


@click.command(short_help="Bring a PostgreSQL worklist of an earlier version up to date.")
@click.option("--yes", is_flag=True, help="A backup of the database was made.")
def migrate(yes: bool) -> None:
    """Bring the worklist up to date with this version of the program.

    A worklist in a file does this by itself when it is opened, after putting a copy beside it. One in PostgreSQL does
    it only here, once you say with --yes that a backup was made.

    \b
    Example:  priorauth worklist migrate --yes
    """
    from priorauth.worklist.store import Worklist  # noqa: PLC0415

    _, address = place()
    worklist = Worklist(address, backed_up=yes)
    click.echo(f"The worklist is up to date, with {worklist.head().sequence} entries.")
