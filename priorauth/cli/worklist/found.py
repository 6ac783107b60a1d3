"""The worklist that the commands mean, and who uses it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from priorauth.cli.options import now
from priorauth.errors import BadInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from priorauth.worklist.address import Address
    from priorauth.worklist.store import Worklist
    from priorauth.worklist.trail import Writer
    from priorauth.workspace import Workspace


def place() -> tuple[Workspace, Address]:
    """The workspace around the folder one stands in, and where its worklist is or would be.

    Raises:
        BadInput: there is no workspace.
    """
    from priorauth.worklist.address import address_of  # noqa: PLC0415
    from priorauth.workspace import Workspace  # noqa: PLC0415

    workspace = Workspace.around(Path.cwd())
    address = address_of(workspace)
    if address is None:
        raise BadInput(
            "There is no workspace here, and the worklist is kept in one.",
            where=str(Path.cwd()),
            fix="Go into the workspace, or make one with priorauth init.",
        )
    return workspace, address


def the_worklist() -> tuple[Workspace, Worklist]:
    """The workspace and its worklist.

    Raises:
        BadInput: there is none yet.
    """
    from priorauth.worklist.store import Worklist  # noqa: PLC0415  (a database's library is slow to load)

    workspace, address = place()
    if not address.is_there:
        raise BadInput(
            "There is no worklist here yet.", where=address.told, fix="Begin it: priorauth worklist add CHART."
        )
    return workspace, Worklist(address)


def who_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as``, as ``who``: in whose name something is written down."""
    return click.option(
        "--as", "who", metavar="NAME", help="Who records it (default: the name you are logged in with)."
    )(command)


def writer(who: str | None) -> Writer:
    """Who writes, and when.

    Raises:
        UsageError: nobody can say who that is.
    """
    from priorauth.worklist.trail import Writer  # noqa: PLC0415

    try:
        name = (who if who is not None else getpass.getuser()).strip()
    except (KeyError, OSError):
        name = ""
    if not name or len(name) > 100:
        raise UsageError("It is not known who records this.", fix="Name yourself with --as NAME.")
    return Writer(name, now())
