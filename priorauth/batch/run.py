"""Many charts through many processes: in order, never more waiting than the workers need, whatever becomes of one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeAlias

from priorauth.batch.outcome import Outcome
from priorauth.batch.worker import done, warmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from priorauth.batch.source import Item
    from priorauth.batch.worker import Job

_AHEAD = 4
"""Charts that wait for each worker: enough that none is idle, few enough that memory stays flat."""

Pool: TypeAlias = "Callable[[], Executor]"


def outcomes(job: Job, items: Iterable[Item], workers: int, pool: Pool | None = None) -> Iterator[Outcome]:
    """What becomes of each chart, in their order.

    A worker that dies (memory, power, the system's own hand) takes its charts with it: each of these is tried once
    more, by itself, and only the one that does it again has failed.

    Args:
        job: what is the same for all.
        items: the charts; they are taken as they are needed.
        workers: how many processes; with one, everything happens in this one.
        pool: makes the executor, where it is not the processes of this machine.
    """
    if pool is None and workers == 1:
        for number, item in enumerate(items):
            yield done(job, number, item)
        return
    yield from _Line(job, pool or (lambda: _processes(job, workers)), workers).through(items)


class _Line:
    """The charts that are with the workers, in their order."""

    def __init__(self, job: Job, pool: Pool, workers: int) -> None:
        self.job, self.pool, self.most = job, pool, workers * _AHEAD
        self.waiting: deque[tuple[int, Item, Future[Outcome]]] = deque()

    def through(self, items: Iterable[Item]) -> Iterator[Outcome]:
        numbered = iter(enumerate(items))
        with ExitStack() as stack:
            executor = stack.enter_context(self.pool())
            more = True
            while more or self.waiting:
                try:
                    while more and len(self.waiting) < self.most:
                        number, item = next(numbered, (None, None))
                        if number is None or item is None:
                            more = False
                        else:
                            self.waiting.append((number, item, Future()))
                            self._put(executor, -1)
                    if self.waiting:
                        outcome = self._first()
                        self.waiting.popleft()
                        yield outcome
                except BrokenExecutor:
                    stack.close()
                    yield self._alone()
                    executor = stack.enter_context(self.pool())
                    for place in range(len(self.waiting)):
                        self._put(executor, place)

    def _put(self, executor: Executor, place: int) -> None:
        number, item, _ = self.waiting[place]
        self.waiting[place] = (number, item, executor.submit(done, self.job, number, item))

    def _first(self) -> Outcome:
        """That of the first chart that waits. What is wrong with a chart is in its outcome: an error is of the pool."""
        number, item, future = self.waiting[0]
        try:
            return future.result()
        except BrokenExecutor:
            raise
        except Exception as error:  # noqa: BLE001  (each kind of pool has its own errors)
            return Outcome(
                number=number,
                where=item.where,
                how="failed",
                error=f"The worker that had this chart was lost ({type(error).__name__}).",
                fix="Run the batch again; if it happens again, look at the worker's own messages.",
            )

    def _alone(self) -> Outcome:
        """The first chart that waits, in a process of its own: whether it was this one that stopped the worker."""
        number, item, was = self.waiting.popleft()
        if was.done() and not was.cancelled() and was.exception() is None:
            return was.result()
        try:
            with self.pool() as executor:
                return executor.submit(done, self.job, number, item).result()
        except BrokenExecutor:
            return Outcome(
                number=number,
                where=item.where,
                how="failed",
                error="The program was stopped while it worked on this chart, twice.",
                fix="Its exhibits may be too large for this machine's memory: look at them, or run it alone.",
            )


def _processes(job: Job, workers: int) -> Executor:
    """Processes of this machine, each with the templates read before its first chart."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=warmed, initargs=(job,))
