"""What a command prints is compared, whole, with a file that people have read: ``tests/cli/expected/*.txt``.

Where a change of the output is meant, write the files anew and read the difference before committing it::

    RENEW_EXPECTED=1 .venv/bin/python -m pytest tests/cli
    git diff tests/cli/expected
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED = Path(__file__).with_name("expected")


@pytest.fixture
def reads_as_agreed() -> Callable[[str, str], None]:
    """Compares a text with the expected file of that name; the repository's folder reads ``ROOT`` in it."""

    def compare(name: str, text: str) -> None:
        path = EXPECTED / f"{name}.txt"
        told = text.replace(str(ROOT), "ROOT").replace("\\", "/")
        if os.environ.get("RENEW_EXPECTED"):
            path.write_text(told, encoding="utf-8", newline="\n")
        assert told == path.read_text(encoding="utf-8")

    return compare
