"""``priorauth check``"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from priorauth.cli.options import as_of_option, case_files, format_option, today
from priorauth.errors import ExitCode, PriorauthError

if TYPE_CHECKING:
    from datetime import date

    from priorauth.offlabel.prepared import Prepared
    from priorauth.request.assessment import Assessment
    from priorauth.request.wanted import Wanted
    from priorauth.workspace import Workspace


@click.command(short_help="Verdict for each of the payer's criteria, and what is missing.")
@click.argument("case", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--payer", help="Judge by this payer's policy instead of the coverage's own.")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@click.option("--all-payers", is_flag=True, help="Judge by every policy in force, as a table.")
@click.option(
    "--indication", type=click.Choice(["trd", "mdsi"]), help="Judge for this indication instead of the ask's."
)
@click.option(
    "--phase", type=click.Choice(["initial", "continuation"]), help="Judge for this phase instead of the ask's."
)
@as_of_option
@format_option
def check(
    case: tuple[Path, ...],
    payer: str | None,
    number: str | None,
    all_payers: bool,
    indication: Literal["trd", "mdsi"] | None,
    phase: Literal["initial", "continuation"] | None,
    as_of: date | None,
    shape: Literal["text", "json"],
) -> int:
    """Say for each criterion: met, not met or not documented, with the arithmetic and who has what is missing.

    CASE is a chart's file, or a folder of charts. Each ask in a chart is judged; of a plan for
    off-label ketamine it is said what is missing.

    \b
    Example:  priorauth check charts/case-02/chart.yaml --as-of 2026-11-20
    """
    from priorauth.cli.text import (  # noqa: PLC0415  (what only this command needs is imported when it runs)
        as_text,
        plan_as_text,
    )
    from priorauth.request.report import report  # noqa: PLC0415

    if payer and all_payers:
        raise click.UsageError("--payer and --all-payers exclude each other.")
    files = case_files(case)
    done: list[Assessment] = []
    plans: list[Prepared] = []
    no_request: list[str] = []
    failed = 0
    for path in files:
        try:
            judged, planned = _assessed(path, payer, number, all_payers, indication, phase, as_of or today())
            done += judged
            plans += planned
            if not judged:
                no_request += [one.case.case for one in planned]
        except PriorauthError as error:
            if len(files) == 1:
                raise
            click.echo(f"Error: {error}", err=True)
            failed += 1
    if shape == "json":
        from priorauth.offlabel.report import report as plan_report  # noqa: PLC0415

        objects = [*(report(one) for one in done), *(plan_report(one) for one in plans if not all_payers)]
        click.echo(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))
    elif all_payers:
        from priorauth.cli.matrix import matrix  # noqa: PLC0415

        for name in no_request:
            click.echo(f"{name}: no request to a payer, so nothing to judge by all of them.")
        for ask in dict.fromkeys((one.case.case, one.ask.id) for one in done):
            matrix([one for one in done if (one.case.case, one.ask.id) == ask])
    else:
        click.echo("\n\n".join([*(as_text(one) for one in done), *(plan_as_text(one) for one in plans)]))
    return _exit_code(done, plans, failed)


def _assessed(
    path: Path,
    payer: str | None,
    number: str | None,
    all_payers: bool,
    indication: Literal["trd", "mdsi"] | None,
    phase: Literal["initial", "continuation"] | None,
    as_of: date,
) -> tuple[list[Assessment], list[Prepared]]:
    from priorauth.documents.exhibits import named_in_vain  # noqa: PLC0415
    from priorauth.policy.load import in_force, load_all  # noqa: PLC0415
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.request.new_payer import first_there  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    workspace = Workspace.around(path.parent)
    case = open_case(path, workspace)
    wanted = {key: value for key, value in {"indication": indication, "phase": phase}.items() if value}
    unfit: list[Wanted] = []
    if case.exhibits and case.asks:
        from priorauth.documents.enclosable import not_enclosable  # noqa: PLC0415  (reading PDFs takes a library)

        unfit += not_enclosable(case.as_of(as_of), path)
    assessments = []
    for asked in case.asks:
        ask = asked.model_copy(update=wanted)
        if all_payers:
            policies = in_force(load_all(workspace.payers), as_of, product=ask.product)
        else:
            policies = [policy_for(case, ask, workspace, as_of, payer=payer, number=number)]
        coverage = case.coverage(ask).known_on(as_of)
        for loaded in policies:
            anew = first_there(ask, coverage, loaded) if all_payers and phase is None else None
            one = assess(case, anew or ask, loaded, as_of)
            if payer is None and not all_payers:
                one = _as_it_was_signed(one, path, workspace)
            assessments.append(replace(one, lacking=(*one.lacking, *unfit, *named_in_vain(one.case, one.ask))))
    if not case.ketamine_plans:
        return assessments, []
    from priorauth.offlabel.prepared import prepare  # noqa: PLC0415  (few charts plan it)

    return assessments, [prepare(case, plan, workspace, as_of) for plan in case.ketamine_plans]


def _as_it_was_signed(one: Assessment, path: Path, workspace: Workspace) -> Assessment:
    """With what shows that a signature is stale: documents in the workspace's own folder, or the chart's sign-off."""
    from priorauth.documents.kept import SIGNATURE, request_folder  # noqa: PLC0415

    out = (workspace.root or Path()) / "out"
    pinned = any(word.stands_for for word in one.ask.signed_for(one.ask.phase))
    if not pinned and not (request_folder(out, one.case.case, one.ask.id) / SIGNATURE).is_file():
        return one
    from priorauth.documents.generate import Studio  # noqa: PLC0415  (most requests are not signed yet)
    from priorauth.signing.standing import judged, standing  # noqa: PLC0415

    return judged(one, standing(Studio(workspace), one, path, out))


def _exit_code(done: list[Assessment], plans: list[Prepared], failed: int) -> ExitCode:
    """The gravest code of all; that part failed, if part failed."""
    if failed:
        return ExitCode.PARTLY_FAILED
    codes = {one.exit_code for one in done} | {ExitCode.NOT_DOCUMENTED for one in plans if not one.ready}
    return next((code for code in (ExitCode.NOT_MET, ExitCode.NOT_DOCUMENTED) if code in codes), ExitCode.OK)
