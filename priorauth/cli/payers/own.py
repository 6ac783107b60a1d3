"""``priorauth payers new``, ``verify``"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import Day, today
from priorauth.cli.payers.found import here, one_policy
from priorauth.errors import BadInput, UsageError

if TYPE_CHECKING:
    from priorauth.workspace import Workspace

_NO_WORKSPACE = "There is no workspace here, and this is kept in one."


@click.command(short_help="Begin a policy of your own for a payer that is not known.")
@click.argument("payer")
@click.option("--name", required=True, help="The payer's name as documents print it.")
@click.option("--number", default="Spravato", show_default=True, help="The payer's number of the policy.")
def new(payer: str, name: str, number: str) -> None:
    """Begin a policy of your own: a commented file and cases beside it, in the workspace's folder payers/PAYER.

    Nothing that is already there is changed.

    \b
    Example:  priorauth payers new buckeye --name "Buckeye Health Plan" --number "CP.PMN.199"
    """
    from priorauth.files import safe_name, write_private  # noqa: PLC0415
    from priorauth.policy.load import payers_folders, policy_files  # noqa: PLC0415
    from priorauth.policy.skeleton import skeleton  # noqa: PLC0415

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", payer):
        raise UsageError(f"{payer} cannot be a payer's folder.", fix="Use small letters, digits and dashes, as cigna.")
    root = _root(here())
    if known := sorted({one.parent.name for one in policy_files(payers_folders(None))} & {payer}):
        raise UsageError(
            f"Policies of {known[0]} come with the program.",
            fix=f"Copy the file that priorauth payers show {payer} names into payers/{payer} here, and change that.",
        )
    stem = safe_name(number.lower().replace(" ", "-"))
    path = root / "payers" / payer / f"{stem}.yaml"
    if path.exists():
        raise BadInput("There is a policy of this name already.", where=str(path), fix="Edit it, or give --number.")
    policy, cases = skeleton(payer, name, number, stem, today(), "../../schema/policy.schema.json")
    write_private(path, policy.encode("utf-8"))
    write_private(path.with_name(f"{stem}.cases.yaml"), cases.encode("utf-8"))
    click.echo(f"Begun: {path}")
    click.echo("Beside it stand its cases. Fill in both. What is open, and what is wrong, is told by:")
    click.echo(f"  priorauth payers lint {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    click.echo(f"  priorauth payers test {payer}")


@click.command(short_help="Record that somebody has read the live policy.")
@click.argument("policy")
@click.option("--by", required=True, help="Who has read it.")
@click.option("--on", required=True, type=Day(), help="The day on which it was read.")
def verify(policy: str, by: str, on: date) -> None:
    """Record in the workspace that a person has read the live policy, and that POLICY says the same.

    From then on letters may say what the payer asks for. If the policy's file changes, it is unverified again.

    \b
    Example:  priorauth payers verify cigna/psychiatry-spravato --by "M. Ruiz" --on 2026-11-20
    """
    from priorauth.policy.verification import record  # noqa: PLC0415

    if not by.strip():
        raise UsageError("--by is empty.", fix="Give the name of the person who has read the live policy.")
    if on > today():
        raise UsageError("--on is in the future.", fix="Give the day on which the live policy was read.")
    workspace = here()
    root = _root(workspace)
    found = one_policy(policy)
    start = found.policy.effective.start
    if isinstance(start, date) and on < start:
        raise UsageError(
            f"--on is before the policy begins to hold ({start}).", fix="Give the day on which its live text was read."
        )
    newest = max((one.retrieved for one in found.policy.sources.values()), default=on)
    if on < newest:  # whoever read it by then had not seen what the file says
        raise UsageError(
            f"--on is before the newest source of this policy was retrieved ({newest}).",
            fix="Read the live policy as it is now, and give the day on which you did.",
        )
    path = record(root / "payers", found.key, found.sha256, by, on)
    click.echo(f"{found.policy.name} {found.policy.policy.number}: verified by {by} on {on}. Recorded in {path}")


def _root(workspace: Workspace) -> Path:
    if workspace.root is None:
        raise BadInput(_NO_WORKSPACE, where=str(Path.cwd()), fix="Make one with: priorauth init")
    return workspace.root
