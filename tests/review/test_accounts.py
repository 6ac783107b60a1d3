"""Accounts: a hash and never a password; locked after five wrong ones, also when the page is started again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from priorauth.errors import UsageError
from priorauth.review.accounts import LOCKED, MOST_WRONG, Accounts

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
RIGHT = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add("imogen", "clinician", RIGHT, "ashgrove")
    accounts.add("wren", "biller", RIGHT)
    return tmp_path / "accounts.json"


def test_the_right_password_tells_who_it_is(path: Path) -> None:
    person = Accounts(path).tried("imogen", RIGHT, NOW).person
    assert person is not None
    assert (person.name, person.role, person.prescriber) == ("imogen", "clinician", "ashgrove")


@pytest.mark.parametrize(("name", "password"), [("imogen", "wrong"), ("imogen", ""), ("nobody", RIGHT), ("", "")])
def test_anything_else_does_not(path: Path, name: str, password: str) -> None:
    assert Accounts(path).tried(name, password, NOW).person is None


def test_the_file_holds_no_password_and_is_its_owner_s(path: Path) -> None:
    text = path.read_text("utf-8")
    assert RIGHT not in text
    assert text.count("$argon2id$") == 2
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("wrong", "locked"), [(MOST_WRONG - 1, False), (MOST_WRONG, True)])
def test_wrong_passwords_lock_it(path: Path, wrong: int, locked: bool) -> None:
    for _ in range(wrong):
        Accounts(path).tried("imogen", "wrong", NOW)  # each time as if the page had been started again
    assert (Accounts(path).tried("imogen", RIGHT, NOW).person is None) is locked
    assert Accounts(path).tried("wren", RIGHT, NOW).person is not None, "the others' accounts are open"


@pytest.mark.parametrize(("later", "still"), [(LOCKED - timedelta(seconds=1), True), (LOCKED, False)])
def test_it_opens_again_after_a_while(path: Path, later: timedelta, still: bool) -> None:
    for _ in range(MOST_WRONG):
        Accounts(path).tried("imogen", "wrong", NOW)
    assert (Accounts(path).tried("imogen", RIGHT, NOW + later).person is None) is still


def test_a_right_one_begins_the_count_anew(path: Path) -> None:
    for _ in range(3):
        for _ in range(MOST_WRONG - 1):
            Accounts(path).tried("imogen", "wrong", NOW)
        assert Accounts(path).tried("imogen", RIGHT, NOW).person is not None


def test_a_short_password_is_refused(path: Path) -> None:
    with pytest.raises(UsageError, match="at least 12"):
        Accounts(path).add("new", "biller", "eleven char")
    Accounts(path).add("new", "biller", "twelve chars")


@pytest.mark.parametrize(("role", "prescriber"), [("clinician", None), ("biller", "ashgrove")])
def test_a_clinician_is_a_prescriber_and_nobody_else_is(path: Path, role: str, prescriber: str | None) -> None:
    with pytest.raises(UsageError, match="names the prescriber"):
        Accounts(path).add("new", role, RIGHT, prescriber)  # type: ignore[arg-type]


def test_one_that_was_removed_is_gone(path: Path) -> None:
    accounts = Accounts(path)
    accounts.remove("wren")
    assert [one.name for one in Accounts(path)] == ["imogen"]
    with pytest.raises(UsageError, match="no such account"):
        accounts.remove("wren")
