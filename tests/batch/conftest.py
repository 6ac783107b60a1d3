"""Folders of a few example charts, and what a batch makes of them."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from priorauth.batch.run import outcomes
from priorauth.batch.source import apart, items
from priorauth.batch.worker import Job
from priorauth.documents.packet.parts import Sending
from tests.command import CHARTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from priorauth.batch.outcome import Outcome

DAY = date(2026, 11, 20)


@pytest.fixture
def practice(tmp_path: Path) -> Callable[..., Path]:
    """A workspace with these example charts."""

    def made(*names: str) -> Path:
        folder = tmp_path / "practice"
        (folder / "charts").mkdir(parents=True)
        shutil.copy(ROOT / "examples" / "practice.yaml", folder)
        for name in names:
            shutil.copytree(CHARTS / name, folder / "charts" / name)
        return folder

    return made


def job_for(source: Path, out: Path, day: date = DAY, *, force: bool = False) -> Job:
    return Job(source, out, day, Sending(), force)


def run(source: Path, out: Path, day: date = DAY, *, workers: int = 1, force: bool = False) -> list[Outcome]:
    return list(outcomes(job_for(source, out, day, force=force), apart(items(source)), workers))


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
