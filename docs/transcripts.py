"""Commands in the documents with what they really print.

In a page, a fence ``console`` begins with ``$ priorauth …``; the output follows. Each command runs in a folder of its
own that holds the examples, so that a page shows the same wherever the project lies, and nothing is left.
"""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import tempfile
from pathlib import Path

from priorauth.__main__ import run

ROOT = Path(__file__).resolve().parent.parent


def output_of(command: str) -> str:
    """What ``command`` (``priorauth check …``) prints, results and messages together."""
    _, *arguments = shlex.split(command)
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name in ("examples", "payers"):
            shutil.copytree(ROOT / name, name)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            run(arguments)
    return "\n".join(line.rstrip() for line in printed.getvalue().rstrip().splitlines())
