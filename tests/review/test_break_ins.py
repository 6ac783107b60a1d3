"""What somebody would try who has no business here: each try is answered without anything being read or written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from priorauth.errors import PriorauthError
from priorauth.intake.chart_file import parse_case
from priorauth.intake.practice import load_practice
from priorauth.review.guards import MOST_BYTES
from priorauth.yamltree import read
from tests.review.reading import HOST, Visitor, hidden, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
    from tests.review.conftest import ASHGROVE  # noqa: PLC0415

    token = visitor.door.token(ASHGROVE)
    assert visitor.get("/enter", params={"token": token}).status_code == 303
    assert visitor.get("/enter", params={"token": token}).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    from tests.review.conftest import ASHGROVE  # noqa: PLC0415

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
    from tests.review.conftest import ASHGROVE  # noqa: PLC0415

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


def test_a_defect_tells_no_name(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Rosamund Fabricton")

    monkeypatch.setattr("priorauth.review.views.page_of", broken)
    with pytest.raises(ValueError, match="Rosamund"):  # the test's client raises what the server would only note
        visitor.get(CASE)
    assert "Rosamund" not in caplog.text
