"""``priorauth intake template``"""

from __future__ import annotations

from pathlib import Path

import click

from priorauth.cli.options import case_files, today
from priorauth.errors import BadInput


@click.command(short_help="Write the workbook that is filled in.")
@click.argument("charts", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("intake.xlsx"), show_default=True, help="The file."
)
def template(charts: tuple[Path, ...], out: Path) -> None:
    """Write an Excel workbook to fill in: a sheet for each kind of fact, with drop-downs, hints and examples.

    CHARTS, if any are named, are written into it: what the workbook has columns for.

    \b
    Example:  priorauth intake template -o intake.xlsx
    """
    from priorauth.files import write_private  # noqa: PLC0415  (what only this command needs)
    from priorauth.intake.chart_file import load_case  # noqa: PLC0415
    from priorauth.intake.laid_out import laid_out, together  # noqa: PLC0415
    from priorauth.intake.practice import find_practice, load_practice  # noqa: PLC0415
    from priorauth.intake.workbook_template import filled  # noqa: PLC0415
    from priorauth.resources import shipped  # noqa: PLC0415

    if out.exists():
        raise BadInput(
            "There is a file of this name already.", where=str(out), fix="Name another with -o, or move that one."
        )
    profile = shipped("examples") / "practice.yaml"
    example = shipped("examples") / "charts" / "case-01" / "chart.yaml"
    shown = laid_out(load_case(example), load_practice(profile))
    rows = []
    for path in case_files(charts) if charts else ():
        own = find_practice(path.parent)
        rows.append(laid_out(load_case(path), load_practice(own) if own else None))
    write_private(out, filled(together(rows), shown, dated=today()))
    click.echo(f"{out} is ready to be filled in. Then run: priorauth intake workbook {out} -o charts")
