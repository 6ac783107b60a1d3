"""Whole sessions as somebody at the terminal sees them: ``tests/guided/sessions/*.txt``, to be read.

A line that begins with ``$`` is a command, one that begins with ``>`` was typed. Where a change is meant, write the
files anew (what was typed stays) and read the difference before committing it::

    RENEW_EXPECTED=1 .venv/bin/python -m pytest tests/guided/test_sessions.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command import priorauth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.command import Ran

SESSIONS = sorted(Path(__file__).with_name("sessions").glob("*.txt"))
CLOSED = "(nothing more came in)"


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Each command of a session, and what was typed under it."""
    found = []
    for part in re.split(r"^\$ priorauth new ", text, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines()
        typed = [line[2:] for line in lines if line.startswith("> ") or line == ">"]
        found.append((command, [line for line in typed if line != CLOSED]))
    return found


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_reads_as_agreed(path: Path, types: Callable[[str, Sequence[str]], Ran], practice: Path) -> None:
    expected = path.read_text(encoding="utf-8")
    head = expected.partition("$ ")[0]

    told = head
    for command, typed in commands(expected):
        ran = types(command, typed)
        assert ran.err == ""
        told += f"$ priorauth new {command}\n{ran.out}\n[exit code {ran.code}]\n\n"
    told += (practice / "charts" / "4711" / "chart.yaml").read_text(encoding="utf-8")
    told = "\n".join(line.rstrip() for line in told.replace("\\", "/").splitlines()) + "\n"

    if os.environ.get("RENEW_EXPECTED"):
        path.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_the_chart_of_a_session_can_be_checked(
    path: Path, types: Callable[[str, Sequence[str]], Ran], practice: Path
) -> None:
    """With the same exit code as the session ended with."""
    for command, typed in commands(path.read_text(encoding="utf-8")):
        ended = types(command, typed).code

    ran = priorauth("check", "charts/4711", "--as-of", "2026-11-20", folder=practice)

    assert (ran.err, ran.code) == ("", ended)
