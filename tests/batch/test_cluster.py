"""A batch on a Dask cluster of two workers comes to the same as on one machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from priorauth.batch.cluster import connected
from priorauth.batch.run import outcomes
from priorauth.batch.source import items
from tests.batch.conftest import bytes_in, job_for, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("distributed")
PATIENCE = 60


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own, as an administrator starts them; the address."""
    told = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    here = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    worker = ["--no-dashboard", "--no-nanny", "--nthreads", "1", "--scheduler-file", str(told)]
    with ExitStack() as stack:
        for kind, *options in (
            ("dask_scheduler", "--port", "0", *here),
            *[("dask_worker", "--host", "127.0.0.1", *worker)] * 2,
        ):
            command = [sys.executable, "-m", f"distributed.cli.{kind}", *options]
            process = stack.enter_context(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]  # noqa: S603
            stack.callback(process.kill)
        until = time.monotonic() + PATIENCE
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield json.loads(told.read_text("utf-8"))["address"]


def test_two_workers_make_what_one_process_makes(practice: Callable[..., Path], tmp_path: Path) -> None:
    folder = practice("case-01", "case-02", "case-05")
    here = run(folder / "charts", folder / "here")
    job = job_for(folder / "charts", folder / "there")
    with cluster(tmp_path) as address, connected(address) as pool:
        there = list(outcomes(job, items(folder / "charts"), 2, pool))
    assert [one.rows for one in there] == [one.rows for one in here]
    assert bytes_in(folder / "there") == bytes_in(folder / "here")
