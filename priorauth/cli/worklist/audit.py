"""``priorauth worklist audit``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import format_option
from priorauth.cli.worklist.found import the_worklist
from priorauth.errors import BadInput, UsageError
from priorauth.readable import readable

if TYPE_CHECKING:
    from priorauth.worklist.trail import Entry


@click.command(short_help="The audit trail: who did what to which case, and when.")
@click.argument("case", required=False)
@click.option(
    "--page", is_flag=True, help="Only what is of no case: who signed in to the clinician's page, and accounts."
)
@click.option("--verify", is_flag=True, help="Walk the chain of hashes, and say whether anything is missing.")
@click.option(
    "--out",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="With --verify: a folder of packets beside out/ in the workspace.",
)
@format_option
def audit(case: str | None, page: bool, verify: bool, out: tuple[Path, ...], shape: str) -> None:
    """Print the audit trail, whole or of one CASE, in the order in which it was written down.

    What happened at the door of the clinician's page, and to its accounts, stands in it under the name “page”.

    With --verify the chain is walked from its first entry to its last, and held against what the manifests of packets
    say of it; the first thing that is wrong is named, with exit code 5.

    \b
    Example:  priorauth worklist audit --verify
    """
    workspace, worklist = the_worklist()
    if verify:
        from priorauth.worklist.anchors import anchored  # noqa: PLC0415

        folders = [*([workspace.root / "out"] if workspace.root else []), *out]
        anchors = [one for folder in folders for one in anchored(folder)]
        walked = worklist.verified(anchors)
        if walked.broken:
            raise BadInput(
                f"The audit trail is broken. {walked.broken}",
                where=worklist.address.told,
                fix="Keep this database as it is, aside, and ask who has had access to it; a backup may hold the rest.",
            )
        click.echo(f"Whole: {walked.entries} entries, each sealed by the next. {_compared(len(anchors))}", err=True)
        click.echo(f"{walked.entries} {walked.head}")
        return
    from priorauth.worklist.page_events import PAGE  # noqa: PLC0415  (models are slow to load)

    if page and case:
        raise UsageError("The page's own entries are of no case.", fix="Leave out --page, or the case.")
    wanted = PAGE if page else worklist.find(case).case.id if case else None
    if shape == "json":
        click.echo(json.dumps([_data(one) for one in worklist.entries(wanted)], indent=2))
        return
    for one in worklist.entries(wanted):
        click.echo(readable(f"{one.sequence:>5}  {one.at}  {one.who}  {one.case}  {_what(one)}  {one.hash[:12]}"))


def _compared(manifests: int) -> str:
    match manifests:
        case 0:
            return "There was no packet to compare it with."
        case 1:
            return "The manifest of 1 packet agrees."
        case _:
            return f"The manifests of {manifests} packets agree."


def _what(one: Entry) -> str:
    from priorauth.worklist.page_events import PAGE, PageEvent  # noqa: PLC0415  (as above)

    if one.case == PAGE:
        return PageEvent.model_validate_json(one.event).spoken
    return str(json.loads(one.event)["what"]).replace("_", " ")


def _data(one: Entry) -> dict[str, object]:
    return {
        "sequence": one.sequence,
        "at": one.at,
        "who": one.who,
        "case": one.case,
        "event": json.loads(one.event),
        "previous": one.previous,
        "hash": one.hash,
    }
