"""``priorauth answers``"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import as_of_option, case_files, format_option, today
from priorauth.errors import ExitCode, UsageError
from priorauth.logic.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from priorauth.documents.answers.sheet import Answer, Sheet
    from priorauth.request.assessment import Assessment


@click.command(short_help="What to type into the payer's portal, or to say on the telephone.")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@as_of_option
@format_option
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write a page to copy from here, as HTML.")
def answers(case: Path, number: str | None, as_of: date | None, shape: str, out: Path | None) -> int:
    """Answer the payer's questions from the chart, in their order: what to type, what shows it, what to upload.

    The questions are those of the policy (submission, questions). Where it has none, general ones are answered, and
    one for each of its criteria. What is not documented is not answered; what is not met is told.

    \b
    Example:  priorauth answers charts/case-01 --as-of 2026-11-20 -o answers.html
    """
    from priorauth.documents.answers.page import page  # noqa: PLC0415  (only this command needs it)
    from priorauth.documents.answers.sheet import answer_sheet, as_data  # noqa: PLC0415
    from priorauth.files import write_private  # noqa: PLC0415
    from priorauth.request.assessment import assess  # noqa: PLC0415
    from priorauth.workspace import Workspace, open_case, policy_for  # noqa: PLC0415

    files = case_files((case,))
    if len(files) > 1:
        raise UsageError("There are several charts here.", where=str(case), fix="Name one of them.")
    workspace = Workspace.around(files[0].parent)
    chart, day = open_case(files[0], workspace), as_of or today()
    done: list[tuple[Assessment, Sheet]] = []
    for ask in chart.asks:
        assessment = assess(chart, ask, policy_for(chart, ask, workspace, day, number=number), day)
        generic = workspace.template("answers", "generic.yaml")
        done.append((assessment, answer_sheet(assessment, workspace.practice, generic)))
    if out and len(done) != 1:
        raise UsageError("A page holds the answers to one request.", where=str(case), fix="Leave -o out.")
    if out:
        assessment, sheet = done[0]
        made = page(sheet, assessment, workspace.template("answers", "page.html.j2"))
        write_private(out, made.encode("utf-8"))
    if shape == "json":
        objects = [as_data(sheet, assessment) for assessment, sheet in done]
        click.echo(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))
    else:
        click.echo("\n\n".join("\n".join(_told(assessment, sheet)) for assessment, sheet in done))
    return _exit_code(done)


def _exit_code(done: list[tuple[Assessment, Sheet]]) -> ExitCode:
    if any(one.determination.verdict is Verdict.NOT_MET for one, _ in done):
        return ExitCode.NOT_MET
    return ExitCode.NOT_DOCUMENTED if any(sheet.open for _, sheet in done) else ExitCode.OK


def _told(assessment: Assessment, sheet: Sheet) -> Iterator[str]:
    whose = "the payer's own questions" if sheet.own else "general questions: the payer's own are not known here"
    yield f"{assessment.case.case}, {assessment.ask.id}: answers for {assessment.loaded.payer_name} ({whose})"
    for number, one in enumerate(sheet.answers, 1):
        yield ""
        yield from textwrap.wrap(f"{number}. {one.question.question}", 98, subsequent_indent="   ")
        yield from _answer(one)
    yield from _noted(assessment)


def _noted(assessment: Assessment) -> Iterator[str]:
    from priorauth.documents.answers.sheet import to_note  # noqa: PLC0415  (only this command needs it)

    yield ""
    if assessment.submitted:
        yield f"Submitted {assessment.submitted}."
        return
    told = (
        "When it is submitted, note it in the chart, in the ask, with the number that the payer gives (by: portal, "
        "fax, phone, mail or electronic):"
    )
    yield from textwrap.wrap(told, 98)
    yield f"   {to_note(assessment)}"


def _answer(one: Answer) -> Iterator[str]:
    if one.state == "not_documented":
        yield "   [not documented]"
    for line in one.answer.splitlines():
        yield f"   > {line}"
    for file, title in one.files:
        yield f"   > {file} ({title})"
    if one.state == "too_long":
        yield f"   {len(one.answer)} characters, and the field takes {one.question.limit}: shorten it by hand."
    for beside in (f"Shown in {'; '.join(one.shown)}" if one.shown else "", one.remark):
        yield from textwrap.wrap(beside, 95, initial_indent="   ", subsequent_indent="   ")
