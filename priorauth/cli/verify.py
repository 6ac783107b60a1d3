"""``priorauth verify``"""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from priorauth.cli.options import case_files, format_option, today
from priorauth.errors import ExitCode, PriorauthError, UsageError

if TYPE_CHECKING:
    from priorauth.signing.verify import Told

_WIDTH = 100


@click.command(short_help="Who signed a file, and whether it is as it was signed.")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="The certificate of an authority that you trust (PEM).")
@click.option(
    "--chart", type=click.Path(path_type=Path), help="Hold it against this chart, not the one it was made from."
)
@format_option
def verify(file: tuple[Path, ...], trust: Path | None, chart: Path | None, shape: str) -> int:
    """Say of each FILE who signed it and when, whether the certificate is the one that practice.yaml binds to the NPI,
    whether anything came after, and whether chart, policy and templates still say what was signed.

    The practice.yaml that counts is that of the folder you stand in, or of the chart; never one that lies beside FILE.

    The code is 0 where all is well, 8 where a file was altered, 11 where nobody vouches for the signer, 10 where there
    is no signature, 9 where chart, policy or templates have changed since; of several files the gravest.

    \b
    Example:  priorauth verify out/case-01/ask-cigna-trd-medical/packet.pdf
    """
    from priorauth.signing.verify import (  # noqa: PLC0415  (what only this command needs is imported when it runs)
        GRAVEST,
        Verifier,
        trusted_in,
    )

    verifier = Verifier(today(), trusted_in(trust) if trust else (), _chart(chart) if chart else None)
    told: list[Told] = []
    failed = 0
    for one in file:
        try:
            told.append(verifier.verified(one))
        except PriorauthError as error:
            if len(file) == 1:
                raise
            click.echo(f"Error: {error}", err=True)
            failed += 1
    if shape == "json":
        click.echo(json.dumps([_data(one) for one in told], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in told))
    codes = {one.code for one in told}
    gravest = next((code for code in GRAVEST if code in codes), ExitCode.OK)
    return ExitCode.PARTLY_FAILED if failed and gravest is not ExitCode.ALTERED else gravest


def _chart(path: Path) -> Path:
    """The one chart's file that is meant."""
    files = case_files([path])
    if len(files) > 1:
        raise UsageError(
            "This folder holds several charts.", where=str(path), fix="Name the one that the file is held against."
        )
    return files[0]


def _lines(one: Told) -> list[str]:
    head = textwrap.wrap(f"{one.file}: {one.says}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    points = (
        line
        for text in one.points
        for line in textwrap.wrap(text, _WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)
    )
    return [*head, *points]


def _data(one: Told) -> dict[str, object]:
    return {"file": str(one.file), "code": int(one.code), "result": one.code.name.lower(), "says": one.says,
            "points": list(one.points)}  # fmt: skip
