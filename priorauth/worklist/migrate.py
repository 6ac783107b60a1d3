"""A database of an earlier version becomes one of this version; one of a later version is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table

from priorauth.errors import BadInput
from priorauth.worklist.tables import VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from priorauth.worklist.connection import Database

STEPS = ("1", "2", "3")
"""The migrations, in their order. They stand here as well so that opening a database need not load Alembic."""
_FOLDER = Path(__file__).with_name("migrations")


def version_of(connection: Connection, told: str) -> str | None:
    """The step at which the database stands; ``None`` where there is nothing yet.

    Raises:
        BadInput: a newer program has been there.
    """
    if not inspect(connection).has_table(VERSION):
        return None
    version = connection.execute(select(column("version_num")).select_from(table(VERSION))).scalar()
    if version not in STEPS:
        raise BadInput(
            "This worklist was made by a newer version of priorauth.",
            where=told,
            fix="Install the version with which the others work; nothing was changed.",
        )
    return str(version)


def made_ready(database: Database, *, backed_up: bool = False) -> None:
    """Make the tables in an empty database; bring an older one up to date, after a copy of it was put beside it.

    Args:
        database: where.
        backed_up: somebody says that a backup was made. Of a file one is made here; of a server's database it is not.

    Raises:
        BadInput: it is a newer program's, or a server's that nobody says is backed up.
    """
    told = database.address.told
    with database.reading() as connection:
        version = version_of(connection, told)
    if version == STEPS[-1]:
        return
    with database.writing() as connection:
        version = version_of(connection, told)  # somebody else may have been quicker
        if version == STEPS[-1]:
            return
        if version is not None:
            _backed_up(database, version, backed_up=backed_up)
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Take the steps that the database has not taken yet, up to one of them."""
    from alembic import command  # noqa: PLC0415  (only a database that is new or old needs it)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _backed_up(database: Database, version: str, *, backed_up: bool) -> None:
    file = database.address.file
    if file is not None:
        from priorauth.worklist.copies import copy_of_file, free_name  # noqa: PLC0415  (the two modules know each other)

        copy_of_file(file, free_name(file.with_name(f"{file.stem}-version-{version}{file.suffix}")))
    elif not backed_up:
        raise BadInput(
            "This worklist is of an earlier version, and is brought up to date only after a backup.",
            where=database.address.told,
            fix="Make one: pg_dump --format=custom --file=worklist.dump DATABASE. Then run: "
            "priorauth worklist migrate --yes.",
        )
