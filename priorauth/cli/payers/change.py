"""``priorauth payers diff``, ``impact``"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import as_of_option, case_files, today
from priorauth.cli.payers.found import one_policy
from priorauth.errors import ExitCode, PriorauthError

if TYPE_CHECKING:
    from priorauth.policy.load import Loaded
    from priorauth.request.impact import Impact


@click.command(short_help="What changed between two policies, in words.")
@click.argument("old")
@click.argument("new")
def diff(old: str, new: str) -> None:
    """What changed between two policies, in words. OLD and NEW are files or names such as hcsc/rx501-105.

    \b
    Example:  priorauth payers diff hcsc/rx501-105-earlier hcsc/rx501-105
    """
    from textwrap import TextWrapper  # noqa: PLC0415

    from priorauth.policy.difference import differences  # noqa: PLC0415

    filled = TextWrapper(
        100, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=False
    ).fill
    before, after = one_policy(old), one_policy(new)
    changes = differences(before.policy, after.policy)
    click.echo(f"{before.key} → {after.key}")
    if not changes:
        click.echo("Nothing is otherwise.")
    where = None
    for one in changes:
        if one.where != where:
            where = one.where
            click.echo(f"\n{where}" if where else "")
        click.echo(filled(str(one)))


@click.command(short_help="Which pending patients' verdicts a new policy would change.")
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--charts", required=True, type=click.Path(path_type=Path), help="A chart, or a folder of charts.")
@as_of_option
def impact(new: Path, charts: Path, as_of: date | None) -> int:
    """Judge each pending request by the payer's policy in force and by NEW, and say what turns out otherwise.

    Besides verdicts: the earliest day, and what would keep the request from going out, such as a page to be enclosed.

    NEW is a policy's file. Requests to other payers are passed over. A chart that cannot be read does not stop the
    rest; the exit code is then 7.

    \b
    Example:  priorauth payers impact new/psychiatry-spravato.yaml --charts charts
    """
    from priorauth.policy.load import load_policy  # noqa: PLC0415

    policy = load_policy(new, anywhere=True)
    failed = judged = changed = 0
    for path in case_files([charts]):
        try:
            found = _of_chart(path, policy, as_of or today())
        except PriorauthError as error:
            click.echo(f"Error: {error}", err=True)
            failed += 1
            continue
        for one in found:
            judged += 1
            changed += one.changed
            if one.changed or one.told:
                click.echo(f"{one.case} · {one.ask}: {one}")
                for text in one.told:
                    click.echo(f"  {text}")
    click.echo(f"{judged} request{'' if judged == 1 else 's'} to {policy.policy.name}: {changed} with another verdict.")
    start, chosen_by = policy.policy.effective.start, policy.policy.effective.chosen_by
    if isinstance(start, date) and start > (as_of or today()):
        of = f", by the day of {chosen_by}" if chosen_by != "unknown" else ""
        click.echo(f"The new policy holds from {start} on{of}; until then the one in force decides.")
    return ExitCode.PARTLY_FAILED if failed else ExitCode.OK


def _of_chart(path: Path, new: Loaded, as_of: date) -> list[Impact]:
    from priorauth.request.impact import impact as by_both  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    workspace = Workspace.around(path.parent)
    case = open_case(path, workspace)
    return [
        by_both(case, ask, policy_for(case, ask, workspace, as_of), new, as_of)
        for ask in case.asks
        if case.coverage(ask).payer == new.policy.payer and ask.product == new.policy.policy.product
    ]
