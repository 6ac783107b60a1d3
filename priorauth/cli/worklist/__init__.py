"""``priorauth worklist``: one module for each idea."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from priorauth.cli.options import format_option
from priorauth.cli.worklist.audit import audit
from priorauth.cli.worklist.keep import add, backup, migrate, restore
from priorauth.cli.worklist.look import SORTS, Age, list_of, show
from priorauth.cli.worklist.stats import stats
from priorauth.worklist.case import SPOKEN

if TYPE_CHECKING:
    from datetime import timedelta


@click.group(invoke_without_command=True, short_help="Every case and where it stands; add, show, stats, audit, backup.")
@click.option(
    "--state", multiple=True, type=click.Choice(list(SPOKEN)), metavar="STATE", help="Only cases in this state."
)
@click.option("--payer", multiple=True, help="Only cases of this payer.")
@click.option("--owner", multiple=True, help="Only cases for which this owner has what is missing: pharmacy.")
@click.option("--older-than", type=Age(), metavar="DAYS", help="Only cases longer than this in their state: 14d.")
@click.option("--all", "closed_too", is_flag=True, help="Closed cases, too.")
@click.option("--sort", type=click.Choice(SORTS), default="case", show_default=True, help="In which order.")
@format_option
@click.pass_context
def worklist(
    context: click.Context,
    state: tuple[str, ...],
    payer: tuple[str, ...],
    owner: tuple[str, ...],
    older_than: timedelta | None,
    closed_too: bool,
    sort: str,
    shape: str,
) -> None:
    """Where every case stands, one line each.

    STATE is one of: draft, needs_information, ready_to_sign, signed, submitted, more_requested, approved, denied,
    appealed, closed. A filter may be given several times: any of them fits.

    \b
    Example:  priorauth worklist --state submitted --older-than 14d --sort age
    """
    if context.invoked_subcommand is None:
        list_of(state, payer, owner, older_than, sort, shape, closed_too=closed_too)


for command in (add, show, stats, audit, backup, restore, migrate):
    worklist.add_command(command)
