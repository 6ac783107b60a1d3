"""What was signed of a case, and whether it still says what the chart says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.cli.options import today
from priorauth.documents.kept import request_folder
from priorauth.errors import PriorauthError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.worklist.events import Opened
    from priorauth.workspace import Workspace


def signatures_of(opened: Opened, workspace: Workspace) -> Iterator[str]:
    """A line for each letter of the case that was signed, in the workspace's own folder of documents."""
    root = workspace.root or Path()
    from priorauth.signing.record import signed_folders  # noqa: PLC0415  (most cases are not signed yet)

    for folder in signed_folders(request_folder(root / "out", opened.case, opened.ask)):
        try:
            yield _told(folder, opened, workspace)
        except PriorauthError as error:
            yield f"Signature: it could not be held against the chart. {error}"


def _told(folder: Path, opened: Opened, workspace: Workspace) -> str:
    from priorauth.documents.generate import Studio  # noqa: PLC0415  (most cases are not signed yet)
    from priorauth.documents.letter.kinds import kind  # noqa: PLC0415
    from priorauth.signing.record import record_in  # noqa: PLC0415
    from priorauth.signing.standing import standing  # noqa: PLC0415
    from priorauth.worklist.of_a_chart import assessed  # noqa: PLC0415

    record = record_in(folder)
    if record is None:
        return ""
    root = workspace.root or Path()
    found = standing(
        Studio(workspace),
        assessed(opened, workspace, today()),
        root / opened.chart,
        root / "out",
        kind(record.kind),
    )
    return found.line if found else ""
