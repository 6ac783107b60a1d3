"""``priorauth batch``"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import OutFolder, as_of_option, today
from priorauth.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from priorauth.batch.outcome import Outcome


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
    map_file: Path | None,
    as_of: date | None,
) -> int:
    """Judge every chart of SOURCE and write its documents, as generate does; then a summary of all.

    SOURCE is a folder of charts, a file .ndjson with a chart in JSON on each line, a workbook (priorauth intake
    template), or a CSV with its mapping file. Only what changed since the last
    run is made again. A document that somebody edited stays as it is; the new one goes beside it. One chart that fails
    stops no other, and the exit code is 7 then. A batch that was broken off goes on where it was.

    The summary is in the output folder: summary.xlsx, summary.csv and summary.html, with the list of calls by whoever
    has what is missing.

    \b
    Example:  priorauth batch charts -o out --workers 4
    """
    from priorauth.batch.cluster import connected  # noqa: PLC0415
    from priorauth.batch.page import page  # noqa: PLC0415  (what only this command needs is imported when it runs)
    from priorauth.batch.run import outcomes  # noqa: PLC0415
    from priorauth.batch.source import Tables, apart, how_many, items  # noqa: PLC0415
    from priorauth.batch.spool import Spool  # noqa: PLC0415
    from priorauth.batch.summary import as_csv, counts  # noqa: PLC0415
    from priorauth.batch.workbook import workbook  # noqa: PLC0415
    from priorauth.batch.worker import Job  # noqa: PLC0415
    from priorauth.documents.packet.parts import Limits, Sending  # noqa: PLC0415
    from priorauth.files import write_private  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    day, start = as_of or today(), source if source.is_dir() else source.parent
    workspace = Workspace.around(start)
    target = (out or (workspace.root or Path()) / "out").resolve()
    sending = Sending(Limits(max_pages, Decimal(str(max_mb)) if max_mb else None), fax)
    job = Job(start.resolve(), target, day, sending, force)
    tables = Tables(day, workspace.practice, map_file)
    found = apart(items(source.resolve(), tables))
    quiet = json_lines or not sys.stderr.isatty()
    done = Spool(target / "batch.ndjson")
    with ExitStack() as stack:
        stack.callback(done.close)  # whatever ends it
        tell = stack.enter_context(_progress(None if quiet else how_many(source, tables)))
        pool = stack.enter_context(connected(dask)) if dask else None
        for one in outcomes(job, found, workers, pool):
            done.add(one)
            tell(one)
            if json_lines:
                click.echo(one.model_dump_json())
            elif one.how == "failed":
                click.echo(f"Error: {one.where}: {one.error} {one.fix}".rstrip(), err=True)
    told = counts(done)
    write_private(target / "summary.csv", as_csv(done))
    write_private(target / "summary.xlsx", workbook(done, dated=day))
    write_private(target / "summary.html", page(done, workspace.template("batch", "summary.html.j2"), dated=day))
    if not json_lines:
        click.echo(
            f"{told['charts']} charts: {told['made']} made, {told['unchanged']} unchanged, {told['failed']} failed."
        )
        click.echo(f"{told['requests']} requests, {told['ready']} ready to be sent.")
        if told["edited"]:
            click.echo(f"Documents of {told['edited']} requests were edited by hand and are kept.")
        click.echo(f"Summary: {target / 'summary.html'}, summary.xlsx, summary.csv")
    return ExitCode.PARTLY_FAILED if told["failed"] else ExitCode.OK


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
