"""``priorauth batch``"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import OutFolder, as_of_option, today, writer
from priorauth.errors import ExitCode, PriorauthError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from priorauth.batch.outcome import Outcome
    from priorauth.batch.source import Item, Tables
    from priorauth.intake.fhir.charted import Asked
    from priorauth.worklist.recorder import Recorder
    from priorauth.workspace import Workspace


@click.command(short_help="Write the documents for all patients, and a summary.")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=OutFolder(), default=None, help="Where to write (default: out/ in the workspace).")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes beside each other.")
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster, such as tcp://host:8786.")
@click.option("--force", is_flag=True, help="Make all documents anew, though nothing changed.")
@click.option("--json-lines", is_flag=True, help="Print one JSON object for each chart, for scripts.")
@click.option("--fax", is_flag=True, help="Write each packet as a fax machine sends it, too.")
@click.option("--max-pages", type=click.IntRange(2), help="Split packets: no part has more pages.")
@click.option(
    "--max-mb", type=click.FloatRange(0, min_open=True), help="Split packets: no part has more million bytes."
)
@click.option("--ask", type=click.Choice(["trd", "mdsi"]), help="Of FHIR and C-CDA: what is asked for each patient.")
@click.option("--payer", help="Of FHIR and C-CDA: the payer of coverages whose name is not surely one that is known.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="Of a CSV: which column goes where.")
@as_of_option
def batch(
    source: Path,
    out: Path | None,
    workers: int,
    dask: str | None,
    force: bool,
    json_lines: bool,
    fax: bool,
    max_pages: int | None,
    max_mb: float | None,
    ask: Asked | None,
    payer: str | None,
    map_file: Path | None,
    as_of: date | None,
) -> int:
    """Judge every chart of SOURCE and write its documents, as generate does; then a summary of all.

    SOURCE is a folder of charts, a file .ndjson with a chart in JSON on each line, a workbook (priorauth intake
    template), a CSV with its mapping file, FHIR R4 or C-CDA as intake fhir and intake ccda read them (with --ask), or
    the word worklist: the charts of its cases that have not gone out yet. Where a worklist is kept, what was found in
    charts with files of their own is written down in it.

    Only what changed since the last run is made again. A document that somebody edited stays as it is; a new one goes
    beside it, and PDF and packet say what an edited letter says. One chart that fails stops no other, and the exit code
    is 7 then. A batch that was broken off goes on.

    The summary is in the output folder: summary.xlsx, summary.csv and summary.html, with the list of calls by whoever
    has what is missing. One that somebody edited stays, and this run's goes beside it.

    \b
    Example:  priorauth batch charts -o out --workers 4
    """
    from priorauth.batch.cluster import connected  # noqa: PLC0415
    from priorauth.batch.page import page  # noqa: PLC0415  (what only this command needs is imported when it runs)
    from priorauth.batch.run import outcomes  # noqa: PLC0415
    from priorauth.batch.source import WORKLIST, Tables, apart, how_many, pending  # noqa: PLC0415
    from priorauth.batch.spool import Spool  # noqa: PLC0415
    from priorauth.batch.summary import as_csv, counts  # noqa: PLC0415
    from priorauth.batch.workbook import workbook  # noqa: PLC0415
    from priorauth.batch.worker import Job  # noqa: PLC0415
    from priorauth.documents.kept import original, own, put_alone  # noqa: PLC0415
    from priorauth.documents.packet.parts import Limits, Sending  # noqa: PLC0415
    from priorauth.worklist.recorder import Recorder  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    day, by_name = as_of or today(), str(source) == WORKLIST and not source.exists()
    start = Path.cwd() if by_name else source if source.is_dir() else source.parent
    workspace = Workspace.around(start)
    recorder = Recorder.of(workspace, lambda: writer(None))
    target = (out or (workspace.root or Path()) / "out").resolve()
    sending = Sending(Limits(max_pages, Decimal(str(max_mb)) if max_mb else None), fax)
    job = Job(start.resolve(), target, day, sending, force, recorder.head())

    tables = Tables(day, workspace.practice, map_file)

    def charts() -> Iterator[Item]:
        if by_name:
            return pending(recorder.charts(), workspace.root or start)
        return _items(source.resolve(), tables, workspace, ask, payer)

    quiet = json_lines or not sys.stderr.isatty()
    done = Spool(target / "batch.ndjson")
    with ExitStack() as stack:
        stack.enter_context(done)
        tell = stack.enter_context(_progress(None if quiet else how_many(charts())))
        pool = stack.enter_context(connected(dask)) if dask else None
        for found_of_it in outcomes(job, apart(charts()), workers, pool):
            one = _noted(recorder, found_of_it)
            done.add(one)
            tell(one)
            if json_lines:
                click.echo(one.told())
            elif one.how == "failed":
                click.echo(f"Error: {one.where}: {one.error} {one.fix}".rstrip(), err=True)
    told = counts(done)
    summaries = {
        "summary.html": page(done, workspace.template("batch", "summary.html.j2"), dated=day),
        "summary.xlsx": workbook(done, dated=day),
        "summary.csv": as_csv(done),
    }
    stayed = put_alone(target, summaries, "summary.json")
    for name in sorted({original(one) for one in stayed}):
        click.echo(f"{name} was edited by hand and stays: this run's is {own(name, stayed)}.", err=True)
    if not json_lines:
        click.echo(
            f"{_counted(told['charts'], 'chart')}: {told['made']} made, {told['unchanged']} unchanged, "
            f"{told['failed']} failed."
        )
        click.echo(f"{_counted(told['requests'], 'request')}, {told['ready']} ready to be sent.")
        if told["edited"]:
            click.echo(f"Edited by hand, and kept: documents of {_counted(told['edited'], 'request')}.")
        first, *others = (own(name, stayed) for name in summaries)
        click.echo(f"Summary: {target / first}, {', '.join(others)}")
    return ExitCode.PARTLY_FAILED if told["failed"] else ExitCode.OK


def _noted(recorder: Recorder, one: Outcome) -> Outcome:
    """The outcome, once the worklist knows of it; a failure, where the worklist cannot take it."""
    try:
        for row in one.rows:
            recorder.noted(row.events)
    except PriorauthError as error:
        told = f"The documents are made, and the worklist refuses them: {error.what}"
        return one.model_copy(update={"how": "failed", "error": told, "fix": error.fix})
    return one


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _items(source: Path, tables: Tables, workspace: Workspace, ask: Asked | None, payer: str | None) -> Iterator[Item]:
    """The charts of ``source``, of whichever kind it is."""
    from priorauth.batch import fhir  # noqa: PLC0415
    from priorauth.batch.source import items  # noqa: PLC0415
    from priorauth.cli.intake.fhir import wanted  # noqa: PLC0415
    from priorauth.intake.ccda.source import CCDA, is_ccda  # noqa: PLC0415
    from priorauth.intake.fhir.source import FHIR, is_fhir  # noqa: PLC0415

    form = FHIR if is_fhir(source) else CCDA if is_ccda(source) else None
    if form is None:
        return items(source, tables)
    if ask is None:
        raise UsageError(f"{form.name} does not say what is asked of the payers.", fix="Add --ask trd or --ask mdsi.")
    return fhir.items(source, wanted(workspace, tables.today, ask, "initial", payer), form)


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[Outcome], None]]:
    """Tells of each outcome: count, rate, time left, failures. Without a ``total`` nobody looks, and it is silent."""
    if total is None:
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.completed} of {task.total} charts"),
        BarColumn(),
        TextColumn("{task.fields[rate]} a minute,"),
        TextColumn("{task.fields[failed]} failed,"),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate="…", failed=0)
        failed = 0

        def tell(one: Outcome) -> None:
            nonlocal failed
            failed += one.how == "failed"
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, failed=failed, rate=f"{60 * speed:.0f}" if speed else "…")

        yield tell
