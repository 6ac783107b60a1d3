"""Every example is generated once, when a test first asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from priorauth.intake.chart_file import load_case
from tests.command import CHARTS, DAY, priorauth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.chart.chart import Case
    from tests.command import Ran


@dataclass(frozen=True, slots=True)
class Made:
    """What ``priorauth generate`` made of one chart."""

    case: Case
    ran: Ran
    out: Path

    @property
    def folders(self) -> list[Path]:
        """One folder for each ask."""
        return sorted(path for path in self.out.glob("*/*") if path.is_dir())

    @property
    def folder(self) -> Path:
        """The folder of the only ask."""
        (folder,) = self.folders
        return folder

    def read(self, name: str) -> bytes:
        """A document of the only ask."""
        return (self.folder / name).read_bytes()


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """``generated("case-01")``: the example's documents as of the day on which the examples are judged."""

    @cache
    def made(name: str) -> Made:
        out = tmp_path_factory.mktemp(name) / "out"
        ran = priorauth("generate", CHARTS / name, "-o", out, "--as-of", DAY)
        return Made(load_case(CHARTS / name / "chart.yaml"), ran, out)

    return made
