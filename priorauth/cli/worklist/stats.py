"""``priorauth worklist stats``"""

from __future__ import annotations

import json
from pathlib import Path

import click

from priorauth.cli.options import format_option, today
from priorauth.cli.worklist.found import the_worklist


@click.command(short_help="How often payers approve, how long they take, why they refuse.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with charts to this file, too."
)
@format_option
def stats(out: Path | None, shape: str) -> None:
    """Approvals, days to decide and reasons for denials, by payer, from this practice's own cases.

    Small numbers are told as numbers, and not in percent.

    \b
    Example:  priorauth worklist stats -o decisions.html
    """
    from priorauth.worklist.statistics import as_object, as_text, statistics  # noqa: PLC0415

    workspace, worklist = the_worklist()
    found = statistics(one.case for one in worklist.cases())
    if out is not None:
        from priorauth.files import write_private  # noqa: PLC0415
        from priorauth.worklist.statistics_page import page  # noqa: PLC0415

        write_private(out, page(found, workspace.template("worklist", "stats.html.j2"), today()).encode("utf-8"))
    click.echo(json.dumps(as_object(found), indent=2) if shape == "json" else as_text(found))
