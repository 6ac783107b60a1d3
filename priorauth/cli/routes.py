"""``priorauth routes``"""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from priorauth.cli.options import as_of_option, case_files, format_option, today
from priorauth.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from priorauth.chart.ask import Ask, Indication
    from priorauth.chart.chart import Case
    from priorauth.determination.routes import Route, Routes
    from priorauth.policy.load import Loaded
    from priorauth.workspace import Workspace

STATES = {"open": "OPEN", "closed": "CLOSED", "not_documented": "not documented"}


@click.command(short_help="What is open to this patient at all: Spravato, off-label ketamine, or nothing.")
@click.argument("case", type=click.Path(path_type=Path))
@as_of_option
@format_option
def routes(case: Path, as_of: date | None, shape: Literal["text", "json"]) -> int:
    """Say for each way whether it is open: Spravato for either of its indications, or off-label ketamine.

    A way for which the chart has an ask is judged as that request, so that who is treated already is judged as a
    renewal; the others as a first request.

    CASE is a chart's file or folder. The exit code is 0 if a way is open, 3 if something is not documented, and 4 if
    every way is closed.

    \b
    Example:  priorauth routes charts/case-02
    """
    from priorauth.workspace import Workspace, open_case  # noqa: PLC0415

    files = case_files([case])
    if len(files) > 1:
        raise UsageError("There are several charts here.", where=str(case), fix="Name one of them.")
    workspace = Workspace.around(files[0].parent)
    opened = open_case(files[0], workspace)
    asks = [*opened.asks, *(plan.standing_ask for plan in opened.ketamine_plans if plan.coverage)]
    if not asks:
        raise UsageError(
            "The chart names no payer: it has no asks, and its plan for ketamine no coverage.",
            where=str(files[0]),
            fix="Add asks, or a coverage to the plan.",
        )
    payers: dict[str, list[Ask]] = {}
    for ask in asks:
        payers.setdefault(opened.coverage(ask).payer, []).append(ask)
    found = {payer: _found(opened, own, workspace, as_of or today()) for payer, own in payers.items()}
    if shape == "json":
        click.echo(json.dumps([_as_object(opened, payer, one) for payer, one in found.items()], indent=2))
    else:
        click.echo("\n\n".join(_as_text(opened, payer, one, as_of or today()) for payer, one in found.items()))
    states = {route.state for one in found.values() for route in one.routes}
    if "open" in states:
        return ExitCode.OK
    return ExitCode.NOT_DOCUMENTED if "not_documented" in states else ExitCode.NOT_MET


def _found(case: Case, asks: list[Ask], workspace: Workspace, as_of: date) -> Routes:
    from priorauth.determination.routes import request_for  # noqa: PLC0415
    from priorauth.determination.routes import routes as ways  # noqa: PLC0415
    from priorauth.policy.load import in_force  # noqa: PLC0415
    from priorauth.request.verified import said_so, spared  # noqa: PLC0415
    from priorauth.workspace import policy_for  # noqa: PLC0415

    own = workspace.policies(case.coverage(asks[0]).payer)
    ketamine = [one.policy for product in ("ketamine", "ketamine_iv") for one in in_force(own, as_of, product=product)]
    wanted: tuple[Indication, ...] = ("trd", "mdsi")
    policies: dict[Indication, Loaded] = {}
    for indication in wanted:
        policies[indication] = policy_for(case, request_for(indication, asks), workspace, as_of)
    found = ways(case, asks, policies, ketamine, as_of)
    nothing_needed = spared(case.as_of(as_of), asks[0], policies["trd"], as_of)
    told = [f"{said_so(nothing_needed)}: see what priorauth check says of it."] if nothing_needed else []
    return replace(found, warnings=(*told, *found.warnings))


def _as_text(case: Case, payer: str, found: Routes, as_of: date) -> str:
    from priorauth.determination.routes import NAMES  # noqa: PLC0415

    lines = [f"{case.case} · {payer} · as of {as_of}", ""]
    for route in found.routes:
        lines.append(f"  {STATES[route.state]:<15} {NAMES[route.way]}")
        for reason in route.reasons:
            lines += textwrap.wrap(reason, 100, initial_indent=" " * 18, subsequent_indent=" " * 20)
    if not found.open:
        lines += ["", "No way is open as the chart stands."]
    for text in found.warnings:
        lines += ["", *textwrap.wrap(text, 100)]
    return "\n".join(lines)


def _as_object(case: Case, payer: str, found: Routes) -> dict[str, Any]:
    return {
        "chart": case.case,
        "payer": payer,
        "routes": [_way(one) for one in found.routes],
        "warnings": list(found.warnings),
    }


def _way(one: Route) -> dict[str, Any]:
    return {
        "way": one.way,
        "state": one.state,
        "request": one.request,
        "reasons": list(one.reasons),
        "policies": [
            {
                "payer": policy.payer,
                "number": policy.policy.number,
                "status": "verified" if policy.verified else "unverified",
            }
            for policy in one.judged_by
        ],
        "label_instead_of_criteria": one.label_instead,
    }
