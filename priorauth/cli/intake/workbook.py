"""``priorauth intake workbook``"""

from __future__ import annotations

from pathlib import Path

import click

from priorauth.cli.intake.merged import into_option, tables_into
from priorauth.cli.intake.told import written
from priorauth.cli.options import OutFolder, today


@click.command(short_help="Charts from the filled-in workbook.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=OutFolder(), default=Path("charts"), show_default=True, help="The folder of charts.")
@into_option
@click.option("--force", is_flag=True, help="Write over charts that differ.")
def workbook(file: Path, out: Path, into: Path | None, force: bool) -> int:
    """Make a chart of each patient in the workbook FILE.

    Each reading that was not literal is listed, and each cell that could not be read is named by sheet and cell. A copy
    of the workbook with a comment on those cells lies beside it. Where a cell that matters cannot be read, that
    patient's chart is held back; no other is.

    With --into, what it says is added to the charts in that folder, found by case number: what both say is counted
    once, and what differs is shown with both values (see intake merge).

    \b
    Example:  priorauth intake workbook intake.xlsx -o charts
    """
    from priorauth.files import write_private  # noqa: PLC0415  (what only this command needs)
    from priorauth.intake.merging.charts import Charts  # noqa: PLC0415
    from priorauth.intake.readings import Habits  # noqa: PLC0415
    from priorauth.intake.tables import from_workbook  # noqa: PLC0415
    from priorauth.intake.workbook import Book  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    practice = Workspace.around(file.parent).practice
    book = Book(file)
    charts = Charts(into) if into else None
    habits = Habits(today(), practice.locale if practice else None)
    found = from_workbook(book, habits, practice, charts.patients if charts else None)
    code = tables_into(found, file, charts) if charts else written(found, file, out, force=force)
    copy = file.with_name(f"{file.stem}-comments.xlsx")
    if any("!" in one.where for one in found.remarks):
        write_private(copy, book.with_comments(found.remarks))
        click.echo(f"The same workbook with a comment on each of these cells: {copy}")
    return code
