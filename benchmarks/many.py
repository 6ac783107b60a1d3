"""A batch of many fictional charts: packets a second, memory over time, what a second run costs.

    python -m benchmarks.many [--charts N] [--workers 1 2] [--folder DIR]

For each number of workers: a first run, the same again with nothing changed, and one that is stopped halfway and goes
on. Memory is that of the program and its workers together, looked at ten times in a run (Linux).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.charts import written
from priorauth.batch.run import outcomes
from priorauth.batch.source import apart, items
from priorauth.batch.worker import Job
from priorauth.documents.packet.parts import Sending
from priorauth.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from priorauth.batch.outcome import Outcome

DAY = date(2026, 11, 20)
_LOOKS = 10


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many", description=__doc__.split("\n\n")[0])
    parser.add_argument("--charts", type=int, default=1000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--folder", type=Path, default=None, help="where to work (default: a temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        source = written(asked.charts, folder)
        shutil.copy(shipped("examples") / "practice.yaml", folder)
        heads = (
            "workers",
            "charts",
            "failed",
            "charts a second",
            "MB, early",
            "MB, late",
            "unchanged, ms a chart",
            "the rest",
        )
        print(f"| {' | '.join(heads)} |\n|{'---:|' * len(heads)}")
        for workers in asked.workers:
            print(f"| {' | '.join(measured(source, folder, workers, asked.charts))} |", flush=True)


def measured(source: Path, folder: Path, workers: int, number: int) -> Iterator[str]:
    """The cells of a line."""
    out = folder / f"out-{workers}"
    with Memory() as memory:
        seconds, failed = timed(run(source, out, workers))
    again, _ = timed(run(source, out, workers))
    half = folder / f"half-{workers}"
    timed(islice(run(source, half, workers), number // 2))
    rest, _ = timed(run(source, half, workers))
    yield from (str(workers), str(number), str(failed), f"{number / seconds:.1f}")
    yield from (f"{memory.seen[0]:.0f}", f"{statistics.mean(memory.seen[-3:]):.0f}")
    yield from (f"{1000 * again / number:.1f}", f"{rest / seconds:.0%} of the whole time")
    shutil.rmtree(out)
    shutil.rmtree(half)


def run(source: Path, out: Path, workers: int) -> Iterator[Outcome]:
    """A batch without its summary."""
    return outcomes(Job(source.parent, out, DAY, Sending()), apart(items(source)), workers)


def timed(found: Iterable[Outcome]) -> tuple[float, int]:
    """Seconds, and charts that failed."""
    began, failed = time.perf_counter(), 0
    for one in found:
        failed += one.how == "failed"
    return time.perf_counter() - began, failed


class Memory:
    """Megabytes that this process and its children hold, looked at again and again while something runs."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()
        every = max(1, len(self.seen) // _LOOKS)
        self.seen = self.seen[every // 2 :: every] or [0.0]

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.seen.append(sum(_resident(one) for one in _family(os.getpid())) / 1e6)


def _family(parent: int) -> Iterator[int]:
    yield parent
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            yield from _family(int(path.parent.name))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
