"""A letter edited in Word, brought back in a real browser: its boxes keep it from being signed until all are ticked."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.desk import Desk
from priorauth.review.door import Door
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.store import Worklist
from tests.review.browser import CHROMIUM, served
from tests.review.conftest import ASHGROVE, judged
from tests.review.test_edited_letter import CASE, DOSE, OWN_WORDS, edited
from tests.review.test_in_a_browser import LAPTOP, RULES, TABLET
from tests.signing.conftest import PASSPHRASE, Office
from tests.signing.keys import held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here: install the package chromium")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """The case in the prescriber's browser."""
    root = Office.at(tmp_path / "office", held()).root
    judged(root)
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    door = Door(time.monotonic)
    desk = Desk(root, Worklist(file_address(root / "worklist.db")), now.date, lambda: now)

    def pages(port: int) -> Any:
        return application(House(desk, door, Place(frozenset({f"127.0.0.1:{port}"})), shipped("templates") / "review"))

    with served(pages) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        one = browser.new_context(base_url=f"http://127.0.0.1:{port}", bypass_csp=True).new_page()
        one.goto(f"/enter?token={door.token(ASHGROVE)}")
        one.goto(CASE)
        yield one
        browser.close()


def test_from_the_download_to_the_signature(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Edit in Word").click()
    assert download.value.suggested_filename == "letter.docx"
    back = tmp_path / "Letter (2).docx"
    back.write_bytes(edited(download.value.path().read_bytes(), DOSE, OWN_WORDS))
    page.get_by_label("The edited letter").set_input_files(back)
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url(f"**{CASE}?done=edited")
    assert "15" in page.locator("ins").all_inner_texts()

    for colors in ("light", "dark"):
        for screen in (LAPTOP, TABLET):
            page.emulate_media(color_scheme=colors)  # type: ignore[arg-type]
            page.set_viewport_size(screen)  # type: ignore[arg-type]
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}, "iframes": False})
            assert [one["id"] for one in found.response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]

    key = tmp_path / "key.p12"
    key.write_bytes(held().p12())
    page.get_by_label("Your key").set_input_files(key)
    page.get_by_label("Its passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign", exact=True).click()
    assert page.evaluate("document.querySelector('input[name=accepts]').validity.valueMissing"), "it is not sent"
    for box in page.locator("input[name=accepts]").all():
        box.check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_url(f"**{CASE}?done=signed")
    assert "Letter (signed)" in page.locator(".tabs").inner_text()
