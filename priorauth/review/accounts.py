"""Accounts, for a page that several people use: who they are, what they may do, and the hash of each password.

The file lies in the workspace, for its owner alone. Passwords are hashed with argon2id; after a few wrong ones an
account is locked for a while, and that is written down too, so that starting the page again does not unlock it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import Field

from priorauth.chart.item import Id, Text
from priorauth.errors import UsageError
from priorauth.files import is_file, sha256, write_private
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.review.door import Person, Role
from priorauth.yamltree import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "accounts.json"
MOST_WRONG = 5
"""Wrong passwords in a row, after which an account is locked. The project's own choice."""
LOCKED = timedelta(minutes=15)
LEAST_LETTERS = 12
"""Of a password. The project's own choice."""
MOST_OF_A_NAME = 100
"""Letters: the audit trail holds no longer one."""

_hasher = PasswordHasher()


class Account(Frozen):
    """One person."""

    name: Text
    role: Role
    prescriber: Id | None = None
    hash: Text
    wrong: Annotated[int, Field(ge=0)] = 0
    """Wrong passwords since the last right one."""
    locked_until: datetime | None = None

    @property
    def person(self) -> Person:
        """Whom the pages know."""
        return Person(self.name, self.role, self.prescriber, sha256(self.hash.encode())[:16])


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a name and a password."""

    outcome: Literal["signed_in", "wrong_password", "locked", "tried_while_locked", "unknown_name"]
    """``locked``: by this wrong password."""
    account: str | None = None
    """None where there is no such account: what was typed is not repeated, for it may be a password."""
    person: Person | None = None
    """Who is let in."""


class AccountsFile(Frozen):
    """All of them."""

    accounts: tuple[Account, ...] = ()


class Accounts:
    """The accounts of a workspace."""

    def __init__(self, path: Path) -> None:
        """Raises BadInput if the file is there and wrong."""
        self._path = path
        self._lock = threading.Lock()
        self._unknown = _hasher.hash("nobody's password")  # so that an unknown name takes as long as a wrong password
        self._seen: object = None
        self._all: dict[str, Account] = {}
        self._now_there()

    def __iter__(self) -> Iterator[Account]:
        """Every account, by name."""
        with self._lock:
            return iter(sorted(self._now_there().values(), key=lambda one: one.name))

    def __bool__(self) -> bool:
        """Whether there is any."""
        with self._lock:
            return bool(self._now_there())

    def holds(self, person: Person) -> bool:
        """Whether that person's account is still the one by which the person was let in."""
        with self._lock:
            account = self._now_there().get(person.name)
        return account is not None and account.person == person

    def add(
        self, name: str, role: Role, password: str, prescriber: str | None = None
    ) -> Literal["account_added", "account_changed"]:
        """Add an account, or give one another password, role or prescriber; which of these it was.

        Raises:
            UsageError: the password is too short, the name is none, or a clinician is none of the prescribers.
        """
        if len(password) < LEAST_LETTERS:
            raise UsageError(f"A password has at least {LEAST_LETTERS} letters.", fix="A sentence is a good one.")
        if (role == "clinician") != (prescriber is not None):
            raise UsageError(
                "A clinician's account names the prescriber it belongs to, and no other account does.",
                fix="Add --prescriber KEY, as practice.yaml has it under prescribers; or leave it out.",
            )
        if len(name) > MOST_OF_A_NAME:
            raise UsageError(f"A name has at most {MOST_OF_A_NAME} letters.", fix="Take a shorter one.")
        if name != name.strip() or not name or not name.isprintable():
            raise UsageError(
                "A name has letters that can be seen, and none that cannot, nor a space at either end.",
                fix="Take another one.",
            )
        made = Account(name=name, role=role, prescriber=prescriber, hash=_hasher.hash(password))
        with self._lock:
            known = name in self._now_there()
            self._all[name] = made
            self._write()
        return "account_changed" if known else "account_added"

    def remove(self, name: str) -> None:
        """Take an account out.

        Raises:
            UsageError: there is none of that name.
        """
        with self._lock:
            self._named(name)
            del self._all[name]
            self._write()

    def unlock(self, name: str) -> bool:
        """Let an account sign in again that was locked; whether it was.

        Raises:
            UsageError: there is none of that name.
        """
        with self._lock:
            account = self._named(name)
            if account.locked_until is None:
                return False
            self._all[name] = account.model_copy(update={"wrong": 0, "locked_until": None})
            self._write()
            return True

    def tried(self, name: str, password: str, now: datetime) -> Tried:
        """What comes of a name and a password: the person, if the password is right and the account is not locked."""
        with self._lock:
            before = self._now_there().get(name)
            right: bool
            try:
                right = _hasher.verify(before.hash if before else self._unknown, password)
            except (VerificationError, InvalidHashError):
                right = False
            account = self._now_there().get(name)
            if account is None or before is None:
                return Tried("unknown_name")
            right = right and account.hash == before.hash  # a command may have changed it meanwhile
            if account.locked_until and now < account.locked_until:
                return Tried("tried_while_locked", name)
            wrong = 0 if right else account.wrong + 1
            locked = now + LOCKED if wrong >= MOST_WRONG else None
            after = account.model_copy(update={"wrong": 0 if locked else wrong, "locked_until": locked})
            if after != account:
                self._all[name] = after
                self._write()
            if right:
                return Tried("signed_in", name, account.person)
            return Tried("locked" if locked else "wrong_password", name)

    def _named(self, name: str) -> Account:
        account = self._now_there().get(name)
        if account is None:
            known = ", ".join(sorted(self._all)) or "none yet"
            raise UsageError("There is no such account.", fix=f"There are: {known}.")
        return account

    def _now_there(self) -> dict[str, Account]:
        """The accounts as the file has them now: a command may have changed it while the page runs."""
        stamp = self._stamp()
        if stamp != self._seen:
            held = validated(AccountsFile, read(self._path)).accounts if stamp else ()
            self._all, self._seen = {one.name: one for one in held}, stamp
        return self._all

    def _stamp(self) -> object:
        """Another one whenever the file is another: it is never written in place."""
        if not is_file(self._path):
            return ()
        found = self._path.stat()
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _write(self) -> None:
        held = AccountsFile(accounts=tuple(self._all.values()))
        write_private(self._path, (held.model_dump_json(indent=2, exclude_none=True) + "\n").encode())
        self._seen = self._stamp()
