"""``priorauth intake``"""

from __future__ import annotations

import click

from priorauth.cli.intake_fhir import fhir


@click.group(short_help="Charts from what other programs export: fhir.")
def intake() -> None:
    """Make charts from what other programs export. What the source does not say, no chart says."""


for command in (fhir,):
    intake.add_command(command)
