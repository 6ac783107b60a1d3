"""``priorauth demo``"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import OutFolder, console

if TYPE_CHECKING:
    from rich.table import Table

    from priorauth.documents.made import Generated
    from priorauth.documents.papers import Papers
    from priorauth.offlabel.prepared import Prepared
    from priorauth.request.assessment import Assessment

AS_OF = date(2026, 11, 20)
"""The day on which the fictional patients are judged, so that the demonstration always shows the same."""


@click.command(short_help="Judge fictional patients and write their packets into ./demo.")
@click.option("-o", "--out", type=OutFolder(), default=Path("demo"), show_default=True, help="Where to write.")
def demo(out: Path) -> None:
    """Judge fictional patients by their payers' policies and write each one's documents.

    \b
    Example:  priorauth demo
    """
    from priorauth.documents.generate import Studio  # noqa: PLC0415  (what only this command needs is imported when it runs)
    from priorauth.documents.papers import write_papers  # noqa: PLC0415
    from priorauth.offlabel.prepared import prepare  # noqa: PLC0415
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.resources import shipped  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    examples = shipped("examples")
    workspace = Workspace.around(examples)
    studio = Studio(workspace)
    made: list[tuple[Assessment, Generated]] = []
    planned: list[tuple[Prepared, Papers]] = []
    for path in sorted((examples / "charts").glob("*/chart.yaml")):
        case = open_case(path, workspace)
        for ask in case.asks:
            assessment = assess(case, ask, policy_for(case, ask, workspace, AS_OF), AS_OF)
            made.append((assessment, studio.generate(assessment, path, out)))
        for plan in case.ketamine_plans:
            prepared = prepare(case, plan, workspace, AS_OF)
            planned.append((prepared, write_papers(studio, prepared, path, out)))
    console().print(_table(made, planned))
    _guide(made, len(planned), out)


def _table(made: list[tuple[Assessment, Generated]], planned: list[tuple[Prepared, Papers]]) -> Table:
    from rich.table import Table  # noqa: PLC0415

    from priorauth.policy.telling import verdict_told  # noqa: PLC0415

    table = Table(
        title=f"Fictional patients as of {AS_OF}",
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
        expand=True,
    )
    table.add_column("patient", width=23, overflow="ellipsis", no_wrap=True)
    table.add_column("payer", width=10, overflow="ellipsis", no_wrap=True)
    table.add_column("verdict", width=14, no_wrap=True)
    table.add_column("what is missing", ratio=1, overflow="fold")
    table.add_column("folder", width=8, overflow="ellipsis", no_wrap=True)
    colors = {"met": "green", "NOT MET": "red", "not documented": "yellow"}
    for assessment, generated in made:
        judged = assessment.determination
        verdict = verdict_told(judged.verdict, judged.outcome)
        color = colors.get(verdict, "default")
        name = assessment.case.patient.name.full
        folder = generated.folder.parent.name
        table.add_row(
            name, assessment.loaded.policy.payer, f"[{color}]{verdict}[/{color}]", _missing(assessment), folder
        )
    for prepared, papers in planned:
        payer = prepared.coverage.payer if prepared.coverage else "self-pay"
        wanted = [f"{gap.owner}: {gap.needed}" for gap in prepared.needs]
        wanted += [] if prepared.signed else ["prescriber: the sign-off"]
        table.add_row(prepared.case.patient.name.full, payer, "off-label", _first(wanted), papers.folder.parent.name)
    return table


def _missing(assessment: Assessment) -> str:
    """The first thing that stands in the way, and how many more there are."""
    judged = assessment.determination
    failing = [one.id for one in judged.criteria if one.verdict == "not_met" and one.on_winning_path]
    if judged.verdict == "not_met":
        later = judged.eligible and judged.eligible.start > judged.dates.as_of
        when = f"; from {judged.eligible.start}" if judged.eligible and later else ""
        return f"not met: {', '.join(failing)}{when}"
    wanted = [f"{gap.owner.replace('_', ' ')}: {gap.needed}" for gap in judged.gaps] or list(assessment.blocking)
    return _first(wanted)


def _first(wanted: list[str]) -> str:
    if not wanted:
        return "nothing: ready to go out"
    first = wanted[0] if len(wanted[0]) <= 72 else f"{wanted[0][:69].rsplit(' ', 1)[0]} …"
    return f"{first} (+{len(wanted) - 1})" if len(wanted) > 1 else first


def _guide(made: list[tuple[Assessment, Generated]], plans: int, out: Path) -> None:
    ready = next((generated for assessment, generated in made if assessment.ready), None)
    draft = next((generated for _, generated in made if generated.open_points), None)
    click.echo()
    if ready:
        click.echo("Look first at a packet that is ready to be signed in ink and sent:")
        click.echo(f"  {ready.folder / 'packet.pdf'}")
    if draft:
        click.echo("Then at a draft, with what is still to be confirmed marked in its place:")
        click.echo(f"  {draft.folder / 'letter.pdf'}")
    click.echo("Why a patient is where the table says:")
    click.echo(f"  priorauth check {_example()} --as-of {AS_OF}")
    click.echo("Where Spravato has no indication, or the patient pays: the papers for off-label ketamine (off-label).")
    click.echo(f"All patients are invented. {len(made)} requests and {plans} plans, written into {out.resolve()}.")


def _example() -> str:
    from priorauth.resources import shipped  # noqa: PLC0415

    folder = shipped("examples") / "charts" / "case-02"
    try:
        return str(folder.relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
