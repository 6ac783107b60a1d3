"""Every action is in the audit trail: who came and went, who was refused, who has seen what, which accounts changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from priorauth.errors import BadInput
from priorauth.resources import shipped
from priorauth.review.accounts import LOCKED, MOST_WRONG, Accounts
from priorauth.review.app import application
from priorauth.review.book import APART, Book
from priorauth.review.desk import Desk
from priorauth.review.door import IDLE_SECONDS, TOKEN_SECONDS, Door, Person
from priorauth.review.guards import Place
from priorauth.review.house import House
from priorauth.worklist.address import file_address
from priorauth.worklist.events import Reviewed
from priorauth.worklist.page_events import NOBODY
from priorauth.worklist.store import Worklist
from tests.command import priorauth
from tests.review.conftest import ASHGROVE, BILLER, DAY
from tests.review.reading import HOST, Visitor, hidden, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CASE = "/case/case-09/ask-qualchoice-trd-medical"
RIGHT = "correct horse battery"
BEGAN = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass
class Clinic:
    """A page with accounts, and the clock on its wall."""

    visitor: Visitor
    accounts: Accounts
    time: list[float]

    def sign_in(self, name: str, password: str = RIGHT) -> int:
        answer = self.visitor.client.post("/sign-in", data={"name": name, "password": password})
        self.visitor.client.cookies.update(answer.cookies)
        return answer.status_code

    def later(self, seconds: float) -> None:
        self.time[0] += seconds

    def told(self) -> list[tuple[str, str]]:
        """Who, and what, in the order in which it was written down."""
        return [(entry.who, said.spoken) for entry, said in self.visitor.desk.worklist.of_the_page(99)[::-1]]


@pytest.fixture
def clinic(practice: Callable[..., Path]) -> Clinic:
    folder = practice("case-09")
    accounts, time = Accounts(folder / "accounts.json"), [0.0]
    accounts.add("imogen", "clinician", RIGHT, "ashgrove")
    accounts.add("wren", "biller", RIGHT)
    accounts.add("dora", "administrator", RIGHT)
    worklist = Worklist(file_address(folder / "worklist.db"))
    desk = Desk(folder, worklist, lambda: DAY, lambda: BEGAN + timedelta(seconds=time[0]))
    door = Door(lambda: time[0])
    house = House(desk, door, Place(frozenset({HOST})), shipped("templates") / "review", accounts)
    client = TestClient(application(house), base_url=f"http://{HOST}", follow_redirects=False)
    return Clinic(Visitor(client, desk, door), accounts, time)


def test_who_came_and_who_went(clinic: Clinic) -> None:
    clinic.sign_in("wren")
    page = clinic.visitor.get("/")
    clinic.visitor.client.post("/leave", data=hidden(page))

    assert clinic.told() == [("wren", "signed in"), ("wren", "left")]


def test_a_session_that_nobody_touched_is_told_with_the_next_request_of_anybody(clinic: Clinic) -> None:
    clinic.sign_in("wren")
    clinic.later(IDLE_SECONDS + 1)
    clinic.visitor.client.cookies.clear()
    clinic.visitor.get("/")

    assert clinic.told()[1:] == [("wren", "session ended, because nobody touched it")]


def test_wrong_passwords_until_it_is_locked_and_after(clinic: Clinic) -> None:
    for _ in range(MOST_WRONG):
        clinic.sign_in("wren", "wrong")
    for _ in range(3):
        clinic.sign_in("wren")
    clinic.later(LOCKED.total_seconds())
    assert clinic.sign_in("wren") == 303

    assert clinic.told() == [
        *[(NOBODY, "wrong password (wren)")] * MOST_WRONG,
        (NOBODY, "locked after too many wrong passwords (wren)"),
        (NOBODY, "refused, because it is locked (wren)"),
        (NOBODY, "refused, because it is locked (wren, 2 times)"),
        ("wren", "signed in"),
    ]


def test_what_was_typed_stands_nowhere(clinic: Clinic) -> None:
    """A name that no account has may be a password in the wrong field, or a patient's name."""
    typed = "Rosamund Fabricton"
    clinic.sign_in(typed, "a secret of mine")
    clinic.sign_in("wren", "another secret")
    clinic.sign_in("wren")

    database = clinic.visitor.desk.worklist.address.file
    assert database is not None
    held = database.read_bytes()
    assert clinic.told()[0] == (NOBODY, "refused: a name that no account has")
    for one in (typed, "a secret of mine", "another secret", RIGHT, *clinic.visitor.client.cookies.values()):
        assert one.encode() not in held


@pytest.mark.parametrize(("apart", "entries"), [(APART - timedelta(seconds=1), 1), (APART, 2)])
def test_of_many_that_are_refused_one_entry_a_minute(clinic: Clinic, apart: timedelta, entries: int) -> None:
    for _ in range(4):
        clinic.sign_in("nobody", "x")
    clinic.later(apart.total_seconds())
    clinic.sign_in("somebody", "x")

    told = [said for _, said in clinic.told()]
    assert len(told) == entries
    assert told[1:] == ["refused: a name that no account has (4 times)"][: entries - 1]


def test_those_that_were_counted_are_written_with_whatever_comes_next(clinic: Clinic) -> None:
    for _ in range(4):
        clinic.sign_in("nobody", "x")
    clinic.sign_in("wren")

    assert [said for _, said in clinic.told()] == [
        "refused: a name that no account has",
        "refused: a name that no account has (3 times)",
        "signed in",
    ]


def test_the_one_time_address(practice: Callable[..., Path], visit: Callable[..., Visitor], clock: list[float]) -> None:
    visitor = visit(practice("case-09"))
    token = visitor.door.token(ASHGROVE)
    clock[0] += TOKEN_SECONDS + 1
    for word in (token, token, "made-up"):
        assert visitor.get("/enter", params={"token": word}).status_code == 403

    told = [(entry.who, said.spoken) for entry, said in visitor.desk.worklist.of_the_page(9)[::-1]]
    assert told == [
        (ASHGROVE.name, "came in by the one-time address"),
        (NOBODY, "a one-time address refused: used already, too old, or made up"),
    ]


def test_nobody_comes_in_whom_the_trail_does_not_take(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise BadInput("The worklist is in use.", where="worklist.db", fix="Run the command again.")

    monkeypatch.setattr(Book, "note", refuses)
    answer = clinic.visitor.client.post("/sign-in", data={"name": "wren", "password": RIGHT})

    assert answer.status_code == 422
    assert not answer.cookies
    assert clinic.visitor.get("/").headers["location"] == "/sign-in"


def seen(visitor: Visitor) -> list[tuple[str, str]]:
    kept = visitor.desk.worklist.find("case-09")
    return [
        (entry.who, event.spoken)
        for entry, event in zip(kept.entries, kept.history.events, strict=True)
        if isinstance(event, Reviewed)
    ]


@pytest.mark.parametrize(
    "path", [CASE, f"{CASE}/letter.pdf", f"{CASE}/figure/0.png", f"{CASE}/exhibit/1", f"{CASE}/exhibit/1/1.png"]
)
def test_whoever_sees_anything_of_a_record_has_looked_at_it(
    practice: Callable[..., Path], visit: Callable[..., Visitor], path: str
) -> None:
    visitor = visit(practice("case-09"), BILLER)
    assert visitor.get(path).status_code == 200
    assert seen(visitor) == [("Wren", "looked at by the biller")]


def test_once_for_each_person_and_each_state_of_the_chart(
    practice: Callable[..., Path], visit: Callable[..., Visitor]
) -> None:
    folder = practice("case-09")
    visitor = visit(folder, BILLER)
    people = (BILLER, ASHGROVE, Person("Dora", "administrator"))
    for person in (*people, *people):
        visitor.enter(person).get(CASE)
    once = [
        ("Wren", "looked at by the biller"),
        (ASHGROVE.name, "looked at by the clinician"),
        ("Dora", "looked at by the administrator"),
    ]
    assert seen(visitor) == once

    chart = folder / "charts" / "case-09" / "chart.yaml"
    chart.write_bytes(chart.read_bytes() + b"# staff wrote this\n")
    visitor.enter(BILLER).get(CASE)
    assert seen(visitor) == [*once, once[0]]


def test_a_file_that_was_taken_is_told_once(practice: Callable[..., Path], visit: Callable[..., Visitor]) -> None:
    visitor = visit(practice("case-09"), BILLER)
    for number in (2, 1, 2):
        assert visitor.get(f"{CASE}/exhibit/{number}/file.pdf").status_code == 200
    assert visitor.get(f"{CASE}/exhibit/9/file.pdf").status_code == 422
    assert seen(visitor) == [
        ("Wren", "a file taken by the biller: exhibit 2"),
        ("Wren", "a file taken by the biller: exhibit 1"),
    ]


def test_an_entry_of_before_says_that_it_was_the_clinician() -> None:
    """When only the clinician's look was written down, it did not say so."""
    before = Reviewed.model_validate_json('{"did":"looked","on":"2026-11-20","what":"reviewed"}')
    assert before.spoken == "looked at by the clinician"


def test_accounts_by_command(practice: Callable[..., Path]) -> None:
    folder = practice("case-09")

    def run(*said: str) -> None:
        ran = priorauth("review", "accounts", *said, folder=folder)
        assert ran.code == 0, ran.err

    run("add", "wren", "--role", "biller", "--password", RIGHT)
    run("add", "wren", "--role", "administrator", "--password", RIGHT)
    for _ in range(MOST_WRONG):
        Accounts(folder / "accounts.json").tried("wren", "wrong", BEGAN)
    run("unlock", "wren")
    run("remove", "wren")

    worklist = Worklist(file_address(folder / "worklist.db"))
    assert [said.spoken for _, said in worklist.of_the_page(9)[::-1]] == [
        "account added (wren, as biller)",
        "account changed (wren, as administrator)",
        "account unlocked (wren)",
        "account removed (wren)",
    ]
    audit = priorauth("worklist", "audit", "--page", folder=folder).out.splitlines()
    assert len(audit) == 4
    assert "  page  account added (wren, as biller)  " in audit[0]
    assert worklist.verified(()).broken == ""


def test_the_page_s_own_entries_are_of_no_case(practice: Callable[..., Path]) -> None:
    ran = priorauth("worklist", "audit", "--page", "case-09", folder=practice("case-09"))
    assert ran.code == 2
    assert "are of no case" in ran.err


def test_an_account_that_is_not_locked_is_not_unlocked(practice: Callable[..., Path]) -> None:
    folder = practice("case-09")
    Accounts(folder / "accounts.json").add("wren", "biller", RIGHT)
    ran = priorauth("review", "accounts", "unlock", "wren", folder=folder)
    assert ran.out == "wren was not locked.\n"
    assert Worklist(file_address(folder / "worklist.db")).of_the_page(9) == []


@pytest.mark.parametrize("change", ["removed", "another password", "another role"])
def test_an_account_that_is_changed_ends_its_sessions(clinic: Clinic, change: str) -> None:
    """By the command, while the page runs."""
    clinic.sign_in("wren")
    assert clinic.visitor.get("/").status_code == 200
    by_command = Accounts(clinic.visitor.desk.workspace.root / "accounts.json")  # type: ignore[operator]
    match change:
        case "removed":
            by_command.remove("wren")
        case "another password":
            by_command.add("wren", "biller", f"{RIGHT}!")
        case _:
            by_command.add("wren", "administrator", RIGHT)

    assert clinic.visitor.get("/").headers["location"] == "/sign-in"
    assert clinic.told()[-1] == (
        "wren",
        "session ended, because the account was changed, removed or taken for another role",
    )
    assert clinic.sign_in("dora") == 303, "the others go on"


def test_the_page_does_not_write_over_what_a_command_changed(clinic: Clinic) -> None:
    by_command = Accounts(clinic.visitor.desk.workspace.root / "accounts.json")  # type: ignore[operator]
    by_command.add("new", "biller", RIGHT)
    by_command.remove("imogen")
    clinic.sign_in("wren", "wrong")  # which the page writes into the file

    assert [one.name for one in by_command] == ["dora", "new", "wren"]
    assert clinic.sign_in("new") == 303
    assert "not right" in words(clinic.visitor.client.post("/sign-in", data={"name": "imogen", "password": RIGHT}))
