"""``priorauth payers list``, ``show``"""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import as_of_option, console, today
from priorauth.cli.payers.found import every_policy, policies_named
from priorauth.errors import ExitCode

if TYPE_CHECKING:
    from priorauth.chart.ask import Product
    from priorauth.policy.envelope import Stance
    from priorauth.policy.load import Loaded
    from priorauth.policy.model import Policy


@click.command("list", short_help="Every policy in force: what it covers, how far it is known, how old the reading is.")
@as_of_option
@click.option("--all", "every", is_flag=True, help="Versions too that are not in force.")
@click.option("--check-age", type=click.IntRange(0), metavar="DAYS", help="Fail if a reading is older than DAYS.")
def list_(as_of: date | None, every: bool, check_age: int | None) -> int:
    """Every policy in force: what it covers, how far it is known, and how old the reading or the source is.

    With --check-age 90 the exit code is 3 if one was last read or retrieved more than 90 days ago.

    \b
    Example:  priorauth payers list --check-age 90
    """
    from rich.table import Table  # noqa: PLC0415

    from priorauth.policy.load import in_force  # noqa: PLC0415

    day = as_of or today()
    known = every_policy()
    products = dict.fromkeys(one.policy.policy.product for one in known)
    holding = known if every else [one for product in products for one in in_force(known, day, product=product)]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("policy, and its version", no_wrap=True)
    table.add_column("covers", min_width=15, max_width=24)
    for column in ("benefit", "from", "known", "verified"):
        table.add_column(column, no_wrap=True)
    table.add_column("days", justify="right")
    widest = max(len(one.key) for one in holding)
    for one in sorted(holding, key=lambda one: (one.policy.policy.product != "spravato", one.key)):
        table.add_row("\n".join((one.key, *_version(one.policy, widest))), *_row(one.policy), str(_age(one, day)))
    console().print(table)
    old = [one for one in holding if check_age is not None and _age(one, day) > check_age]
    for one in old:
        done = "read" if one.policy.verified else "retrieved, and not read live,"
        told = f"{one.key} was last {done} {_age(one, day)} days ago, more than {check_age}."
        then = f"Read the live policy, then: priorauth payers verify {one.key} --by NAME --on DATE"
        click.echo(f"{told} {then}", err=True)
    return ExitCode.NOT_DOCUMENTED if old else ExitCode.OK


PRODUCTS: tuple[Product, ...] = ("spravato", "ketamine", "ketamine_iv")
_STANCES: dict[Stance, str] = {
    "covered_with_pa": "with authorization",
    "covered_per_label": "per label",
    "no_pa_needed": "no PA needed",
    "billing_only": "billing article only",
    "not_medically_necessary": "not covered",
    "investigational": "investigational",
    "not_covered": "not covered",
    "criteria_not_seen": "not seen",
    "silent": "nothing written",
}


def _version(policy: Policy, width: int) -> list[str]:
    """The payer's own number, and what tells its versions apart: below the key, as a row has no room beside it."""
    number, version = policy.policy.number, policy.policy.version
    told = f"{number} ({version})" if version and version != number else number
    return textwrap.wrap(told, width, initial_indent="  ", subsequent_indent="  ")


def _row(policy: Policy) -> tuple[str, str, str, str, str]:
    """What is covered, by which benefit, since when, how much of it is known, and whether somebody has read it."""
    since = policy.effective.start
    return (
        _covers(policy),
        policy.policy.benefit.replace("unknown", "?"),
        "?" if since == "unknown" else str(since),
        _known(policy),
        str(policy.reading.on) if policy.reading else "no",
    )


def _known(policy: Policy) -> str:
    """How much is known of what it covers: of several requests the least."""
    seen = {
        policy.seen(indication, phase)
        for indication, indicated in policy.indications.items()
        for phase in indicated.trees
    } or {policy.completeness}
    return next(one for one in ("partial", "assumed", "complete") if one in seen)


def _covers(policy: Policy) -> str:
    """ "TRD, MDSI, renewal", or how the payer stands to the product."""
    product = {"spravato": "", "ketamine": "ketamine: ", "ketamine_iv": "IV ketamine: "}[policy.policy.product]
    if not policy.indications or policy.stance != "covered_with_pa":
        return f"{product}{_STANCES[policy.stance]}"
    renewal = ["renewal"] if any(one.continuation for one in policy.indications.values()) else []
    return product + ", ".join([*(indication.upper() for indication in policy.indications), *renewal])


def _age(one: Loaded, day: date) -> int:
    """Days since somebody read the live policy; where nobody has, since the newest source was retrieved."""
    reading = one.policy.reading
    read = reading.on if reading else max(each.retrieved for each in one.policy.sources.values())
    return max((day - read).days, 0)


@click.command(short_help="A policy as a person reads it.")
@click.argument("payer")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
def show(payer: str, number: str | None) -> None:
    """A policy as a person reads it, the version in force first.

    PAYER is a folder's name, such as cigna, or the name of one policy, such as bcbsnd/esketamine.

    \b
    Example:  priorauth payers show cigna
    """
    from priorauth.policy.load import in_force  # noqa: PLC0415
    from priorauth.policy.telling import as_text  # noqa: PLC0415

    found = policies_named(payer, number)
    holding = {one.key for product in PRODUCTS for one in in_force(found, today(), product=product)}
    told = [
        as_text(one) if one.key in holding else f"NOT IN FORCE on {today()}\n{as_text(one)}"
        for one in sorted(found, key=lambda one: one.key not in holding)
    ]
    click.echo("\n\n".join(told))
