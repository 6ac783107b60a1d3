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

    from priorauth.files import is_file, private_folder, write_private  # noqa: PLC0415
    from priorauth.intake.practice import FILE_NAME  # noqa: PLC0415
    from priorauth.policy.schema import schemas  # noqa: PLC0415
    from priorauth.resources import shipped  # noqa: PLC0415

    profile = folder / FILE_NAME
    if is_file(profile):
        raise BadInput(
            "There is a workspace here already.", where=str(profile), fix="Edit that file, or name another folder."
        )
    for name in ("charts", "payers", "templates", "out", "schema"):
        private_folder(folder / name)
    start = shipped("examples") / "start"
    made = {
        profile: (start / "practice.yaml").read_bytes(),
        folder / "charts" / "first" / "chart.yaml": (start / "chart.yaml").read_bytes(),
    }
    for name, schema in schemas().items():
        made[folder / "schema" / f"{name}.schema.json"] = (json.dumps(schema, indent=1) + "\n").encode()
    for path, data in made.items():
        if not path.exists():
            write_private(path, data)
    click.echo(f"A workspace stands in {folder.resolve()}.")
    click.echo(f"Next: fill in {FILE_NAME}, then charts/first/chart.yaml, then run: priorauth check charts/first")
