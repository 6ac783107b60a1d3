"""``priorauth intake ccda``"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from priorauth.cli.intake.fhir import charts_of, record_options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from priorauth.intake.fhir.charted import Asked, Phase


@click.command(short_help="C-CDA: a document, or a folder of them.")
@record_options("C-CDA")
def ccda(
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

    SOURCE is a file .xml with a document (a CCD or another summary of the record), or a folder of these. Several
    documents of one patient make one chart. Only what the entries state is written, by the rules of intake fhir. What a
    person has to look at stands on top of each chart. A chart that is there already stays.

    With --into, each patient is added to the chart in that folder that has the same name and birth date, both: what
    both say is counted once, and what differs is shown with both values (see intake merge).

    Exit code 3: a chart holds no request yet, or something is to be decided. 7: of a patient or a file nothing was
    made.

    \b
    Example:  priorauth intake ccda export/ -o charts --ask trd
    """
    from priorauth.intake.ccda.source import CCDA  # noqa: PLC0415

    return charts_of(CCDA, source, out, into, case_prefix, ask, phase, payer, shape, as_of)
