"""Backup and restore. A backup is always one SQLite file, wherever the worklist is kept: it can be read anywhere."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, text

from priorauth.errors import BadInput
from priorauth.files import private_folder
from priorauth.worklist.address import file_address
from priorauth.worklist.connection import PATIENCE, Database, make_file
from priorauth.worklist.migrate import made_ready, upgrade, version_of
from priorauth.worklist.tables import CASES, EVENTS, PAGE_TALLY, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from priorauth.worklist.address import Address

_AT_ONCE = 1000


def copy_of_file(source: Path, target: Path) -> None:
    """The database in ``source`` as one whole file at ``target``, even while others write in it.

    Raises:
        BadInput: one of the two cannot be read or written.
    """
    with _beside(target) as temporary:
        _copied(source, temporary)


@contextmanager
def checked_copy(backup: Path) -> Iterator[tuple[Path, int]]:
    """A copy of a backup that is fit to be brought back, and how many entries it has. The backup stays as it is.

    Raises:
        BadInput: it is no worklist, or a newer program's, or its trail is broken.
    """
    from priorauth.worklist.store import Worklist  # noqa: PLC0415  (the store needs this module to migrate)

    if not backup.is_file():
        raise BadInput("There is no such file.", where=str(backup), fix="Check the spelling of the path.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "worklist.db"
        copy_of_file(backup, copy)
        if not _is_worklist(copy):
            raise BadInput("This file is no backup of a worklist.", where=str(backup), fix="Name another file.")
        walked = Worklist(file_address(copy)).verified(())
        if walked.broken:
            raise BadInput(
                f"The audit trail of this backup is broken. {walked.broken}",
                where=str(backup),
                fix="Take an earlier backup; nothing was changed.",
            )
        yield copy, walked.entries


def kept_aside(address: Address, backup: Path) -> Path | None:
    """A copy of what stands at ``address`` now, if anything does: beside it, or, of a server's, beside the backup."""
    if address.file is not None:
        return set_aside(address.file) if address.file.is_file() else None
    database = Database(address)
    with database.reading() as connection:
        if version_of(connection, address.told) is None:
            return None
    aside = free_name(backup.with_name("worklist-before-restore.db"))
    copy_of_server(database, aside)
    return aside


def _is_worklist(file: Path) -> bool:
    with Database(file_address(file)).reading() as connection:
        return version_of(connection, str(file)) is not None


def set_aside(file: Path) -> Path:
    """A copy of the worklist in ``file``, beside it; one that is too damaged to be read is moved there as it is."""
    aside = free_name(file.with_name(f"{file.stem}-before-restore{file.suffix}"))
    try:
        copy_of_file(file, aside)
    except BadInput:
        file.replace(aside)
    return aside


def free_name(path: Path) -> Path:
    """``path``, or the same with the first number that is not taken."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(one for one in chain([path], names) if not one.exists())


def _copied(source: Path, target: Path) -> None:
    """Page by page through SQLite itself, which keeps others from writing in between."""
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target, timeout=PATIENCE)) as there:
            here.backup(there)
    except sqlite3.Error:
        raise BadInput(
            "The worklist cannot be copied.",
            where=str(source),
            fix="See that it is a worklist, that nobody else is writing, and that there is room; nothing was changed.",
        ) from None


def copy_of_server(database: Database, target: Path) -> None:
    """The same of a database on a server."""
    with _beside(target) as temporary:
        copy = Database(file_address(temporary))
        made_ready(copy)
        with database.reading() as source, copy.writing() as into:
            _fill(source, into)


def bring_back(source: Path, database: Database) -> None:
    """Put what the backup in ``source`` holds in the place of what is there: all of it, or nothing.

    Raises:
        BadInput: one of the two cannot be read or written.
    """
    if database.address.file is not None:
        make_file(database.address)
        _copied(source, database.address.file)
        return
    with Database(file_address(source)).reading() as here, database.writing() as into:
        for table in (PAGE_TALLY.name, CASES.name, EVENTS.name, VERSION):
            into.execute(text(f"DROP TABLE IF EXISTS {table}"))
        into.execute(text("DROP FUNCTION IF EXISTS worklist_events_stay"))
        upgrade(into)
        _fill(here, into)


def _fill(source: Connection, into: Connection) -> None:
    for table in (EVENTS, CASES, PAGE_TALLY):
        rows = source.execution_options(yield_per=_AT_ONCE).execute(select(table))
        for some in rows.mappings().partitions():
            into.execute(insert(table), [dict(one) for one in some])


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A file for the owner alone beside ``target``, that takes its place once it is whole."""
    private_folder(target.parent)
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise BadInput(
            f"This file cannot be written ({error.strerror or 'refused by the system'}).",
            where=str(target),
            fix="Make room, or choose another folder; nothing was changed.",
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
