"""``priorauth intake csv``"""

from __future__ import annotations

from pathlib import Path

import click

from priorauth.cli.intake.merged import into_option, tables_into
from priorauth.cli.intake.told import written
from priorauth.cli.options import OutFolder, today
from priorauth.errors import ExitCode, UsageError


@click.command("csv", short_help="Charts from a CSV that an EHR or a pharmacy exports.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="Which column goes where.")
@click.option("--draft-map", is_flag=True, help="Print a mapping file proposed from the headings, and stop.")
@click.option("-o", "--out", type=OutFolder(), default=Path("charts"), show_default=True, help="The folder of charts.")
@into_option
@click.option("--force", is_flag=True, help="Write over charts that differ.")
def csv_(file: Path, map_file: Path | None, draft_map: bool, out: Path, into: Path | None, force: bool) -> int:
    """Make a chart of each patient in FILE, by a mapping file.

    Pharmacy fills become the chart's fills and, where the mapping says so, trials: with the days of the supply, the
    dose that it was for, gaps and overlaps. Response and reason are not in fills and stay unknown.

    With --into, what it says is added to the charts in that folder, found by case number: what both say is counted
    once, and what differs is shown with both values (see intake merge).

    \b
    Example:  priorauth intake csv fills.csv --map fills.yaml -o charts
    """
    from priorauth.intake.delimited import table  # noqa: PLC0415  (what only this command needs)
    from priorauth.intake.mapping import draft, load_map, proposed  # noqa: PLC0415
    from priorauth.intake.merging.charts import Charts  # noqa: PLC0415
    from priorauth.intake.readings import Habits  # noqa: PLC0415
    from priorauth.intake.tables import from_csv  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    if draft_map:
        read = table(file)
        heading = proposed(read.headings)[1].get("Fills.NDC")
        place = read.headings.index(heading) if heading else 0
        numbers = [fields[place] for _, fields in read.lines if heading and place < len(fields) and fields[place]]
        click.echo(draft(read.headings, numbers), nl=False)
        return ExitCode.OK
    if map_file is None:
        raise UsageError(
            "A CSV is read by a mapping file.",
            fix="priorauth intake csv FILE --draft-map proposes one; look it over and name it with --map.",
        )
    practice = Workspace.around(file.parent).practice
    charts = Charts(into) if into else None
    habits = Habits(today(), practice.locale if practice else None)
    found = from_csv(file, load_map(map_file), habits, practice, charts.patients if charts else None)
    return tables_into(found, file, charts) if charts else written(found, file, out, force=force)
