"""``priorauth init``"""

from __future__ import annotations

from pathlib import Path

import click

from priorauth.errors import BadInput


@click.command(short_help="Make a workspace: practice profile, folders for charts, policies and templates.")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a workspace in FOLDER (default: here). Nothing that is already there is changed.

    \b
    Example:  priorauth init C:\\priorauth
    """
    import json  # noqa: PLC0415

    from priorauth.chart.chart import Case  # noqa: PLC0415
    from priorauth.chart.practice import Practice  # noqa: PLC0415
    from priorauth.files import private_folder, write_private  # noqa: PLC0415
    from priorauth.intake.practice import FILE_NAME  # noqa: PLC0415
    from priorauth.policy.schema import policy_schema  # noqa: PLC0415
    from priorauth.resources import shipped  # noqa: PLC0415

    profile = folder / FILE_NAME
    if profile.exists():
        raise BadInput(
            "There is a workspace here already.", where=str(profile), fix="Edit that file, or name another folder."
        )
    for name in ("charts", "payers", "templates", "out", "schema"):
        private_folder(folder / name)
    schemas = {"case": Case.model_json_schema(), "practice": Practice.model_json_schema(), "policy": policy_schema()}
    for name, schema in schemas.items():
        write_private(folder / "schema" / f"{name}.schema.json", (json.dumps(schema, indent=1) + "\n").encode())
    for source, target in (
        (shipped("examples") / "start" / "practice.yaml", profile),
        (shipped("examples") / "start" / "chart.yaml", folder / "charts" / "first" / "chart.yaml"),
    ):
        write_private(target, source.read_bytes())
    click.echo(f"A workspace stands in {folder.resolve()}.")
    click.echo(f"Next: fill in {FILE_NAME}, then charts/first/chart.yaml, then run: priorauth check charts/first")
