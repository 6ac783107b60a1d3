"""``priorauth medicines``"""

from __future__ import annotations

import textwrap

import click

from priorauth.cli.options import console
from priorauth.errors import UsageError


@click.group(short_help="The reference of medicines: list, show.")
def medicines() -> None:
    """Look up antidepressants and augmenting agents: classes, doses by rule, sources."""


@medicines.command("list", short_help="Every medicine: class, doses by rule.")
@click.option(
    "--use",
    type=click.Choice(["antidepressant", "augmentation", "stimulant", "other"]),
    help="Only medicines that can count as this.",
)
def list_(use: str | None) -> None:
    """Every medicine: class, least adequate dose by each rule, usual maximum.

    \b
    Example:  priorauth medicines list --use antidepressant
    """
    from rich.table import Table  # noqa: PLC0415

    from priorauth.medicines.listing import rows  # noqa: PLC0415
    from priorauth.medicines.reference import reference  # noqa: PLC0415

    known = reference()
    shown = [row for row in rows(known) if use is None or use in row.uses]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("medicine", "class", "least adequate dose, by rule", "maximum", "counts as"):
        table.add_column(column, overflow="fold")
    for row in shown:
        least = "; ".join(f"{number} ({rule})" for rule, number in row.minimum.items())
        table.add_row(
            row.name, row.pharmacologic_class, least or "none known", str(row.maximum or ""), ", ".join(row.uses)
        )
    console().print(table)
    click.echo("\nRules:")
    for name, rule in known.dose_rules.items():
        for line in textwrap.wrap(
            f"{name}: {rule.title}. {rule.caveat}", 100, initial_indent="  ", subsequent_indent="    "
        ):
            click.echo(line)


@medicines.command(short_help="One medicine, each number with its source.")
@click.argument("name", nargs=-1, required=True)
def show(name: tuple[str, ...]) -> None:
    """All that is known of one medicine, each number with its source. NAME is generic or brand.

    A misspelling or abbreviation that the reference lists is read as what it stands for, and this is said; for
    any other name that is not known, near ones are offered.

    \b
    Example:  priorauth medicines show Effexor XR
    """
    from priorauth.medicines.listing import describe  # noqa: PLC0415
    from priorauth.medicines.reference import UnknownMedicine, reference  # noqa: PLC0415

    typed = " ".join(name)
    try:
        found = reference().find(typed)
    except UnknownMedicine as error:
        raise UsageError(error.what, fix=error.fix) from None
    if read_as := reference().read_as(typed):
        click.echo(f"Read as {read_as}.")
    for label, text in describe(found.medicine):
        head = f"{label}: "
        for line in textwrap.wrap(head.ljust(24) + text, 100, subsequent_indent=" " * 24, break_on_hyphens=False):
            click.echo(line)
