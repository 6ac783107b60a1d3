"""The pages in a real browser: by keyboard, without scripts, by the rules for accessibility, light and dark."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
from tests.review.conftest import ASHGROVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here: install the package chromium")

CASE = "/case/case-09/ask-qualchoice-trd-medical"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
LAPTOP, TABLET = {"width": 1366, "height": 800}, {"width": 820, "height": 1180}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def opened(practice: Callable[..., Path], browser: Browser, clock: list[float]) -> Iterator[Callable[..., Page]]:
    """A page of a practice with three cases, let in by its one-time address."""
    folder = practice("case-01", "case-02", "case-09")
    door = Door(lambda: clock[0])
    worklist = Worklist(file_address(folder / "worklist.db"))
    desk = Desk(folder, worklist, lambda: date(2026, 11, 20), lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))

    def pages(port: int) -> Any:
        return application(House(desk, door, Place(frozenset({f"127.0.0.1:{port}"})), shipped("templates") / "review"))

    with served(pages) as port:

        def open_one(path: str = "/", **how: Any) -> Page:
            context = browser.new_context(base_url=f"http://127.0.0.1:{port}", **how)
            page = context.new_page()
            page.clock.install()
            page.goto(f"/enter?token={door.token(ASHGROVE)}")
            page.goto(path)
            return page

        yield open_one


def test_the_list_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened()
    page.keyboard.press("j")
    assert (
        page.evaluate("document.activeElement.textContent") == "Rosamund Fabricton case-09/ask-qualchoice-trd-medical"
    )
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").endswith("case-02/ask-cigna-trd-medical")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CASE}")
    assert page.locator("h1").inner_text() == "Rosamund Fabricton"


def test_a_case_by_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(CASE)
    page.keyboard.press("j")
    page.wait_for_url("**/case-02/*")
    page.keyboard.press("k")
    page.wait_for_url(f"**{CASE}")
    page.get_by_label("Why this treatment").press("j")
    assert page.get_by_label("Why this treatment").input_value().count("j") == 1, "where one types, a letter is one"


def test_keys_can_be_turned_off(opened: Callable[..., Page]) -> None:
    page = opened()
    page.get_by_role("button", name="Keys").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.get_by_role("button", name="Keys").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").startswith("Rosamund")


def test_a_screen_that_nobody_touches_warns_and_then_shows_no_patient(
    opened: Callable[..., Page], clock: list[float]
) -> None:
    page = opened(CASE)
    told = page.get_by_text("Nobody has touched this page for a while.")
    page.clock.run_for(12 * 60_000)
    assert not told.is_visible()
    page.clock.run_for(62_000)
    assert told.is_visible()
    page.get_by_role("button", name="Stay").click()
    assert not told.is_visible()
    clock[0] += 15 * 60 + 1
    page.clock.run_for(15 * 60_000 + 2_000)
    page.wait_for_url("**/")
    assert "You are not signed in" in page.locator("main").inner_text()
    assert "Rosamund" not in page.content()


def test_whoever_types_is_not_shut_out(opened: Callable[..., Page], clock: list[float]) -> None:
    page = opened(CASE)
    words = page.get_by_label("Why this treatment")
    words.fill("")
    for _ in range(3):
        page.clock.run_for(10 * 60_000)
        clock[0] += 10 * 60
        with page.expect_response("**/here"):
            words.press("x")
    page.get_by_role("button", name="Keep my words").click()
    assert "What you ticked and wrote is in the chart" in page.locator("main").inner_text()


def test_a_click_on_evidence_opens_the_exhibit_at_its_page_beside_it(opened: Callable[..., Page]) -> None:
    page = opened(CASE)
    page.locator(".evidence a", has_text="PHQ-9 19").first.click()
    beside = page.frame_locator("iframe")
    assert "page 5 of 5" in beside.locator("main").inner_text()
    picture = beside.locator("img.page")
    picture.wait_for()
    assert picture.evaluate("async one => { await one.decode(); return one.naturalWidth }") > 500
    assert page.locator("h1").inner_text() == "Rosamund Fabricton", "the case stays where it was"


def test_without_scripts_everything_can_be_read_and_sent(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("link", name="case-09/ask-qualchoice-trd-medical").click()
    page.get_by_label("Why this treatment").fill("It is time.")
    page.get_by_role("button", name="Keep my words").click()
    assert "What you ticked and wrote is in the chart" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", ["/", CASE, "/case/case-02/ask-cigna-trd-medical", f"{CASE}/exhibit/2?page=2", "/nowhere"]
)
@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("screen", [LAPTOP, TABLET], ids=["laptop", "tablet"])
def test_it_is_accessible(opened: Callable[..., Page], path: str, colors: str, screen: dict[str, int]) -> None:
    page = opened(path, color_scheme=colors, viewport=screen, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}, "iframes": False})
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []


@pytest.mark.parametrize("screen", [LAPTOP, TABLET], ids=["laptop", "tablet"])
def test_nothing_is_wider_than_the_screen(opened: Callable[..., Page], screen: dict[str, int]) -> None:
    for path in ("/", CASE):
        page = opened(path, viewport=screen)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def test_the_browser_blocks_nothing_and_nothing_fails(opened: Callable[..., Page]) -> None:
    page = opened()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    viewer = "chrome-extension://"  # Chromium's own for PDF: it gives up what it loads when the page goes
    page.goto("/")
    page.goto(CASE)
    page.wait_for_load_state("networkidle")
    assert [one for one in said if not one.startswith(viewer)] == []
