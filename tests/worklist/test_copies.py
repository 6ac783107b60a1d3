"""Backup and restore, and databases of other versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert, text

from priorauth.errors import BadInput
from priorauth.worklist.address import Address, file_address
from priorauth.worklist.connection import Database, make_file
from priorauth.worklist.copies import bring_back, checked_copy, copy_of_file, copy_of_server, free_name, kept_aside
from priorauth.worklist.migrate import STEPS, upgrade
from priorauth.worklist.store import Worklist
from priorauth.worklist.tables import CASES, EVENTS, METADATA
from priorauth.worklist.trail import BEGINNING, canonical, seal
from tests.worklist.cases import DAY, by, event, opened


def backed_up(worklist: Worklist, target: Path) -> Path:
    if worklist.address.file:
        copy_of_file(worklist.address.file, target)
    else:
        copy_of_server(worklist.database, target)
    return target


def restored(backup: Path, address: Address) -> Path | None:
    with checked_copy(backup) as (source, _):
        aside = kept_aside(address, backup)
        bring_back(source, Database(address))
    return aside


def test_what_was_backed_up_comes_back_and_what_came_after_is_kept_aside(worklist: Worklist, tmp_path: Path) -> None:
    worklist.opened(opened(), by("maria"))
    then = [*worklist.entries()]
    backup = backed_up(worklist, tmp_path / "backup.db")
    worklist.append("case-01/ask-cigna", event("submitted"), by("dora"), seen=1)

    aside = restored(backup, worklist.address)

    assert [*worklist.entries()] == then
    assert worklist.find("case-01").case.state == "draft"
    assert aside is not None
    assert [one.who for one in Worklist(file_address(aside)).entries()] == ["maria", "dora"]
    worklist.append("case-01/ask-cigna", event("signed"), by("maria"), seen=1)
    assert worklist.verified(()).broken == ""


def test_a_backup_is_whole_and_can_be_read_anywhere(worklist: Worklist, tmp_path: Path) -> None:
    """Of a server's database it is a file, too: so a practice moves from one to the other."""
    for number in range(3):
        worklist.opened(opened(f"case-0{number}"), by("maria"))

    elsewhere = Worklist(file_address(backed_up(worklist, tmp_path / "backup.db")))

    assert [*elsewhere.entries()] == [*worklist.entries()]
    assert elsewhere.listed() == worklist.listed()
    assert elsewhere.verified(()).broken == ""


def test_a_worklist_moves_from_a_file_to_a_server(database: str, tmp_path: Path) -> None:
    in_a_file = Worklist(file_address(tmp_path / "worklist.db"))
    in_a_file.opened(opened(), by("maria"))
    server = Address("PostgreSQL database test", url=database)

    assert restored(backed_up(in_a_file, tmp_path / "backup.db"), server) is None  # nothing was there
    assert [*Worklist(server).entries()] == [*in_a_file.entries()]


def test_a_backup_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    worklist = Worklist(file_address(tmp_path / "worklist.db"))
    worklist.opened(opened(), by("maria"))
    backup = backed_up(worklist, tmp_path / "backup.db")
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("DROP TRIGGER worklist_events_no_UPDATE")
        connection.execute("UPDATE worklist_events SET who = 'dora'")

    with pytest.raises(BadInput, match=r"The audit trail of this backup is broken. Entry 1 .* was changed"):
        restored(backup, worklist.address)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection, connection:
        connection.execute("CREATE TABLE plants (name TEXT)")

    with pytest.raises(BadInput, match="This file is no backup of a worklist"):
        restored(tmp_path / "other.db", file_address(tmp_path / "worklist.db"))
    with pytest.raises(BadInput, match="There is no such file"):
        restored(tmp_path / "none.db", file_address(tmp_path / "worklist.db"))


def test_a_worklist_that_is_damaged_is_put_aside_as_it_is(tmp_path: Path) -> None:
    worklist = Worklist(file_address(tmp_path / "worklist.db"))
    worklist.opened(opened(), by("maria"))
    backup = backed_up(worklist, tmp_path / "backup.db")
    (tmp_path / "worklist.db").write_bytes(b"damaged" * 1000)

    aside = restored(backup, worklist.address)

    assert aside == tmp_path / "worklist-before-restore.db"
    assert aside.read_bytes() == b"damaged" * 1000
    assert worklist.head().sequence == 1


def test_nothing_is_put_aside_over_something_else(tmp_path: Path) -> None:
    for name in ("a.db", "a-2.db"):
        (tmp_path / name).touch()

    assert free_name(tmp_path / "a.db") == tmp_path / "a-3.db"


@pytest.fixture
def of_the_first_version(address: Address) -> Address:
    """A database as the first step makes it, with an entry in it."""
    said = (1, "2026-11-20T14:30:00Z", "maria", "case-01/ask-cigna", canonical(opened()), BEGINNING)
    row = {"payer": "cigna", "payer_name": "Cigna", "indication": "trd", "phase": "initial", "state": "draft"}
    make_file(address)
    with Database(address).writing() as connection:
        upgrade(connection, "1")
        connection.execute(insert(EVENTS).values((*said, seal(*said))))
        last = {"id": "case-01/ask-cigna", "since": DAY, "owners": "", "version": 1, "last_hash": seal(*said)}
        connection.execute(insert(CASES).values(row | last))
    return address


def version_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM worklist_version").fetchone()[0])


@pytest.mark.parametrize("address", ["file"], indirect=True)
def test_a_file_of_an_earlier_version_is_copied_and_then_brought_up_to_date(of_the_first_version: Address) -> None:
    file = of_the_first_version.file
    assert file is not None

    worklist = Worklist(of_the_first_version)

    assert version_in(file) == STEPS[-1]
    assert version_in(file.with_name("worklist-version-1.db")) == "1"
    assert (worklist.head().sequence, worklist.verified(()).broken) == (1, "")


@pytest.mark.parametrize("address", ["server"], indirect=True)
def test_a_servers_database_of_an_earlier_version_waits_for_a_backup(of_the_first_version: Address) -> None:
    with pytest.raises(BadInput, match="pg_dump --format=custom"):
        Worklist(of_the_first_version)

    assert Worklist(of_the_first_version, backed_up=True).head().sequence == 1
    assert Worklist(of_the_first_version).verified(()).broken == ""


def test_a_newer_programs_database_is_left_alone(worklist: Worklist) -> None:
    with worklist.database.writing() as connection:
        connection.execute(text("UPDATE worklist_version SET version_num = '99'"))

    with pytest.raises(BadInput, match="was made by a newer version of priorauth"):
        Worklist(worklist.address)


def test_the_steps_are_those_that_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", "priorauth/worklist/migrations")
    known = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(known)) == STEPS


def test_the_steps_make_the_tables_that_the_program_knows(worklist: Worklist) -> None:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    options = {"version_table": "worklist_version", "compare_type": True}
    with worklist.database.reading() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
