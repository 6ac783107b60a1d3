"""What was taken in, written into the folder of charts and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from priorauth.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.intake.tables import Read
    from priorauth.intake.taken import Taken


def written(found: Read, source: Path, out: Path, *, force: bool) -> int:
    """Write each chart into a folder of its own, tell what is to be looked at, and give the exit code."""
    for line in found.told:
        click.echo(line)
    for remark in found.remarks:
        click.echo(str(remark), err=remark.unread)
    failed = 0
    for one in found.patients:
        try:
            _write(one, source, out, force=force)
        except BadInput as error:
            failed += 1
            click.echo(f"Error: {error}", err=True)
    charts = len(found.patients) - failed
    unread = sum(remark.unread for remark in found.remarks)
    click.echo(
        f"{charts} of {len(found.patients)} charts written to {out}; {unread} cells could not be read, "
        f"{len(found.remarks) - unread} remarks."
    )
    if not charts:
        return ExitCode.BAD_INPUT
    if failed or found.astray:
        return ExitCode.PARTLY_FAILED
    return ExitCode.NOT_DOCUMENTED if unread else ExitCode.OK


def _write(one: Taken, source: Path, out: Path, *, force: bool) -> None:
    from priorauth.files import read_bytes, renew, safe_name  # noqa: PLC0415
    from priorauth.intake.written import as_yaml  # noqa: PLC0415

    if one.held:
        raise BadInput(
            "The chart is held back: a cell that it needs could not be read.",
            where=f"case {one.case}",
            fix="Correct the cells that are named, and run the command again.",
        )
    folder = out / safe_name(one.case)
    files = {"chart.yaml": as_yaml(one.chart, source.name)}
    for name in one.files:
        if not (source.parent / name).resolve().is_relative_to(source.parent.resolve()):
            raise BadInput(
                "An exhibit lies outside the folder of the file.",
                where=f"case {one.case}",
                fix="Put it beside the file, and name it from there, as exhibits/note.pdf.",
            )
        files[name] = read_bytes(source.parent / name)
    there = folder / "chart.yaml"
    if not force and there.exists() and read_bytes(there) != files["chart.yaml"]:
        raise BadInput(
            "There is another chart of this case already, and it is kept.",
            where=str(there),
            fix="Compare both; --force writes over it, or choose another folder with -o.",
        )
    renew(folder, files)
