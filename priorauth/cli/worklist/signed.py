"""What was signed of a case, and whether it still says what the chart says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from priorauth.cli.options import today
from priorauth.documents.kept import request_folder
from priorauth.errors import PriorauthError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from priorauth.worklist.case import Case
    from priorauth.workspace import Workspace


def signatures_of(case: Case, workspace: Workspace) -> Iterator[str]:
    """A line for each letter of the case that was signed: in the workspace's own folder, or as its chart says."""
    from priorauth.documents.generate import Studio  # noqa: PLC0415  (what only this command needs)
    from priorauth.signing.record import signed_folders  # noqa: PLC0415
    from priorauth.signing.standing import signed_letters, standing  # noqa: PLC0415
    from priorauth.worklist.events import Signed  # noqa: PLC0415
    from priorauth.worklist.of_a_chart import assessed  # noqa: PLC0415

    root, opened = workspace.root or Path(), case.opened
    out, chart_file = root / "out", root / opened.chart
    try:
        assessment = assessed(opened, workspace, today())
    except PriorauthError as error:
        if case.last(Signed) or signed_folders(request_folder(out, opened.case, opened.ask)):
            yield _not_held(error)
        return
    studio = Studio(workspace)
    for letter in signed_letters(assessment, out):
        try:
            found = standing(studio, assessment, chart_file, out, letter)
        except PriorauthError as error:
            yield _not_held(error)
        else:
            yield from [found.line] if found else []


def _not_held(error: PriorauthError) -> str:
    return f"Signature: it could not be held against the chart. {error}"
