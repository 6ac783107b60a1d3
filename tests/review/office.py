"""The page of an office in which nothing is wanted but the signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist
from tests.review.conftest import ASHGROVE, judged
from tests.review.reading import HOST, Visitor
from tests.signing.conftest import OWN, Office

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.signing.token import Token
    from tests.signing.keys import Held

MOMENT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def at_the_page(folder: Path, *bound: Held, token: Token | None = None) -> Visitor:
    """The prescriber at the page, whose certificates are ``bound``."""
    root = Office.at(folder, *bound).root
    judged(root)
    desk = Desk(root, Worklist(file_address(root / "worklist.db")), MOMENT.date, lambda: MOMENT)
    door = Door(lambda: 0.0)
    house = House(desk, door, Place(frozenset({HOST})), shipped("templates") / "review", token=token)
    client = TestClient(application(house), base_url=f"http://{HOST}", follow_redirects=False)
    return Visitor(client, desk, door).enter(ASHGROVE)


def case_of(visitor: Visitor) -> str:
    """The address of the one case that is signed here."""
    return next(f"/case/{one.id}" for one in visitor.desk.worklist.listed() if one.id.startswith(OWN))
