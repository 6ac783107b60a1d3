"""``priorauth payers``: one module for each command."""

from __future__ import annotations

import click

from priorauth.cli.payers.change import diff, impact
from priorauth.cli.payers.look import list_, show
from priorauth.cli.payers.own import new, verify
from priorauth.cli.payers.right import lint, test


@click.group(short_help="Payers' policies: list, show, lint, test, diff, impact, verify, new.")
def payers() -> None:
    """Look at the payers' policies, and keep them right."""


for command in (list_, show, lint, test, diff, impact, verify, new):
    payers.add_command(command)
