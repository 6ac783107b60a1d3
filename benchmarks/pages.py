"""The clinician's page on a worklist of many cases: how long each page takes, warm and cold.

    python -m benchmarks.pages [--cases N]

Prints a table in milliseconds (median and slowest of 15). The budget is 100 ms a page on 1,000 cases.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from priorauth.request.assessment import assess
from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door, Person
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.events import Judged, Noted, Signed
from priorauth.worklist.of_a_chart import assessed, opening
from priorauth.worklist.store import Worklist
from priorauth.worklist.trail import Writer
from priorauth.workspace import Workspace, open_case, policy_for

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOST = "127.0.0.1:8642"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__.split("\n\n")[0])
    parser.add_argument("--cases", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        worklist = filled(folder, asked.cases)
        desk = Desk(folder, worklist, lambda: DAY, lambda: NOW)
        door = Door(time.monotonic)
        house = House(desk, door, Place(frozenset({HOST})), shipped("templates") / "review")
        with TestClient(application(house), base_url=f"http://{HOST}", follow_redirects=False) as client:
            came = client.get("/enter", params={"token": door.token(Person("A", "clinician", "ashgrove"))})
            client.cookies.update(came.cookies)
            case = "/case/many-00001/ask-cigna-trd-medical"
            print("| page | first | median | slowest |\n|---|---:|---:|---:|")
            for name, path in {
                "the list": "/",
                "a case": case,
                "its letter": f"{case}/letter.pdf",
                "its form": f"{case}/form.pdf",
                "its packet": f"{case}/packet.pdf",
                "its letter in Word": f"{case}/letter.docx",
                "its drawing": f"{case}/figure/0.png",
                "an exhibit": f"{case}/exhibit/1",
                "a page of it": f"{case}/exhibit/1/1.png",
            }.items():
                print(f"| {name} | {' | '.join(f'{each:.0f}' for each in timed(lambda path=path: client.get(path)))} |")  # type: ignore[misc]

            def after_a_change() -> object:
                worklist.append(
                    "many-00001/ask-cigna-trd-medical", Noted(on=DAY, text="x"), Writer("b", NOW), seen=None
                )
                return client.get("/")

            print(f"| the list after a change | {' | '.join(f'{each:.0f}' for each in timed(after_a_change))} |")


def filled(folder: Path, number: int) -> Worklist:
    """A worklist with so many cases, made of case 1: one in three blocked, one in ten signed, the rest to be signed."""
    shutil.copy(shipped("examples") / "practice.yaml", folder)
    shutil.copytree(shipped("examples") / "charts" / "case-01", folder / "charts" / "case-01")
    chart = folder / "charts" / "case-01" / "chart.yaml"
    text = chart.read_text("utf-8")
    workspace = Workspace.around(folder)
    case = open_case(chart, workspace)
    ask = case.asks[0]
    begin = opening(assess(case, ask, policy_for(case, ask, workspace, DAY), DAY), chart, workspace, DAY)
    worklist = Worklist(file_address(folder / "worklist.db"))
    by = Writer("b", NOW)
    for one in range(number):
        name = f"many-{one:05d}"
        own = folder / "charts" / f"{name}.yaml"
        own.write_text(text.replace("case: case-01", f"case: {name}").replace("file: ", "file: case-01/"), "utf-8")
        opened = begin.model_copy(update={"case": name, "chart": own.relative_to(folder).as_posix()})
        kept, _ = worklist.opened(opened, by)
        wanted = ("the patient's REMS enrollment, done or planned", "the first day of service") if one % 3 == 0 else ()
        judged = Judged(on=DAY, verdict="met", ready=not wanted, wanted=wanted, owners=("billing",) if wanted else ())
        worklist.append(kept.case.id, judged, by, seen=None)
        if one % 10 == 2:
            worklist.append(kept.case.id, Signed(on=DAY, by="the prescriber"), by, seen=None)
    assessed(begin.model_copy(update={"case": "many-00001", "chart": "charts/many-00001.yaml"}), workspace, DAY)
    return worklist


def timed(page: Callable[[], object]) -> tuple[float, float, float]:
    """Milliseconds: the first time, the median and the slowest of those after it."""

    def once() -> float:
        began = time.perf_counter()
        answer = page()
        assert getattr(answer, "status_code", 200) == 200, answer  # noqa: S101
        return (time.perf_counter() - began) * 1000

    first = once()
    others = [once() for _ in range(15)]
    return first, statistics.median(others), max(others)


if __name__ == "__main__":
    main()
