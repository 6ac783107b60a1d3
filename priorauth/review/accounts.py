"""Accounts, for a page that several people use: who they are, what they may do, and the hash of each password.

The file lies in the workspace, for its owner alone. Passwords are hashed with argon2id; after a few wrong ones an
account is locked for a while, and that is written down too, so that starting the page again does not unlock it.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import Field

from priorauth.chart.item import Id, Text
from priorauth.errors import UsageError
from priorauth.files import is_file, write_private
from priorauth.model import Frozen
from priorauth.reading import validated
from priorauth.review.door import Person, Role
from priorauth.yamltree import read

if TYPE_CHECKING:
    from pathlib import Path

FILE = "accounts.json"
MOST_WRONG = 5
"""Wrong passwords in a row, after which an account is locked. The project's own choice."""
LOCKED = timedelta(minutes=15)
LEAST_LETTERS = 12
"""Of a password. The project's own choice."""

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
        return Person(self.name, self.role, self.prescriber)


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
        self._all = {one.name: one for one in self._read()}

    def __iter__(self):  # type: ignore[no-untyped-def]
        """Every account, by name."""
        return iter(sorted(self._all.values(), key=lambda one: one.name))

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._all)

    def add(self, name: str, role: Role, password: str, prescriber: str | None = None) -> None:
        """Add an account, or give one another password, role or prescriber.

        Raises:
            UsageError: the password is too short, or a clinician is none of the prescribers.
        """
        if len(password) < LEAST_LETTERS:
            raise UsageError(f"A password has at least {LEAST_LETTERS} letters.", fix="A sentence is a good one.")
        if (role == "clinician") != (prescriber is not None):
            raise UsageError(
                "A clinician's account names the prescriber it belongs to, and no other account does.",
                fix="Add --prescriber KEY, as practice.yaml has it under prescribers; or leave it out.",
            )
        with self._lock:
            self._all[name] = Account(name=name, role=role, prescriber=prescriber, hash=_hasher.hash(password))
            self._write()

    def remove(self, name: str) -> None:
        """Take an account out.

        Raises:
            UsageError: there is none of that name.
        """
        with self._lock:
            if name not in self._all:
                raise UsageError(
                    "There is no such account.", fix=f"There are: {', '.join(sorted(self._all)) or 'none yet'}."
                )
            del self._all[name]
            self._write()

    def opened(self, name: str, password: str, now: datetime) -> Person | None:
        """Who that is, if the password is right and the account is not locked."""
        with self._lock:
            account = self._all.get(name)
            right: bool
            try:
                right = _hasher.verify(account.hash if account else self._unknown, password)
            except (VerificationError, InvalidHashError):
                right = False
            if account is None or (account.locked_until and now < account.locked_until):
                return None
            wrong = 0 if right else account.wrong + 1
            locked = now + LOCKED if wrong >= MOST_WRONG else None
            after = account.model_copy(update={"wrong": 0 if locked else wrong, "locked_until": locked})
            if after != account:
                self._all[name] = after
                self._write()
            return account.person if right else None

    def _read(self) -> tuple[Account, ...]:
        return validated(AccountsFile, read(self._path)).accounts if is_file(self._path) else ()

    def _write(self) -> None:
        held = AccountsFile(accounts=tuple(self._all.values()))
        write_private(self._path, (held.model_dump_json(indent=2, exclude_none=True) + "\n").encode())
