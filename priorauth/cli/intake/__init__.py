"""``priorauth intake``: one module for each format."""

from __future__ import annotations

import click

from priorauth.cli.intake.ccda import ccda
from priorauth.cli.intake.csv import csv_
from priorauth.cli.intake.fhir import fhir
from priorauth.cli.intake.merge import merge
from priorauth.cli.intake.template import template
from priorauth.cli.intake.workbook import workbook


@click.group(short_help="Charts from other formats: workbook, CSV, FHIR, C-CDA.")
def intake() -> None:
    """Make charts of what is kept elsewhere. Nothing is guessed: what was read otherwise than typed is listed."""


for command in (template, workbook, csv_, fhir, ccda, merge):
    intake.add_command(command)
