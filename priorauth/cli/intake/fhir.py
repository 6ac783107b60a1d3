"""``priorauth intake fhir``"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.intake.merged import all_into, into_option, one_chart
from priorauth.cli.options import OutFolder, as_of_option, format_option, today
from priorauth.cli.text import item
from priorauth.errors import BadInput, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from priorauth.intake.fhir.charted import Asked, Charted, Phase, Wanted
    from priorauth.intake.fhir.reading import Account, Numbered
    from priorauth.intake.fhir.source import Format
    from priorauth.intake.merging.into import Source
    from priorauth.workspace import Workspace

_SHOWN = 50
"""Lines of a list on the terminal."""


def record_options(form: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options of a command that reads what an electronic record exports in ``form``."""
    options = (
        click.argument("source", type=click.Path(path_type=Path)),
        click.option(
            "-o", "--out", type=OutFolder(), default=None, help="Where to write (default: charts/ in the workspace)."
        ),
        into_option,
        click.option(
            "--case-prefix", default="case-", show_default=True, help="How case numbers begin; a count follows."
        ),
        click.option(
            "--ask",
            type=click.Choice(["trd", "mdsi"]),
            help=f"What is asked for each patient: {form} does not say it.",
        ),
        click.option(
            "--phase",
            type=click.Choice(["initial", "continuation"]),
            default="initial",
            show_default=True,
            help="Whether what is asked is a first request or a renewal.",
        ),
        click.option("--payer", help="The payer of coverages whose name is not surely one that is known."),
        format_option,
        as_of_option,
    )

    def with_options(command: Callable[..., int]) -> Callable[..., int]:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


@click.command(short_help="FHIR R4: a bundle, a folder of resources, or bulk NDJSON.")
@record_options("FHIR")
def fhir(
    source: Path,
    out: Path | None,
    into: Path | None,
    case_prefix: str,
    ask: Asked | None,
    phase: Phase,
    payer: str | None,
    shape: str,
    as_of: date | None,
) -> int:
    """Write OUT/CASE/chart.yaml for each patient of SOURCE, and tell what was left out and why.

    SOURCE is a file .json (a bundle or a resource), a file .ndjson (a resource on each line), or a folder of these.
    Only what the source states is written: the day of an order is neither start nor end, and a SNOMED code is no
    diagnosis code. What a person has to look at stands on top of each chart. A chart that is there already stays.

    With --into, each patient is added to the chart in that folder that has the same name and birth date, both: what
    both say is counted once, and what differs is shown with both values (see intake merge).

    Exit code 3: a chart holds no request yet, or something is to be decided. 7: of a patient
    or a file nothing was made.

    \b
    Example:  priorauth intake fhir export/ -o charts --ask trd
    """
    from priorauth.intake.fhir.source import FHIR  # noqa: PLC0415

    return charts_of(FHIR, source, out, into, case_prefix, ask, phase, payer, shape, as_of)


def charts_of(
    form: Format,
    source: Path,
    out: Path | None,
    into: Path | None,
    case_prefix: str,
    ask: Asked | None,
    phase: Phase,
    payer: str | None,
    shape: str,
    as_of: date | None,
) -> int:
    """Write the charts of ``source``, which is written in ``form``, and tell what became of it."""
    from priorauth.intake.fhir.charted import Charted  # noqa: PLC0415
    from priorauth.intake.fhir.reading import Account, patients  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,49}", case_prefix):
        raise UsageError(
            "--case-prefix names files and folders.", fix="Small letters, digits and dashes, up to 50 of them."
        )
    day, workspace = as_of or today(), Workspace.around(into or out or Path())
    if into and shape == "json":
        raise UsageError("--into tells what differs in text alone.", fix="Leave --format out.")
    if into:
        account = Account()
        read = patients(source, wanted(workspace, day, ask, phase, payer), case_prefix, account, form)
        code = _all_into(read, source, into)
        click.echo(_told(account, merged=True))
        return ExitCode.PARTLY_FAILED if account.faults and code in (ExitCode.OK, ExitCode.NOT_DOCUMENTED) else code
    target = out or (workspace.root or Path()) / "charts"
    account = Account()
    asked = wanted(workspace, day, ask, phase, payer)
    for case, found, remarks in patients(source, asked, case_prefix, account, form):
        if isinstance(found, Charted) and (why := _written(target / case, found, remarks, day, form.name)):
            account.charts -= 1
            account.whole -= found.whole
            account.refused.append(f"{case}: {why}")
    click.echo(json.dumps(account.as_data, indent=1) if shape == "json" else _told(account))
    if account.refused or account.faults:
        return ExitCode.PARTLY_FAILED if account.charts else ExitCode.BAD_INPUT
    return ExitCode.OK if account.whole == account.charts else ExitCode.NOT_DOCUMENTED


def _all_into(found: Iterator[Numbered], source: Path, folder: Path) -> int:
    from priorauth.chart.people import Patient  # noqa: PLC0415  (what only --into needs)
    from priorauth.intake.merging.charts import Charts  # noqa: PLC0415
    from priorauth.intake.merging.into import Source  # noqa: PLC0415
    from priorauth.yamledit.written import dumped  # noqa: PLC0415
    from priorauth.yamltree import parse  # noqa: PLC0415

    charts = Charts(folder)

    def each() -> Iterator[tuple[str, Path | None, Source | None]]:
        for case, one, remarks in found:
            if isinstance(one, str):
                click.echo(f"Error: {case}: the patient {one}.", err=True)
                yield case, None, None
                continue
            path = one_chart(
                case, charts.of_person(Patient.model_validate(one.tree["patient"])), "of this name and birth date"
            )
            document = parse(dumped(one.tree).encode(), source)
            papers = {paper.name: paper.data for paper in one.documents}
            yield case, path, Source(source.name, document, lambda _: "as read", papers.__getitem__, tuple(remarks))

    return all_into(each())


def wanted(workspace: Workspace, day: date, ask: Asked | None, phase: Phase, payer: str | None) -> Wanted:
    """What the source does not say: the day, the payers that are known by name, and what is asked.

    Raises:
        UsageError: the payer that was named is not known.
    """
    from priorauth.intake.fhir.charted import Wanted  # noqa: PLC0415
    from priorauth.intake.fhir.insurance import plainly  # noqa: PLC0415
    from priorauth.policy.load import load_all, policies_of  # noqa: PLC0415

    if payer:
        policies_of(payer, workspace.payers)  # tells one that is not known
    named: dict[str, set[str]] = {}
    for one in load_all(workspace.payers):
        named.setdefault(plainly(one.payer_name), set()).add(one.policy.payer)
    sure = {name: next(iter(ids)) for name, ids in named.items() if len(ids) == 1}
    return Wanted(day, sure, payer, ask, phase, workspace.practice.ndc if workspace.practice else {})


def _written(folder: Path, found: Charted, remarks: list[str], day: date, form: str) -> str:
    """Write the chart and the files beside it; or, where one is there already, say so."""
    from priorauth.files import write_private  # noqa: PLC0415
    from priorauth.intake.fhir.writing import chart_file  # noqa: PLC0415

    if (folder / "chart.yaml").exists():
        return "a chart of this number is there already, and stays as it is."
    try:
        for document in found.documents:
            write_private(folder / document.name, document.data)
        write_private(folder / "chart.yaml", chart_file(found.tree, remarks, day, form))
    except BadInput as error:
        return f"the chart cannot be written. {error}"
    return ""


def _told(account: Account, *, merged: bool = False) -> str:
    written = "" if merged else f", {_count(account.charts, 'chart')} written"
    lines = [f"{_count(account.files, 'file')} read{written}."]
    if account.charts and not merged:
        lines.append(f"{account.whole} of them hold a request and can be checked as they are.")
    for head, entries in (
        ("Read:", [f"{kind}: {count}" for kind, count in sorted(account.read.items())]),
        ("Left out, and why:", [f"{kind}, {why}: {count}" for (kind, why), count in sorted(account.left.items())]),
        ("Without a chart:", () if merged else account.refused),
        ("Could not be read:", [str(fault) for fault in account.faults]),
    ):
        if entries:
            lines += ["", head, *(line for entry in entries[:_SHOWN] for line in item(entry))]
        if len(entries) > _SHOWN:
            lines += item(f"and {len(entries) - _SHOWN} more (all of them: --format json)")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"
