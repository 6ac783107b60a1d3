"""``priorauth new``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from priorauth.cli.options import as_of_option, today

if TYPE_CHECKING:
    from datetime import date


@click.command(short_help="Ask for a chart at the terminal: only what this payer's policy needs.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--payer", help="The payer that is asked, as priorauth payers list has it.")
@click.option("--indication", type=click.Choice(["trd", "mdsi"]), help="What the request is for.")
@click.option(
    "--phase",
    type=click.Choice(["initial", "continuation"]),
    default="initial",
    show_default=True,
    help="Whether it is a first request or a renewal.",
)
@click.option("--policy", "number", help="The policy's number or file name, where the payer has several.")
@click.option("--again", is_flag=True, help="Ask again what nobody knew the last time.")
@as_of_option
def new(
    folder: Path,
    payer: str | None,
    indication: Literal["trd", "mdsi"] | None,
    phase: Literal["initial", "continuation"],
    number: str | None,
    again: bool,
    as_of: date | None,
) -> int:
    """Ask for the chart in FOLDER, question by question, and show the verdict as it grows.

    Only what can still change this policy's verdict is asked, in the policy's order, and what the request needs. An
    empty answer leaves it not documented, and never means no. Each answer is kept at once in FOLDER/chart.yaml; the
    same command goes on where it was left, or from what was changed there by hand.

    \b
    At every question:
      ?     what is asked, and why
      back  one question back
      quit  stop, and keep everything

    \b
    Example:  priorauth new charts/4711 --payer cigna --indication trd
    """
    from priorauth.cli.interview import held  # noqa: PLC0415  (what only this command needs)
    from priorauth.guided.steps import Wanted  # noqa: PLC0415

    return held(folder, Wanted(payer, indication, phase, number), as_of or today(), again=again)
