"""A practice of its own for each test, and somebody at its keyboard."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.command import DAY, ROOT, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.command import Ran


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """The invented practice, with no charts yet."""
    shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def types(practice: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Sequence[str]], Ran]:
    """Runs ``priorauth new`` with this behind it, and types these lines; then the terminal closes."""

    def run(arguments: str, lines: Sequence[str]) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return priorauth("new", *arguments.split(), "--as-of", DAY, folder=practice)

    return run
