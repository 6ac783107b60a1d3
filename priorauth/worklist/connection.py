"""A connection to the worklist's database, with what can go wrong on it told in one paragraph.

What the libraries say of a failure is never repeated: it may hold the password, or the values of a statement.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, text
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from priorauth.errors import BadInput, ToolMissing
from priorauth.files import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from priorauth.worklist.address import Address

PATIENCE = 20
"""Seconds to wait while somebody else writes."""
_LOCK = 0x70610001
"""The number by which PostgreSQL knows the writers' queue."""


class Database:
    """The place of a worklist, opened anew for each reading or writing: nothing is held in between."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = _engine(address)

    @property
    def in_a_file(self) -> bool:
        """Whether it is SQLite."""
        return self.address.file is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the whole.

        Raises:
            BadInput: it cannot be read.
        """
        with self._told(), self._engine.connect() as plain:
            connection = plain if self.in_a_file else plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The same, while nobody else may write: all of it is kept, or, after an error, nothing.

        Raises:
            BadInput: it cannot be written, or somebody else writes for too long.
        """
        with self._told(), self._engine.connect() as plain:
            # In PostgreSQL each statement sees what is there now: a view taken before the wait would be old after it.
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if not self.in_a_file:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise _unreachable(self.address, str(error.orig)) from None
        except DatabaseError as error:
            raise _unusable(self.address, str(error.orig)) from None


def make_file(address: Address) -> None:
    """An empty file for the owner alone, before SQLite makes one that others can read."""
    if address.file is not None and not address.file.exists():
        private_folder(address.file.parent)
        os.close(os.open(address.file, os.O_CREAT | os.O_RDWR, 0o600))


def _engine(address: Address) -> Engine:
    return _server(address.url) if address.file is None else _file(address.file)


def _server(url: str) -> Engine:
    waits: dict[str, Any] = {"connect_timeout": PATIENCE}
    try:
        return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=waits)
    except ModuleNotFoundError:
        raise ToolMissing(
            "The worklist is kept in PostgreSQL, and the library for that is not installed.",
            fix="Install it: pip install 'priorauth[postgres]'.",
        ) from None


def _file(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path.resolve()))
    waits: dict[str, Any] = {"timeout": PATIENCE, "isolation_level": None}
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=waits)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Python's driver would begin a transaction only before the first change: what was read until then might be old.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _unreachable(address: Address, said: str) -> BadInput:
    if "locked" in said or "lock timeout" in said:
        return BadInput(
            "The worklist is in use: somebody else has been writing in it for too long.",
            where=address.told,
            fix="Run the command again; nothing was written.",
        )
    return BadInput(
        "The worklist cannot be reached or opened.",
        where=address.told,
        fix="See that it is there, that there is room, and that you may read and write it; nothing was written.",
    )


def _unusable(address: Address, said: str) -> BadInput:
    if "not a database" in said or "malformed" in said:
        return BadInput(
            "This file is no worklist, or it is damaged.",
            where=address.told,
            fix="Keep it aside, and bring back the last backup: priorauth worklist restore FILE.",
        )
    return BadInput(
        "The worklist's database refuses this.",
        where=address.told,
        fix="Nothing was written. Run: priorauth worklist audit --verify.",
    )
