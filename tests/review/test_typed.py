"""What is typed on the page, and what a terminal shows of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.chart.item import MOST_LETTERS
from priorauth.errors import UsageError
from priorauth.readable import readable
from priorauth.review.accounts import Accounts
from priorauth.review.door import Person
from priorauth.review.typed import typed
from priorauth.worklist.events import Noted
from tests.command import priorauth
from tests.review.conftest import DAY
from tests.review.reading import Visitor, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = "/case/case-19/ask-carefirst-trd-medical"
WIPES = "\x1b[2K\x1b[1A"
TURNS = "\u202e"


@pytest.fixture
def visitor(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> Visitor:
    return visit(practice("case-19"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("She asked for it.\r\n\r\nI agree. ", "She asked for it.\n\nI agree."),
        ("copied\u2028from\vWord\x85once", "copied\nfrom\nWord\nonce"),
        ("a\ttable", "a table"),
        ("naïve, ≥ 50 %, שלום, 👩\u200d⚕️", "naïve, ≥ 50 %, שלום, 👩\u200d⚕️"),
        (" \r\n ", ""),
    ],
)
def test_line_ends_are_made_one_kind_and_any_letter_is_taken(sent: str, kept: str) -> None:
    assert typed(sent) == kept


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\x7f", "\x9b", TURNS, "\u2066", "\u200f", "\ufffe", "\U0001ffff", "\ud800"]
)
def test_what_nobody_can_see_is_not_taken_and_is_named(sign: str) -> None:
    with pytest.raises(UsageError, match=rf"nobody can see \(U\+{ord(sign):04X}\)"):
        typed(f"take {sign}48 mg")


@pytest.mark.parametrize(("form", "field"), [("keep", "words"), ("return", "why")])
class TestBothForms:
    """The rationale and the note to staff."""

    @pytest.mark.parametrize("lines", [1, 1000])
    def test_as_many_letters_as_a_chart_takes(self, visitor: Visitor, form: str, field: str, lines: int) -> None:
        most = "\r\n".join(["w" * (MOST_LETTERS // lines - 1)] * lines) + "w"
        assert visitor.send(f"{CASE}/{form}", **{field: most}).status_code == 303

    def test_one_more_is_told(self, visitor: Visitor, form: str, field: str) -> None:
        answer = visitor.send(f"{CASE}/{form}", **{field: "w" * (MOST_LETTERS + 1)})
        assert answer.status_code == 422
        assert f"That is longer than {MOST_LETTERS} letters. Say it more briefly." in words(answer)
        assert f'name="{field}"' in visitor.get(CASE).text
        assert f'maxlength="{MOST_LETTERS}"' in visitor.get(CASE).text.partition(f'name="{field}"')[2].partition(">")[0]

    @pytest.mark.parametrize("sign", [WIPES, TURNS])
    def test_what_nobody_can_see_is_told(self, visitor: Visitor, form: str, field: str, sign: str) -> None:
        answer = visitor.send(f"{CASE}/{form}", **{field: f"take {sign}48 mg"})
        assert answer.status_code == 422
        assert "a sign in it that nobody can see" in words(answer)


@pytest.mark.parametrize("name", ["wren" + WIPES, TURNS + "wren", "wren\n", " wren", ""])
def test_no_account_has_such_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="letters that can be seen"):
        Accounts(tmp_path / "accounts.json").add(name, "biller", "correct horse battery")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"phq{WIPES}-9", "phq?[2K?[1A-9"),
        (f"{TURNS}gm 84", "?gm 84"),
        ("one\ntwo\tthree\u2028", "one?two?three?"),
        ("40\u00a0mg, 84\u202fmg, naïve", "40 mg, 84 mg, naïve"),
    ],
)
def test_a_terminal_shows_a_question_mark_instead(line: str, shown: str) -> None:
    assert readable(line) == shown


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("--format", "json"),
        ("show", "case-19"),
        ("show", "case-19", "--format", "json"),
        ("audit",),
        ("audit", "--format", "json"),
    ],
    ids=lambda one: " ".join(one) or "list",
)
def test_whatever_is_in_the_worklist_already(visitor: Visitor, tmp_path: Path, command: tuple[str, ...]) -> None:
    somebody = Person(f"wren{WIPES}", "biller")
    note = Noted(on=DAY, text=f"needs a PHQ-9{WIPES}{TURNS}\x9b")
    visitor.desk.write_down(CASE.removeprefix("/case/"), note, somebody)
    ran = priorauth("worklist", *command, folder=tmp_path / "practice")
    assert ran.code == 0
    assert not {"\x1b", TURNS, "\x9b"} & {*ran.out}
    if command[:1] in (("show",), ("audit",)):
        assert "wren" in ran.out
