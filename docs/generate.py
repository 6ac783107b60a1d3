"""Writes what is generated in the documents, or tells what of it is stale.

python -m docs.generate            write
python -m docs.generate --check    write nothing; fail, and list what is stale
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from docs.pages import filled
from docs.parts import policies
from priorauth.policy.schema import schemas

ROOT = Path(__file__).resolve().parent.parent
SCHEMA_FOLDERS = ("docs/schema", "examples/schema")


def generated() -> dict[Path, str]:
    """Every file that is generated, wholly or in part, with the text that it must have."""
    payers = {ROOT / "docs" / "payers" / f"{payer}.md": text for payer, text in policies.pages().items()}
    pages = {page: filled(page.read_text(encoding="utf-8")) for page in pages_of_the_project()}
    files = {f"{name}.schema.json": json.dumps(schema, indent=1) + "\n" for name, schema in schemas().items()}
    return pages | payers | {ROOT / folder / name: text for folder in SCHEMA_FOLDERS for name, text in files.items()}


def pages_of_the_project() -> list[Path]:
    """The pages that people read: README, change log, documents, and the examples' own page."""
    return [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").glob("*.md")),
        ROOT / "examples/README.md",
    ]


def stale(files: dict[Path, str]) -> list[Path]:
    """Those of the ``files`` that read otherwise, or are not there."""
    return [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write, or check; the exit code is 1 where a check found something stale."""
    files = generated()
    behind = stale(files)
    for path in behind:
        click.echo(path.relative_to(ROOT))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8", newline="\n")
    if behind and "--check" in arguments:
        click.echo("These are stale. Write them anew with: make docs", err=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
