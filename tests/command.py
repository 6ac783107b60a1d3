"""The command line as a test calls it: in this process, from the repository's folder or another."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

from priorauth.__main__ import run

ROOT = Path(__file__).resolve().parent.parent
CHARTS = ROOT / "examples" / "charts"
DAY = "2026-11-20"
"""The day on which the example charts are judged."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def priorauth(*arguments: object, folder: Path = ROOT) -> Ran:
    """Run ``priorauth`` with these arguments, as somebody does who stands in ``folder``."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(one) for one in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def chart(name: str) -> str:
    """The path of an example's chart, as one types it in the repository's folder."""
    return f"examples/charts/{name}/chart.yaml"


def asking_names() -> list[str]:
    """The examples in which something is asked of a payer; the others plan off-label ketamine."""
    return [name for name in example_names() if "\nasks:" in (CHARTS / name / "chart.yaml").read_text(encoding="utf-8")]


def example_names() -> list[str]:
    """All examples: ``case-01`` and so on."""
    return sorted(path.name for path in CHARTS.iterdir() if path.is_dir())
