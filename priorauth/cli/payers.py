"""``priorauth payers``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import console
from priorauth.errors import BadInput, ExitCode, PriorauthError

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded


@click.group(short_help="Payers' policies: list, show, lint, test.")
def payers() -> None:
    """Look at the payers' policies, and keep them right."""


@payers.command("list", short_help="Every policy: number, benefit, status.")
def list_() -> None:
    """Every policy: payer, number, benefit, what it covers, how far it is known.

    \b
    Example:  priorauth payers list
    """
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("policy", no_wrap=True)
    for column in ("number", "benefit", "covers", "in force from", "known"):
        table.add_column(column, overflow="fold")
    for one in _all():
        policy = one.policy
        phases = [
            f"{indication.upper()} {phase}"
            for indication, indicated in policy.indications.items()
            for phase in ("initial", "continuation")
            if getattr(indicated, phase)
        ]
        table.add_row(
            one.key,
            policy.policy.number,
            policy.policy.benefit,
            ", ".join(phases) or policy.stance.replace("_", " "),
            str(policy.effective.start),
            f"{'verified' if policy.verified else 'unverified'}, {policy.completeness}",
        )
    console().print(table)


@payers.command(short_help="A policy as a person reads it.")
@click.argument("payer")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
def show(payer: str, number: str | None) -> None:
    """A policy as a person reads it. PAYER is a folder's name, such as cigna.

    \b
    Example:  priorauth payers show cigna
    """
    from priorauth.policy.telling import as_text  # noqa: PLC0415

    own = [one for one in _of(payer) if number is None or number in (one.policy.policy.number, one.path.stem)]
    if not own:
        raise BadInput(f"{payer} has no policy {number}.", fix="See: priorauth payers list.")
    click.echo("\n\n".join(as_text(one) for one in own))


@payers.command(short_help="Tell what is wrong with policies.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def lint(files: tuple[Path, ...]) -> int:
    """Read every policy (or FILES) and tell what is wrong: unknown keys, missing sources, missing cases.

    \b
    Example:  priorauth payers lint payers/cigna/psychiatry-spravato.yaml
    """
    from priorauth.policy.lint import lint as remarks  # noqa: PLC0415
    from priorauth.policy.load import load_policy, policy_files  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    paths = list(files) or policy_files(Workspace.around(Path.cwd()).payers)
    wrong = 0
    for path in paths:
        try:
            told = [f"{path}: {text}." for text in remarks(load_policy(path))]
        except PriorauthError as error:
            told = [str(error)]
        for text in told:
            click.echo(text, err=True)
        wrong += len(told)
    click.echo(f"{len(paths)} policies read, {wrong} remarks.")
    return ExitCode.BAD_INPUT if wrong else ExitCode.OK


@payers.command(short_help="Run the cases beside each policy.")
@click.argument("payer", required=False)
def test(payer: str | None) -> int:
    """Run the cases beside each policy (or those of one PAYER), shipped and the practice's own.

    \b
    Example:  priorauth payers test cigna
    """
    from priorauth.determination.cases import run_cases  # noqa: PLC0415

    surprises = 0
    for one in _all() if payer is None else _of(payer):
        if not one.policy.indications:
            continue  # a stance has no criteria to be tried
        if not one.cases_path.is_file():
            click.echo(f"{one.key}: no cases.", err=True)
            continue
        number, found = run_cases(one)
        click.echo(f"{one.key}: {number} cases, {len(found)} {'surprise' if len(found) == 1 else 'surprises'}.")
        for surprise in found:
            click.echo(f'  case "{surprise.case}": {surprise.text}', err=True)
        surprises += len(found)
    return ExitCode.BAD_INPUT if surprises else ExitCode.OK


def _of(payer: str) -> list[Loaded]:
    from priorauth.policy.load import policies_of  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    return policies_of(payer, Workspace.around(Path.cwd()).payers)


def _all() -> list[Loaded]:
    from priorauth.policy.load import load_all  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    return load_all(Workspace.around(Path.cwd()).payers)
