"""A batch on a Dask cluster: its workers see the same folders, and have the same version of this program."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from priorauth.errors import BadInput, ToolMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

_PATIENCE = "20s"
"""How long to wait for the scheduler."""


@contextmanager
def connected(address: str) -> Iterator[Callable[[], Executor]]:
    """What makes the cluster's executor, while the connection lasts.

    Raises:
        ToolMissing: Dask is not installed.
        BadInput: nothing answers at that address.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra: few practices have a cluster)
    except ImportError:
        raise ToolMissing("Dask is not installed.", fix='Install the extra: pip install "priorauth[cluster]"') from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError):
        raise BadInput(
            "No Dask cluster answers there.",
            where=address,
            fix="Start dask scheduler and workers, and name its address.",
        ) from None
    with client:
        yield client.get_executor
