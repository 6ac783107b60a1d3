"""``priorauth due``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from priorauth.cli.options import as_of_option, format_option, today
from priorauth.cli.worklist.found import the_worklist
from priorauth.cli.worklist.look import Age
from priorauth.errors import ExitCode, PriorauthError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta

    from priorauth.chart.chart import Chart
    from priorauth.worklist.case import Case
    from priorauth.workspace import Workspace


@click.command(short_help="What is due over all cases: decisions, answers, appeals, renewals, REMS forms.")
@click.option("--within", type=Age(), default="30d", show_default=True, help="How far to look ahead, in days: 30d.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write the deadlines into this calendar file, too.")
@as_of_option
@format_option
def due(within: timedelta, ics: Path | None, as_of: date | None, shape: Literal["text", "json"]) -> int:
    """Tell what is due over all cases of the worklist: the overdue first, then by day.

    Each deadline has its source; (verify) stands where that is not strong. What no rule tells comes last, to be
    asked of the payer. The calendar file holds case numbers and no names. What does not go together (a session that
    no authorization covers, units used up) is told as a warning.

    \b
    Example:  priorauth due --within 30d --ics deadlines.ics
    """
    from priorauth.worklist.due import as_object, as_text  # noqa: PLC0415  (what only this command needs)
    from priorauth.worklist.due import due as found_due  # noqa: PLC0415

    workspace, worklist = the_worklist()
    cases = [one.case for one in worklist.cases()]
    charts, failed = _charts(cases, workspace)
    found = found_due(cases, charts, as_of or today(), within)
    if ics is not None:
        from priorauth.files import write_private  # noqa: PLC0415
        from priorauth.worklist.calendar import calendar  # noqa: PLC0415

        write_private(ics, calendar(found.deadlines, found.as_of))
    click.echo(json.dumps(as_object(found), indent=2) if shape == "json" else as_text(found))
    return ExitCode.PARTLY_FAILED if failed else ExitCode.OK


def _charts(cases: Sequence[Case], workspace: Workspace) -> tuple[dict[str, Chart], int]:
    """The charts of the cases, by the patient's number, and how many could not be read.

    One that cannot be read takes nothing from the others: what is due with its payer, its events tell. Closing a case
    sends no monitoring form, so that charts of closed cases are read too, unless they were put away since.
    """
    from priorauth.files import is_file  # noqa: PLC0415
    from priorauth.workspace import open_case  # noqa: PLC0415

    root = workspace.root or Path()
    files = {one.opened.case: root / one.opened.chart for one in cases}
    files |= {one.opened.case: root / one.opened.chart for one in cases if one.state != "closed"}
    open_ones = {one.opened.case for one in cases if one.state != "closed"}
    charts: dict[str, Chart] = {}
    failed = 0
    for number, path in files.items():
        if number not in open_ones and not is_file(path):
            continue
        try:
            charts[number] = open_case(path, workspace)
        except PriorauthError as error:
            click.echo(f"Error: {error}", err=True)
            failed += 1
    return charts, failed
