"""``priorauth generate``"""

from __future__ import annotations

import textwrap
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from priorauth.cli.options import OutFolder, as_of_option, case_files, today, writer
from priorauth.cli.taken_back import taken_back, tell_edits, tell_kept
from priorauth.documents.letter.kinds import names
from priorauth.errors import BadInput, ExitCode, PriorauthError, UsageError
from priorauth.files import safe_name

if TYPE_CHECKING:
    from datetime import date

    from priorauth.chart.chart import Case
    from priorauth.documents.letter.kinds.base import Kind
    from priorauth.documents.made import Generated
    from priorauth.documents.papers import Papers
    from priorauth.offlabel.prepared import Prepared
    from priorauth.request.assessment import Assessment

POSITIVE = click.FloatRange(0, min_open=True)


@click.command(short_help="Write the documents for one patient: letter, form, packet.")
@click.argument("case", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=OutFolder(),
    default=None,
    help="Where to write (default: out/ in the workspace).",
)
@click.option("--kind", type=click.Choice(names()), metavar="KIND", help="Which letter (default: what the request is).")
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@click.option("--max-pages", type=click.IntRange(2), help="Split the packet: no part has more pages.")
@click.option("--max-mb", type=POSITIVE, help="Split the packet: no part is larger, in millions of bytes.")
@click.option("--fax", is_flag=True, help="Write the packet as a fax machine sends it, too.")
@click.option("--archive", is_flag=True, help="Write the packet as PDF/A-2b, to be kept, too.")
@click.option(
    "--from-word",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE.docx",
    help="Take back a letter that was edited in Word elsewhere.",
)
@as_of_option
def generate(
    case: tuple[Path, ...],
    out: Path | None,
    kind: str | None,
    number: str | None,
    max_pages: int | None,
    max_mb: float | None,
    fax: bool,
    archive: bool,
    from_word: Path | None,
    as_of: date | None,
) -> int:
    """Write letter (Word and PDF), form, packet, findings and manifest for each ask in a chart.

    While something is not documented or not signed, the letter says DRAFT on each page and marks what is to be
    confirmed. Where the criteria are not met, no letter is written, and the reason is told. In a workspace that has a
    worklist, what was found and made is written down there.

    A packet that may not be sent at a time is split (--max-pages, --max-mb, or as the policy says): each further part
    begins with a cover, and the pages are numbered through all parts. With --fax you see, before you send it, what the
    payer will read: black and white, 204 by 196 dots to the inch. With --archive you get one to keep for years: form
    and exhibits become pictures of their pages.

    A letter.docx that was edited in its folder stays the letter: PDF and packet say what it says, and each place where
    an edit changes a fact is told. One that comes back by e-mail is taken with --from-word.

    KIND is one of: appeal, appeal-authorization, change, collaboration, continuation, cover-note, exception,
    expedited, individual-consideration, information, initial, network-gap, peer-to-peer, records-request, restart,
    retroactive, transition; and of a plan for off-label ketamine: ketamine-abn, ketamine-consent, ketamine-estimate,
    ketamine-exception, ketamine-superbill.

    \b
    Example:  priorauth generate charts/case-01 -o out --as-of 2026-11-20
    """
    from priorauth.documents.generate import Studio  # noqa: PLC0415  (what only this command needs is imported when it runs)
    from priorauth.documents.letter.kinds import kind as letter_kind  # noqa: PLC0415
    from priorauth.documents.made import folder_of  # noqa: PLC0415  (what only this command needs is imported when it runs)
    from priorauth.documents.packet.parts import Limits, Sending  # noqa: PLC0415
    from priorauth.documents.papers import write_papers  # noqa: PLC0415
    from priorauth.offlabel.prepared import prepare  # noqa: PLC0415
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.signing.standing import as_signed, judged, superseded  # noqa: PLC0415
    from priorauth.signing.standing import standing as signature_on  # noqa: PLC0415
    from priorauth.worklist.recorder import Recorder  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    files = case_files(case)
    back = taken_back(from_word, files, kind) if from_word else None
    kind = back.mark.kind if back else kind
    sending = Sending(Limits(max_pages, Decimal(str(max_mb)) if max_mb else None), fax, archive)
    wanted = letter_kind(kind) if kind else None
    codes: set[ExitCode] = set()
    failed = 0
    written_for: dict[str, Path] = {}
    for path in files:
        try:
            workspace = Workspace.around(path.parent)
            chart = open_case(path, workspace)
            other = written_for.setdefault(safe_name(chart.case).casefold(), path)
            if other != path:
                raise BadInput(
                    f"This chart has the case number of {other}, whose documents its own would replace.",
                    where=str(path),
                    fix="Give each chart a case number of its own (key: case), and run the command again.",
                )
            recorder = Recorder.of(workspace, lambda: writer(None))
            studio = Studio(workspace, recorder.head)
            _must_hold(chart, wanted, path)
            target = out or (workspace.root or Path()) / "out"
            asks, plans = back.of(chart) if back else (chart.asks, chart.ketamine_plans)
            for ask in asks if wanted is None or wanted.of == "ask" else ():
                assessment = assess(
                    chart, ask, policy_for(chart, ask, workspace, as_of or today(), number=number), as_of or today()
                )
                standing = signature_on(studio, assessment, path, target, wanted)
                assessment = judged(assessment, standing)
                made = None if back else as_signed(assessment, standing, target, wanted)
                made = made or studio.generate(
                    assessment,
                    path,
                    target,
                    wanted,
                    sending,
                    brought=back and back.file,
                    beside=superseded(folder_of(assessment, target, wanted)),
                )
                recorder.made(assessment, made, path, workspace, today())
                _tell(assessment, made)
                codes.add(_exit_code(assessment, made, wanted))
            for plan in plans if wanted is None or wanted.of == "plan" else ():
                prepared = prepare(chart, plan, workspace, as_of or today())
                papers = write_papers(studio, prepared, path, target, wanted, sending, brought=back and back.file)
                _tell_papers(prepared, papers, named=wanted is not None)
                codes.add(ExitCode.OK if prepared.ready else ExitCode.NOT_DOCUMENTED)
        except PriorauthError as error:
            if len(files) == 1:
                raise
            click.echo(f"Error: {error}", err=True)
            failed += 1
    if failed:
        return ExitCode.PARTLY_FAILED
    return next((code for code in (ExitCode.NOT_MET, ExitCode.NOT_DOCUMENTED) if code in codes), ExitCode.OK)


def _must_hold(chart: Case, wanted: Kind[Any] | None, path: Path) -> None:
    """Refuse a kind about what the chart does not have."""
    if wanted and wanted.of == "plan" and not chart.ketamine_plans:
        raise UsageError(
            f"{wanted.name} is about off-label ketamine, and the chart plans none.",
            where=str(path),
            fix="Add ketamine_plans, or name another kind.",
        )
    if wanted and wanted.of == "ask" and not chart.asks:
        raise UsageError(
            f"{wanted.name} is about a request for Spravato, and the chart holds none.",
            where=str(path),
            fix="Add asks, or name another kind.",
        )


def _exit_code(assessment: Assessment, made: Generated, wanted: Kind[Any] | None) -> ExitCode:
    """That of the letter that was written; of the request, where none was or it is none that the prescriber signs."""
    if made.refused or (wanted and not wanted.signed):
        return assessment.exit_code
    code = assessment.exit_code_with(wanted.wanted(assessment)) if wanted else assessment.exit_code
    return ExitCode.NOT_DOCUMENTED if made.draft and code is ExitCode.OK else code


def _tell(assessment: Assessment, made: Generated) -> None:
    click.echo(f"{assessment.case.case}, {assessment.ask.id}: {made.folder}")
    for name in made.files:
        click.echo(f"  {name}")
    if made.signed:
        told = f"These are {made.signed}, and stay: nothing has changed since."
        click.echo("\n".join(textwrap.wrap(told, 98, initial_indent="  ", subsequent_indent="  ")))
        return
    if made.refused:
        for line in textwrap.wrap(f"No letter. {made.refused}", 98):
            click.echo(f"  {line}", err=True)
        tell_kept(made.kept, made.files, made.edits)
        return
    if made.draft:
        click.echo("  DRAFT. Still wanted:")
        for text in made.wanted:
            for line in textwrap.wrap(text, 96, initial_indent="- ", subsequent_indent="  "):
                click.echo(f"    {line}")
        if made.open_points:
            number = len(made.open_points)
            click.echo(f"  {number} {'point is' if number == 1 else 'points are'} marked TO CONFIRM in the letter.")
    clinical = [one for one in assessment.determination.warnings if not one.code.startswith("policy_")]
    for told in (*(one.text for one in clinical), *(one.text for one in assessment.request.warnings)):
        for line in textwrap.wrap(f"Look at this: {told}", 98, subsequent_indent="  "):
            click.echo(f"  {line}")
    tell_rest(made)


def tell_rest(made: Generated) -> None:
    """What somebody has to look at, or to do by hand."""
    _tell_small(made.small)
    _tell_pictured(made.pictured)
    tell_edits(made.edits, made.kept)
    tell_kept(made.kept, made.files, made.edits)
    _tell_form(made)


def _tell_form(made: Generated) -> None:
    """Which form was filled, where it is not the payer's, and what somebody has to write on it."""
    by_hand = [f"Write on the form by hand: {told}" for told in made.by_hand]
    for told in ([made.another_form] if made.another_form else []) + by_hand:
        for line in textwrap.wrap(told, 98, subsequent_indent="  "):
            click.echo(f"  {line}")


def _tell_small(small: tuple[str, ...]) -> None:
    for told in small:
        for line in textwrap.wrap(f"Hard to read after the fax: {told}.", 98, subsequent_indent="  "):
            click.echo(f"  {line}")


def _tell_pictured(pictured: tuple[str, ...]) -> None:
    """What nobody can search for words in the packet that is kept."""
    told = f"In the packet to be kept, pictures of their pages: {', '.join(pictured)}."
    for line in textwrap.wrap(told, 98, subsequent_indent="  ", break_on_hyphens=False) if pictured else ():
        click.echo(f"  {line}")


def _tell_papers(prepared: Prepared, made: Papers, *, named: bool) -> None:
    from priorauth.cli.text import item  # noqa: PLC0415

    click.echo(f"{prepared.case.case}, {prepared.plan.id}: {made.folder}")
    for name in made.files:
        click.echo(f"  {name}")
    if made.drafts:
        click.echo(f"  DRAFT: {', '.join(made.drafts)}. Still wanted:")
        wanted = [f"{gap.owner}: {gap.needed}" for gap in prepared.needs]
        for text in wanted if prepared.signed else [*wanted, "prescriber: the sign-off"]:
            click.echo("\n".join(item(text)))
    if made.refused and not named:
        click.echo(f"  Not for this plan: {', '.join(made.refused)}. Name one with --kind to see why.")
    for name, why in made.refused.items() if named else ():
        for line in textwrap.wrap(f"No {name}. {why}", 98, subsequent_indent="  "):
            click.echo(f"  {line}")
    for text in prepared.cautions:
        for line in textwrap.wrap(f"Look at this: {text}", 98, subsequent_indent="  "):
            click.echo(f"  {line}")
    _tell_small(made.small)
    _tell_pictured(made.pictured)
    tell_edits(made.edits, made.kept)
    tell_kept(made.kept, made.files, made.edits)
