"""The help: every command explains itself, shows an example that works, and answers at once."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from priorauth import __version__
from priorauth.cli import _COMMANDS, cli
from priorauth.documents.letter.kinds import names
from tests.command import ROOT, priorauth

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAVY = {"docxtpl", "pypdf", "pikepdf", "typst", "openpyxl", "rich", "pydantic", "jinja2", "yaml", "lxml", "docx"}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command, and of each group of commands."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def command_at(path: tuple[str, ...]) -> click.Command:
    here: click.Command = cli
    for name in path:
        assert isinstance(here, click.Group)
        found = here.get_command(click.Context(here), name)
        assert found is not None
        here = found
    return here


ALL = list(commands(cli))
RUN = [path for path in ALL if not isinstance(command_at(path), click.Group)]


def test_the_commands_of_this_version() -> None:
    assert [" ".join(path) for path in RUN] == [
        "init",
        "demo",
        "new",
        "intake ccda",
        "intake csv",
        "intake fhir",
        "intake merge",
        "intake template",
        "intake workbook",
        "check",
        "generate",
        "sign",
        "verify",
        "batch",
        "export",
        "answers",
        "routes",
        "worklist add",
        "worklist audit",
        "worklist backup",
        "worklist migrate",
        "worklist restore",
        "worklist show",
        "worklist stats",
        "review accounts add",
        "review accounts list",
        "review accounts remove",
        "review accounts unlock",
        "record appealed",
        "record approved",
        "record closed",
        "record denied",
        "record information-requested",
        "record information-sent",
        "record peer-to-peer",
        "record signed",
        "record submitted",
        "record withdrawn",
        "note",
        "due",
        "payers diff",
        "payers impact",
        "payers lint",
        "payers list",
        "payers new",
        "payers show",
        "payers test",
        "payers verify",
        "templates check",
        "templates diff",
        "forms add",
        "forms check",
        "forms draft",
        "forms fill",
        "forms inspect",
        "medicines list",
        "medicines show",
    ]


@pytest.mark.parametrize("path", [(), *ALL], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself_within_a_terminal(path: tuple[str, ...], option: str) -> None:
    ran = priorauth(*path, option)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: {' '.join(('priorauth', *path))} ")
    assert [line for line in ran.out.splitlines() if len(line) > 100] == []


@pytest.mark.parametrize("path", RUN, ids=" ".join)
def test_every_command_shows_an_example_that_it_understands(path: tuple[str, ...]) -> None:
    shown = re.search(r"^ *Example: +priorauth (.+)$", priorauth(*path, "--help").out, re.MULTILINE)

    assert shown is not None
    words = shlex.split(shown[1].replace("\\", "/"))
    assert words[: len(path)] == list(path)
    command_at(path).make_context(path[-1], words[len(path) :])  # raises on an option or argument that it does not know


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_the_list_of_commands_says_what_each_command_says_of_itself(name: str) -> None:
    assert command_at((name,)).short_help == _COMMANDS[name]


def test_no_command_is_listed_with_its_sentence_cut_off() -> None:
    for path in ((), ("payers",), ("medicines",)):
        listed = priorauth(*path, "--help").out.partition("Commands:")[2]

        assert listed
        assert "..." not in listed


def test_the_version() -> None:
    assert priorauth("--version").out == f"priorauth, version {__version__}\n"


def test_every_kind_of_letter_is_named_in_the_help() -> None:
    told = set(re.findall(r"[a-z]+(?:-[a-z]+)*", priorauth("generate", "--help").out.replace("-\n  ", "-")))
    assert set(names()) - told == set()


def test_the_help_loads_nothing_that_it_does_not_need() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from priorauth.__main__ import run; run(['--help']); print(*sys.modules, file=sys.stderr)",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )

    assert "Usage: priorauth" in told.stdout
    loaded = {name.partition(".")[0] for name in told.stderr.split()}
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_the_help_is_a_hundred_columns_wide_through_a_pipe_too(path: tuple[str, ...]) -> None:
    """As the list of commands in the documents shows it."""
    shown = priorauth(*path, "--help").out.strip()
    assert f"```text\n{shown}\n```" in (ROOT / "docs/commands.md").read_text("utf-8")
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize("path", RUN, ids=" ".join)
def test_every_option_explains_itself(path: tuple[str, ...]) -> None:
    for one in command_at(path).params:
        assert not isinstance(one, click.Option) or one.help, one.name
