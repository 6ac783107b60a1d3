"""The same input gives the same bytes: in another process, with other hashes, in another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.command import DAY, ROOT, chart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end_to_end.conftest import Made

    Generated = Callable[[str], Made]

TRIED = ("case-01", "case-02", "case-15", "case-18")
"""Final, not met, a name with many accents and an addendum to the form, two asks."""


@pytest.fixture(scope="session", params=["1", "2"], ids=lambda seed: f"hash seed {seed}")
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where another process wrote, in which sets and mappings hash otherwise."""
    out = tmp_path_factory.mktemp("elsewhere") / "other place"
    subprocess.run(  # noqa: S603  (our own interpreter with our own arguments)
        [sys.executable, "-m", "priorauth", "generate", *map(chart, TRIED), "-o", str(out), "--as-of", DAY],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": request.param},
        capture_output=True,
        check=False,
    )
    return out


@pytest.mark.parametrize("name", TRIED)
def test_every_file_is_the_same(name: str, elsewhere: Path, generated: Generated) -> None:
    here = contents(generated(name).out / name)

    assert len(here) >= 2
    assert {path: data for path, data in contents(elsewhere / name).items() if here.get(path) != data} == {}
    assert contents(elsewhere / name).keys() == here.keys()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
