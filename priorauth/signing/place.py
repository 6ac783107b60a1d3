"""Whose profile says who signs, where a file is verified: never one that may have come with the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from priorauth.intake.practice import FILE_NAME, find_practice
from priorauth.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is verified."""

    workspace: Workspace
    """That of the chart it is held against, or the one in which one stands."""
    not_taken: str = ""
    """A profile in or above the file's own folder that does not count, and what to do; empty where there is none."""
    holds_the_file: bool = False
    """Whether the file lies in that workspace."""

    @classmethod
    def of(cls, file: Path, chart: Path | None, stands_in: Path) -> Place:
        """The place of ``file``, held against ``chart`` by somebody who stands in the folder ``stands_in``.

        Raises:
            BadInput: the profile that counts is wrong.
        """
        beside = find_practice(file.parent)
        workspace = Workspace.around(chart.parent if chart else stands_in)
        if beside is None or beside.parent != workspace.root:
            return cls(workspace, _not_taken(beside, "stand in its folder.") if beside else "")
        if chart is None and beside.parent == file.parent.resolve():
            # As where somebody goes into the folder of what was received.
            return cls(Workspace(None, None), _not_taken(beside, "name a chart of yours with --chart."))
        return cls(workspace, holds_the_file=True)

    @property
    def profile(self) -> str:
        """The path of the profile that counts."""
        return str(self.workspace.root / FILE_NAME) if self.workspace.root else ""


def _not_taken(beside: Path, do: str) -> str:
    return (
        f"Beside the file, or above it, there is a {FILE_NAME} ({beside}), which is not taken: it may have come with "
        f"the file. If it is that of your practice, {do}"
    )
