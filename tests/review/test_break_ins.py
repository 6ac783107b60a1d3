"""What somebody would try who has no business here: each try is answered without anything being read or written."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from priorauth.errors import PriorauthError
from priorauth.intake.chart_file import parse_case
from priorauth.intake.practice import load_practice
from priorauth.resources import shipped
from priorauth.review.app import application
from priorauth.review.guards import MOST_BYTES, Place
from priorauth.review.house import House
from priorauth.yamltree import read
from tests.review.browser import served
from tests.review.conftest import ASHGROVE
from tests.review.reading import HOST, Visitor, hidden, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

CASE = "/case/case-09/ask-qualchoice-trd-medical"
PAGES = ("/", CASE, f"{CASE}/letter.pdf", f"{CASE}/exhibit/1", f"{CASE}/exhibit/1/1.png", f"{CASE}/exhibit/1/file.pdf")


@pytest.fixture
def visitor(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> Visitor:
    return visit(practice("case-09"))


@pytest.mark.parametrize("path", PAGES)
def test_without_a_session_nothing_is_shown(visitor: Visitor, path: str) -> None:
    visitor.client.cookies.clear()
    answer = visitor.get(path)
    assert answer.status_code == 403
    assert "Fabricton" not in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "../../etc/passwd", "0" * 43])
def test_a_cookie_that_was_made_up_opens_nothing(visitor: Visitor, cookie: str) -> None:
    visitor.client.cookies.clear()
    assert visitor.get("/", headers={"cookie": f"priorauth={cookie}"}).status_code == 403


def test_the_opening_address_works_once(visitor: Visitor) -> None:
    token = visitor.door.token(ASHGROVE)
    assert visitor.get("/enter", params={"token": token}).status_code == 303
    assert visitor.get("/enter", params={"token": token}).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    answer = visitor.get("/enter", params={"token": visitor.door.token(ASHGROVE)})
    told = answer.headers["set-cookie"].casefold()
    assert "httponly" in told
    assert "samesite=strict" in told


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8642", "127.0.0.1", "127.0.0.1:1", "", "localhost:8642.evil.example"]
)
def test_another_name_is_another_site(visitor: Visitor, host: str) -> None:
    """DNS rebinding: a name of somebody else's that points to this machine."""
    answer = visitor.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Ready" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": f"http://{HOST}.evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_form_from_another_page_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    fields = hidden(visitor.get(CASE)) | {"words": "theirs"}
    assert visitor.client.post(f"{CASE}/keep", data=fields, headers=headers).status_code == 403
    assert visitor.desk.open(CASE.removeprefix("/case/")).assessment.ask.rationale != "theirs"


@pytest.mark.parametrize("csrf", ["", "x", None])
def test_a_form_without_the_session_s_own_word_is_refused(visitor: Visitor, csrf: str | None) -> None:
    fields = hidden(visitor.get(CASE)) | {"words": "theirs"}
    fields.pop("csrf")
    sent = fields if csrf is None else fields | {"csrf": csrf}
    assert visitor.client.post(f"{CASE}/keep", data=sent).status_code == 403


def test_the_word_of_another_session_is_not_this_one_s(visitor: Visitor) -> None:
    theirs = hidden(visitor.get(CASE))
    visitor.enter(ASHGROVE)
    assert visitor.client.post(f"{CASE}/keep", data=theirs | {"words": "x"}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT"])
def test_only_reading_and_forms(visitor: Visitor, method: str) -> None:
    assert visitor.client.request(method, CASE).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        f"{CASE}/exhibit/..%2f..%2fpractice.yaml",
        f"{CASE}/exhibit/../../../practice.yaml",
        f"{CASE}/exhibit/1/..%2F..%2Fchart.yaml",
        "/static/..%2f..%2f..%2fpractice.yaml",
        "/static/../review/base.html.j2",
        "/case/..%2f..%2fcase-09/ask",
        "/case/case-09/%2e%2e",
        f"{CASE}/exhibit/-1",
        f"{CASE}/exhibit/1%00.pdf",
    ],
)
def test_no_path_leads_out(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code in (404, 422)
    assert "Lanternfield" not in answer.text
    assert "{%" not in answer.text


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "-1", "1e9", "٣"])
def test_a_body_that_says_it_is_too_large_is_not_read(visitor: Visitor, length: str) -> None:
    headers = {"content-length": length.encode("utf-8")}
    answer = visitor.client.post(f"{CASE}/keep", content=b"", headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 413


def test_a_body_that_does_not_say_how_large_it_is_is_cut_off(visitor: Visitor) -> None:
    def endless() -> object:
        for _ in range(MOST_BYTES // 100_000 + 2):
            yield b"x" * 100_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = visitor.client.post(f"{CASE}/keep", content=endless(), headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 413


def test_ten_thousand_fields_are_not_taken(visitor: Visitor) -> None:
    fields = {f"f{number}": "x" for number in range(10_000)}
    assert visitor.client.post(f"{CASE}/keep", data=fields).status_code == 400


def test_what_is_sent_is_never_in_a_temporary_file(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_disk(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    shown = visitor.get(CASE)
    monkeypatch.setattr("tempfile.TemporaryFile", on_disk)
    answer = visitor.client.post(
        f"{CASE}/return",
        data={**hidden(shown), "why": "Scan again."},
        files={"scan": ("a.pdf", b"x" * 5_000_000)},
        headers={"origin": f"http://{HOST}"},
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/static/review.css", "/enter?token=x"])
def test_every_answer_says_what_a_browser_may_do(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


def test_no_page_has_a_script_or_style_in_it_or_anything_from_elsewhere(visitor: Visitor) -> None:
    for path in ("/", CASE, f"{CASE}/exhibit/1"):
        text = visitor.get(path).text
        assert "<script>" not in text
        assert " style=" not in text
        assert not re.search(r"<[^>]*\son[a-z]+=", text)
        assert "http://" not in text
        assert "https://" not in text


SCRIPT = "<script>alert(1)</script>"


def with_scripts(chart: Path) -> int:
    """Put a script into every text of a chart that may hold any; how many there are."""
    tree = json.loads(json.dumps(read(chart).tree))
    count = 0
    for holder, key in list(_texts(tree)):
        before, holder[key] = holder[key], SCRIPT
        try:
            parse_case(json.dumps(tree).encode(), chart, load_practice(chart.parents[2] / "practice.yaml"))
        except PriorauthError:
            holder[key] = before
        else:
            count += 1
    chart.write_text(json.dumps(tree), "utf-8")
    return count


def _texts(tree: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(value, str):
            yield tree, key
        elif value is not None:
            yield from _texts(value)


def test_a_script_in_every_field_of_a_chart_is_a_text(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    folder = practice("case-09")
    assert with_scripts(folder / "charts" / "case-09" / "chart.yaml") > 30
    visitor = visit(folder)
    page = visitor.get(CASE)
    assert page.status_code == 200, words(page)
    assert SCRIPT not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 3
    assert SCRIPT not in visitor.get(f"{CASE}/exhibit/1").text
    visitor.send(f"{CASE}/return", why=SCRIPT)
    assert SCRIPT not in visitor.get("/").text


@pytest.mark.parametrize("number", ["9" * 7, "9" * 5000, "٣"])
@pytest.mark.parametrize("path", ["figure/{}.png", "exhibit/{}", "exhibit/1/{}.png", "to-sign/{}.pdf"])
def test_a_number_that_nothing_has_is_no_address(visitor: Visitor, path: str, number: str) -> None:
    visitor.client.cookies.clear()
    assert visitor.get(f"{CASE}/{path.format(number)}").status_code == 404


@contextmanager
def served_for_real(visitor: Visitor) -> Iterator[httpx2.Client]:
    """The same house behind the server that the command starts, and a browser that was let in."""

    def app(port: int) -> ASGIApp:
        place = Place(frozenset({f"127.0.0.1:{port}"}))
        return application(House(visitor.desk, visitor.door, place, shipped("templates") / "review"))

    with served(app) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        assert client.get("/enter", params={"token": visitor.door.token(ASHGROVE)}).status_code == 303
        yield client


@pytest.mark.parametrize("where", ["a page", "the answer to a defect"])
def test_a_defect_tells_its_kind_and_no_name(
    visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    where: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError("Rosamund Fabricton")

    with served_for_real(visitor) as client:
        monkeypatch.setattr("priorauth.review.views.page_of", broken)
        if where != "a page":
            monkeypatch.setattr(House, "told", broken)
        answer = client.get(CASE)
        told = answer.text + caplog.text + "".join(capfd.readouterr())
    assert answer.status_code == 500
    assert "The program has a defect." in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "LookupError" in told
    assert "Rosamund" not in told
    assert "Traceback" not in told
