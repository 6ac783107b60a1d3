"""Pictures of the clinician's page, as Chromium shows it: the examples in a workspace of their own, looked at once."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from priorauth.__main__ import run
from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door, Person
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.review.serve import listening, server_of
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import ViewportSize

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SCREEN: ViewportSize = {"width": 1366, "height": 860}
CASE = "/case/case-09/ask-qualchoice-trd-medical"
WHO = Person("Imogen T. Ashgrove, MD", "clinician", "ashgrove")


def pictures(day: date) -> Iterator[tuple[str, bytes]]:
    """The list, and a case with its letter beside it; none where there is no Chromium."""
    if CHROMIUM is None:
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        _served(_practice(Path(folder), day), day) as (port, door),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=SCREEN)
        page.goto(f"http://127.0.0.1:{port}/enter?token={door.token(WHO)}")
        yield "list.png", page.screenshot()
        page.goto(f"http://127.0.0.1:{port}{CASE}")
        page.wait_for_timeout(3000)  # the viewer of the letter tells nobody when it is done
        yield "case.png", page.screenshot()


def _practice(folder: Path, day: date) -> Path:
    """A workspace with all example charts, judged."""
    shutil.copy(shipped("examples") / "practice.yaml", folder)
    shutil.copytree(shipped("examples") / "charts", folder / "charts")
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            run(["worklist", "add", "charts"])
            run(["batch", "charts", "--as-of", day.isoformat(), "--workers", "1"])
    finally:
        os.chdir(before)
    return folder


@contextlib.contextmanager
def _served(folder: Path, day: date) -> Iterator[tuple[int, Door]]:
    """The port of its page, and the door to it."""
    worklist, door = Worklist(file_address(folder / "worklist.db")), Door(time.monotonic)
    desk = Desk(folder, worklist, lambda: day, lambda: datetime.combine(day, datetime.min.time(), UTC))
    with listening("127.0.0.1", 0) as on:
        port: int = on.getsockname()[1]
        place = Place(frozenset({f"127.0.0.1:{port}"}))
        server = server_of(application(House(desk, door, place, shipped("templates") / "review")), None)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [on]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
        yield port, door
        server.should_exit = True
        thread.join(10)
