"""A batch on a Dask cluster of two workers comes to the same as on one machine."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from priorauth.batch.cluster import connected
from priorauth.batch.run import outcomes
from priorauth.batch.source import items
from tests.batch.conftest import bytes_in, job_for, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

distributed = pytest.importorskip("distributed")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Dask's own pipes
def test_two_workers_make_what_one_process_makes(practice: Callable[..., Path]) -> None:
    folder = practice("case-01", "case-02", "case-05")
    here = run(folder / "charts", folder / "here")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        job = job_for(folder / "charts", folder / "there")
        with connected(cluster.scheduler_address) as pool:
            there = list(outcomes(job, items(folder / "charts"), 2, pool))
    assert [one.rows for one in there] == [one.rows for one in here]
    assert bytes_in(folder / "there") == bytes_in(folder / "here")
    gc.collect()  # so that what Dask left open is told here, where it is not minded
