"""Signing in ink in a real browser: printed, scanned, taken in; and the forms by the rules for accessibility."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.door import Door
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.signing.token import Token
from tests.review.browser import CHROMIUM, served
from tests.review.conftest import ASHGROVE
from tests.review.office import at_the_page, case_of
from tests.review.test_in_a_browser import LAPTOP, RULES, TABLET
from tests.signing.test_ink import scanned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here: install the package chromium")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """The case that wants nothing but the signature."""
    visitor = at_the_page(tmp_path / "office")
    door = Door(time.monotonic)

    def pages(token: Token | None) -> Callable[[int], Any]:
        templates = shipped("templates") / "review"

        def app(port: int) -> Any:
            return application(
                House(visitor.desk, door, Place(frozenset({f"127.0.0.1:{port}"})), templates, token=token)
            )

        return app

    token = Token(tmp_path / "library.so", "Ashgrove")
    with served(pages(None)) as port, served(pages(token)) as other, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def open_one(*, with_token: bool = False, **how: Any) -> Page:
            on = other if with_token else port
            page = browser.new_context(base_url=f"http://127.0.0.1:{on}", **how).new_page()
            page.goto(f"/enter?token={door.token(ASHGROVE)}")
            page.goto(case_of(visitor))
            return page

        yield open_one
        browser.close()


def test_printed_scanned_and_taken_in(opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("button", name="Print for ink").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Letter (PDF)").click()
    download.value.save_as(tmp_path / "letter.pdf")
    (tmp_path / "scan.pdf").write_bytes(scanned(tmp_path / "letter.pdf").data)
    page.get_by_label("All pages of the signed letter").set_input_files(tmp_path / "scan.pdf")
    page.get_by_label("The day on which you signed").fill("2026-11-20")
    page.get_by_role("button", name="Take it in").click()
    assert "Signed in ink. The scan is the letter now" in page.locator("[role=status]").inner_text()


def test_the_forms_are_accessible(opened: Callable[..., Page]) -> None:
    opened().get_by_role("button", name="Print for ink").click()
    for colors in ("light", "dark"):
        for screen in (LAPTOP, TABLET):
            for with_token in (False, True):
                page = opened(with_token=with_token, color_scheme=colors, viewport=screen, bypass_csp=True)
                assert page.get_by_label("The PIN of your token Ashgrove").count() == with_token
                assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
                how = {"runOnly": {"type": "tag", "values": list(RULES)}, "iframes": False}
                found = Axe().run(page, options=how).response["violations"]
                assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
