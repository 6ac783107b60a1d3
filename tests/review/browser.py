"""A browser without a screen: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from priorauth.review.serve import listening, server_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

    from priorauth.review.serve import Tls

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def served(app: Callable[[int], ASGIApp], tls: Tls | None = None) -> Iterator[int]:
    """The port on which what ``app`` makes is served, as the command serves it."""
    with listening("127.0.0.1", 0) as on:
        port: int = on.getsockname()[1]
        server = server_of(app(port), tls)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [on]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        yield port
        server.should_exit = True
        thread.join(10)
