"""Files of the practice that break while the page runs: the page says so, and no more than each may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.errors import BadInput
from priorauth.files import cannot_write
from tests.review.reading import Visitor, words
from tests.review.test_trail import clinic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.review.test_trail import Clinic

__all__ = ["clinic"]
CASE = "/case/case-09/ask-qualchoice-trd-medical"


@pytest.mark.parametrize("broken", ['{"accounts": [', '{"accounts": [{"name": "wren", "role": "root", "hash": "x"}]}'])
@pytest.mark.parametrize("path", ["/", CASE, f"{CASE}/return", "/sign-in"])
def test_without_accounts_that_can_be_read_nobody_is_let_in_and_the_terminal_says_why(
    clinic: Clinic, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str, broken: str
) -> None:
    assert clinic.sign_in("imogen") == 303
    file = tmp_path / "practice" / "accounts.json"
    whole = file.read_bytes()
    file.write_text(broken, "utf-8")
    client = clinic.visitor.client
    for _ in range(2):
        answer = client.post(path, data={"name": "x"}) if path in ("/sign-in", f"{CASE}/return") else client.get(path)
        assert answer.status_code == 503
        assert "Nobody can sign in now. Ask the administrator" in words(answer)
        assert "json" not in answer.text
    told = [one for one in caplog.messages if "accounts.json" in one]
    assert len(told) == 1
    assert "\n" not in told[0]
    file.write_bytes(whole)
    assert client.get("/").status_code == 200


def test_a_file_of_the_practice_that_is_open_elsewhere_is_named_from_the_workspace_on(
    practice: Callable[..., Path], visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit(practice("case-09"))

    def open_in_word(path: Path, *_: object, **__: object) -> None:
        raise cannot_write(path, PermissionError())

    monkeypatch.setattr("priorauth.review.said.write_private", open_in_word)
    answer = visitor.send(f"{CASE}/keep", words="It is time.")
    assert answer.status_code == 500
    assert "charts/case-09/chart.yaml: This file cannot be written: it is open in another program" in words(answer)
    assert str(visitor.desk.root) not in answer.text


@pytest.mark.parametrize(
    ("where", "status", "told"),
    [
        ("{root}/charts/case-09/chart.yaml, line 3", 500, "charts/case-09/chart.yaml, line 3: It"),
        ("{root}", 500, "the workspace: It"),
        ("{root}-of-another/notes.txt", 500, "notes.txt: It"),
        ("the key that was chosen", 422, "the key that was chosen: It"),
        ("", 422, "It"),
    ],
)
def test_which_file_and_whose_fault(
    practice: Callable[..., Path],
    visit: Callable[..., Visitor],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    status: int,
    told: str,
) -> None:
    visitor = visit(practice("case-09"))

    def broken(*_: object) -> None:
        raise BadInput("It is broken.", where=where.format(root=visitor.desk.root))

    monkeypatch.setattr("priorauth.review.views.page_of", broken)
    answer = visitor.get(CASE)
    assert answer.status_code == status
    assert f" {told} is broken." in words(answer)
    assert str(visitor.desk.root) not in answer.text
