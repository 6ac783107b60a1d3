"""``priorauth init``: a workspace that works as it stands, and never over another."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from priorauth.errors import ExitCode
from tests.command import DAY, priorauth

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    made = priorauth("init", tmp_path / "practice")
    assert (made.code, made.err) == (ExitCode.OK, "")
    return tmp_path / "practice"


def test_what_a_workspace_holds(workspace: Path) -> None:
    assert sorted(path.relative_to(workspace).as_posix() for path in workspace.rglob("*")) == [
        "charts",
        "charts/first",
        "charts/first/chart.yaml",
        "out",
        "payers",
        "practice.yaml",
        "schema",
        "schema/case.schema.json",
        "schema/policy.schema.json",
        "schema/practice.schema.json",
        "templates",
    ]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights otherwise")
def test_nobody_else_may_read_it(workspace: Path) -> None:
    found = [(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in workspace.rglob("*")]

    assert set(found) == {(True, "0o700"), (False, "0o600")}


@pytest.mark.parametrize("file", ["practice.yaml", "charts/first/chart.yaml"])
def test_an_editor_finds_the_schema_of_each_file(workspace: Path, file: str) -> None:
    first = (workspace / file).read_text("utf-8").splitlines()[0]

    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None
    assert "$defs" in json.loads(((workspace / file).parent / named[1]).read_text("utf-8"))


def test_the_next_command_that_it_names_works(workspace: Path, tmp_path: Path) -> None:
    told = priorauth("init", tmp_path / "another").out

    named = re.search(r"run: priorauth (check charts/first)$", told, re.MULTILINE)
    assert named is not None
    ran = priorauth(*named[1].split(), "--as-of", DAY, folder=workspace)
    assert (ran.code, ran.err) == (ExitCode.NOT_DOCUMENTED, "")


def test_a_workspace_that_is_there_already_stays_as_it_is(workspace: Path) -> None:
    profile = workspace / "practice.yaml"
    before = profile.read_bytes()

    again = priorauth("init", workspace)

    assert (again.code, again.out) == (ExitCode.BAD_INPUT, "")
    assert again.err == (
        f"Error: {profile}: There is a workspace here already. Edit that file, or name another folder.\n"
    )
    assert profile.read_bytes() == before
