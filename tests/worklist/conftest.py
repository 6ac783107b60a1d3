"""Worklists to test with: in a file, and, where PostgreSQL is installed, on a server of the test's own."""

from __future__ import annotations

import contextlib
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from priorauth.worklist.address import Address, file_address
from priorauth.worklist.store import Worklist
from tests.worklist.cases import postgres_binaries, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed here: install the package postgresql to test with it")
    pytest.importorskip("psycopg", reason="the library for PostgreSQL is not installed here: priorauth[postgres]")
    with (
        tempfile.TemporaryDirectory(prefix="pa-") as folder,  # short: a socket's path may have 107 characters
        contextlib.contextmanager(running_server)(binaries, Path(folder)) as address,
    ):
        yield address


@pytest.fixture
def database(server: str) -> str:
    """The address of an empty database."""
    import psycopg  # noqa: PLC0415  (not everybody has it)

    name = f"w{uuid.uuid4().hex}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A place in which there is nothing yet."""
    if request.param == "file":
        return file_address(tmp_path / "worklist.db")
    return Address("PostgreSQL database test", url=request.getfixturevalue("database"))


@pytest.fixture
def worklist(address: Address) -> Worklist:
    """An empty worklist."""
    return Worklist(address)
