"""The worklist that the commands mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.errors import BadInput

if TYPE_CHECKING:
    from priorauth.worklist.address import Address
    from priorauth.worklist.store import Worklist
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
