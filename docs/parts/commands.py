"""The commands as their own help tells them, and the exit codes as the code documents them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docs.tables import table
from priorauth.cli import cli
from priorauth.errors import ExitCode
from priorauth.policy.schema import remarks_on_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = 100


def every_command() -> str:
    """Each command and subcommand with its help."""
    return "\n\n".join(f"### {path}\n\n```text\n{text}\n```" for path, text in helps())


def helps() -> Iterator[tuple[str, str]]:
    """Each command's path (``priorauth payers list``) with its help, 100 columns wide whatever the terminal."""
    yield from _helps(cli.make_context("priorauth", [], resilient_parsing=True, terminal_width=COLUMNS))


def _helps(context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, context.command.get_help(context)
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None:
                yield from _helps(command.make_context(name, [], parent=context, resilient_parsing=True))


def exit_codes() -> str:
    """Each exit code with its meaning."""
    meanings = remarks_on_attributes(ExitCode)
    return table(["code", "meaning"], ((code.value, meanings[code.name]) for code in ExitCode))
