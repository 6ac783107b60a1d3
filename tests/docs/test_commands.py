"""Each command is documented with an example that the command accepts; the JSON has the documented keys."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from docs.generate import ROOT
from docs.parts.commands import helps
from docs.parts.words import every_assessment
from priorauth.cli import cli
from priorauth.errors import ExitCode
from priorauth.request.report import report

EXAMPLE = re.compile(r"Example:\s+(priorauth .+)")
HELPS = dict(helps())
GROUPS = {path for path in HELPS if any(other.startswith(f"{path} ") for other in HELPS)}
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(HELPS) - GROUPS))
def test_a_command_shows_an_example_of_itself_that_it_accepts(path):
    example = EXAMPLE.search(HELPS[path])

    assert example, "the help has no line 'Example:  priorauth …'"
    assert f"{example[1]} ".startswith(f"{path} ")
    command, arguments = cli, shlex.split(example[1])[1:]
    context = click.Context(cli)
    while isinstance(command, click.Group):
        command = command.get_command(context, arguments.pop(0))
    command.make_context("priorauth", arguments)  # parses and validates; runs nothing


@pytest.mark.parametrize("path", sorted(HELPS))
def test_a_command_has_a_section(path):
    assert f"### {path}\n" in PAGE


def test_every_exit_code_is_in_the_table():
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)] == list(ExitCode)


def test_the_json_has_the_documented_keys_and_no_others():
    found = set()
    for assessment in every_assessment():
        for key, value in report(assessment).items():
            found.add(key)
            for group in [value] if isinstance(value, dict) else value if isinstance(value, list) else []:
                found |= set(_keys(group))

    section = PAGE.partition("## Results as data")[2].partition("\n## ")[0]
    documented = {name.removeprefix("criteria[].") for name in re.findall(r"`([a-z0-9_\[\].]+)`", section)}
    assert found - documented == set(), "a key is not documented"


def _keys(value):
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _keys(below)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)
