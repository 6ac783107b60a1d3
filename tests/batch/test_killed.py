"""Killed at any moment, a batch goes on where it was: nothing lost, nothing doubled, no half-written file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.batch.conftest import bytes_in, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("case-01", "case-02", "case-05", "case-08")
KILLED = 12
_SUMMARY = ("summary.csv", "summary.html", "summary.xlsx", "summary.json", "summary.begun.json", "batch.ndjson")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process in another way")
def test_killed_again_and_again_it_comes_to_the_same_end(practice: Callable[..., Path]) -> None:
    folder = practice(*NAMES)
    command = [
        sys.executable, "-m", "priorauth", "batch", str(folder / "charts"), "-o", str(folder / "out"),
        "--as-of", "2026-11-20",
    ]  # fmt: skip
    began = time.monotonic()
    subprocess.run([*command[:-3], str(folder / "whole"), *command[-2:]], check=True, capture_output=True)  # noqa: S603
    lasts = time.monotonic() - began
    when = random.Random(5)  # noqa: S311
    for _ in range(KILLED):
        process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(when.uniform(0.3, 1.0) * lasts)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    outcomes = run(folder / "charts", folder / "out")
    assert [one.how == "failed" for one in outcomes] == [False] * len(NAMES)
    assert not any(row.kept for one in outcomes for row in one.rows), "what a broken run left was taken for an edit"
    ours = {name: data for name, data in bytes_in(folder / "out").items() if _is_document(name)}
    theirs = {name: data for name, data in bytes_in(folder / "whole").items() if _is_document(name)}
    assert ours == theirs


def _is_document(name: str) -> bool:
    """All but the summaries; half-written files are gone after the last run."""
    return name not in (*_SUMMARY, "batch.part") and not name.endswith("/batch.json")
