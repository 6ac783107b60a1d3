"""A practice whose cases are on the list, and a browser without a screen that was let in."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from priorauth.documents.generate import Studio
from priorauth.request.assessment import assess
from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door, Person
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.of_a_chart import events_of
from priorauth.worklist.recorder import Recorder
from priorauth.worklist.store import Worklist
from priorauth.worklist.trail import Writer
from priorauth.workspace import Workspace, open_case, policy_for
from tests.command import CHARTS, ROOT
from tests.review.reading import HOST, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 11, 20)
ASHGROVE = Person("Imogen T. Ashgrove, MD", "clinician", "ashgrove")
BILLER = Person("Wren", "biller")


@pytest.fixture
def practice(tmp_path: Path) -> Callable[..., Path]:
    """A workspace with these example charts, judged and on the worklist."""

    def made(*names: str) -> Path:
        folder = tmp_path / "practice"
        (folder / "charts").mkdir(parents=True)
        shutil.copy(ROOT / "examples" / "practice.yaml", folder)
        for name in names:
            shutil.copytree(CHARTS / name, folder / "charts" / name)
        judged(folder)
        return folder

    return made


def judged(folder: Path) -> None:
    """What ``generate`` does for each chart."""
    worklist = Worklist(file_address(folder / "worklist.db"))
    recorder = Recorder(worklist, lambda: Writer("wren", datetime(2026, 11, 20, 8, tzinfo=UTC)))
    workspace = Workspace.around(folder)
    studio = Studio(workspace)
    for path in sorted(folder.glob("charts/*/chart.yaml")):
        case = open_case(path, workspace)
        for ask in case.asks:
            one = assess(case, ask, policy_for(case, ask, workspace, DAY), DAY)
            made = studio.generate(one, path, folder / "out")
            recorder.noted(events_of(one, made, path, workspace, DAY))


@pytest.fixture
def clock() -> list[float]:
    """The door's clock: seconds that a test moves on."""
    return [1000.0]


@pytest.fixture
def visit(clock: list[float]) -> Callable[..., Visitor]:
    """A visitor to the pages of a practice, let in as somebody."""

    def let_in(folder: Path, person: Person = ASHGROVE) -> Visitor:
        worklist = Worklist(file_address(folder / "worklist.db"))
        desk = Desk(folder, worklist, lambda: DAY, lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
        door = Door(lambda: clock[0])
        house = House(desk, door, Place(frozenset({HOST})), shipped("templates") / "review")
        client = TestClient(application(house), base_url=f"http://{HOST}", follow_redirects=False)
        return Visitor(client, desk, door).enter(person)

    return let_in
