"""Where the worklist is kept: in a file of the workspace, or in a PostgreSQL database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.workspace import Workspace

FILE_NAME = "worklist.db"
VARIABLE = "PRIORAUTH_WORKLIST"
_DRIVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Address:
    """A place for a worklist."""

    told: str
    """For people: a file's path, or host and database."""
    file: Path | None = None
    url: str = field(default="", repr=False)
    """Of a server, for the library alone: it may hold a password."""

    @property
    def is_there(self) -> bool:
        """Whether a worklist may be expected there. A database that somebody named is; a file is, once it was made."""
        return self.file is None or self.file.is_file()


def address_of(workspace: Workspace) -> Address | None:
    """Where this workspace's worklist is: the environment's word, or the profile's, or else its own file.

    Raises:
        BadInput: what the environment or the profile names is no database that can be used.
    """
    if named := os.environ.get(VARIABLE):
        return _server(named, VARIABLE)
    if workspace.practice and workspace.practice.worklist:
        return _server(workspace.practice.worklist, "practice.yaml, worklist")
    return file_address(workspace.root / FILE_NAME) if workspace.root else None


def file_address(path: Path) -> Address:
    """A file as a worklist's place."""
    return Address(str(path), file=path)


def _server(url: str, where: str) -> Address:
    scheme, _, rest = url.partition("://")
    try:
        parts = urlsplit(f"//{rest}", scheme=_DRIVER)
        host, port = parts.hostname or "localhost", f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, host, port = None, "", ""
    if scheme not in (_DRIVER, "postgresql", "postgres") or parts is None or not parts.path.strip("/"):
        raise BadInput(
            "This is no address of a PostgreSQL database.",
            where=where,
            fix="Write it as postgresql+psycopg://user@host/database; without it, the worklist is a file in the "
            "workspace.",
        )
    return Address(f"PostgreSQL database {parts.path.strip('/')} on {host}{port}", url=f"{_DRIVER}://{rest}")
