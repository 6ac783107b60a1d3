"""The administrator's page and a list with a stale signature in a real browser: by the rules for accessibility."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from priorauth.resources import shipped
from priorauth.review.accounts import MOST_WRONG, Accounts
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist
from tests.review.browser import CHROMIUM, served
from tests.review.test_in_a_browser import LAPTOP, RULES, TABLET, browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here: install the package chromium")

RIGHT = "correct horse battery"
CASE = "/case/case-01/ask-cigna-trd-medical"


@pytest.fixture
def signed_in(practice: Callable[..., Path], browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page that an administrator has signed in to, with somebody locked out and a signature that is stale."""
    folder = practice("case-01", "case-02", "case-09")
    chart = folder / "charts" / "case-01" / "chart.yaml"
    chart.write_text(chart.read_text("utf-8").replace("on: 2026-11-19}", "on: 2026-11-11}"), "utf-8")
    accounts = Accounts(folder / "accounts.json")
    accounts.add("imogen", "clinician", RIGHT, "ashgrove")
    accounts.add("wren", "biller", RIGHT)
    accounts.add("dora", "administrator", RIGHT)
    worklist = Worklist(file_address(folder / "worklist.db"))
    desk = Desk(folder, worklist, lambda: date(2026, 11, 20), lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))

    def pages(port: int) -> Any:
        place = Place(frozenset({f"127.0.0.1:{port}"}))
        return application(House(desk, Door(time.monotonic), place, shipped("templates") / "review", accounts))

    with served(pages) as port:

        def open_one(path: str, **how: Any) -> Page:
            page = browser.new_context(base_url=f"http://127.0.0.1:{port}", **how).new_page()
            for name, password in [*[("wren", "wrong")] * MOST_WRONG, ("dora", RIGHT)]:
                page.goto("/sign-in")
                page.get_by_label("Name").fill(name)
                page.get_by_label("Password").fill(password)
                page.get_by_role("button", name="Sign in").click()
            page.goto(path)
            return page

        yield open_one


@pytest.mark.parametrize("path", ["/people", "/", CASE])
@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("screen", [LAPTOP, TABLET], ids=["laptop", "tablet"])
def test_it_is_accessible_and_no_wider_than_the_screen(
    signed_in: Callable[..., Page], path: str, colors: str, screen: dict[str, int]
) -> None:
    page = signed_in(path, color_scheme=colors, viewport=screen, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}, "iframes": False})
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_who_was_locked_out_is_let_in_by_keyboard(signed_in: Callable[..., Page]) -> None:
    page = signed_in("/people", java_script_enabled=False)
    page.get_by_role("button", name="Unlock wren").press("Enter")
    page.wait_for_load_state()
    assert "account unlocked (wren)" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Unlock wren").count() == 0
