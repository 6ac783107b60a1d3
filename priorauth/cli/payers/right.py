"""``priorauth payers lint``, ``test``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.payers.found import every_policy, here, policies_named
from priorauth.errors import ExitCode, PriorauthError

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded


@click.command(short_help="Tell what is wrong with policies.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def lint(files: tuple[Path, ...]) -> int:
    """Read every policy (or FILES) and tell what is wrong.

    Unknown keys with what may be meant, missing sources, criteria of one id, versions whose dates overlap, bounds that
    exclude each other, verdicts that no case expects, and numbers at whose boundary no case stands.

    Of FILES it is also listed what they leave open, such as the day from which a policy holds: no mistake, but to be
    filled in where the payer says it.

    \b
    Example:  priorauth payers lint payers/cigna/psychiatry-spravato.yaml
    """
    from priorauth.determination.exercise import untried  # noqa: PLC0415
    from priorauth.policy.lint import lint as remarks  # noqa: PLC0415
    from priorauth.policy.lint import overlaps  # noqa: PLC0415
    from priorauth.policy.load import load_policy, policy_files  # noqa: PLC0415
    from priorauth.policy.still_open import still_open  # noqa: PLC0415

    paths = list(files) or policy_files(here().payers)
    told: list[str] = []
    read: list[Loaded] = []
    for path in paths:
        try:
            one = load_policy(path)
            read.append(one)
            told += [f"{path}: {text}." for text in remarks(one)]
            if one.policy.indications and one.cases_path.is_file():
                told += [f"{path}: {text}." for text in untried(one)]
        except PriorauthError as error:
            told.append(str(error))
    told += overlaps(read)
    for one in read if files else ():
        if left := list(still_open(one.policy)):
            click.echo(f"{one.path}: still open, as far as the payer says it:")
            for text in left:
                click.echo(f"  - {text}")
    for text in told:
        click.echo(text, err=True)
    policies = "1 policy" if len(paths) == 1 else f"{len(paths)} policies"
    click.echo(f"{policies} read, {len(told)} remark{'' if len(told) == 1 else 's'}.")
    return ExitCode.BAD_INPUT if told else ExitCode.OK


@click.command(short_help="Run the cases beside each policy.")
@click.argument("payer", required=False)
def test(payer: str | None) -> int:
    """Run the cases beside each policy (or those of one PAYER), shipped and the practice's own.

    PAYER is a folder's name, such as cigna, or the name of one policy, such as bcbsnd/esketamine.

    \b
    Example:  priorauth payers test cigna
    """
    from priorauth.determination.cases import run_cases  # noqa: PLC0415

    surprises = 0
    for one in every_policy() if payer is None else policies_named(payer):
        if not one.policy.indications:
            continue  # a stance has no criteria to be tried
        if not one.cases_path.is_file():
            click.echo(f"{one.key}: no cases.", err=True)
            continue
        try:
            number, found = run_cases(one)
        except PriorauthError as error:
            click.echo(f"Error: {error}", err=True)
            surprises += 1
            continue
        click.echo(f"{one.key}: {number} cases, {len(found)} {'surprise' if len(found) == 1 else 'surprises'}.")
        for surprise in found:
            click.echo(f'  case "{surprise.case}": {surprise.text}', err=True)
        surprises += len(found)
    return ExitCode.BAD_INPUT if surprises else ExitCode.OK
