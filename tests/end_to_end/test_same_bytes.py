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


@pytest.mark.parametrize("seed", ["1", "2"])
def test_every_file_is_the_same_where_sets_and_mappings_hash_otherwise(
    seed: str, generated: Generated, tmp_path: Path
) -> None:
    out = tmp_path / "another place"
    subprocess.run(  # noqa: S603  (our own interpreter with our own arguments)
        [sys.executable, "-m", "priorauth", "generate", *map(chart, TRIED), "-o", str(out), "--as-of", DAY],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
    )

    for name in TRIED:
        here, elsewhere = contents(generated(name).out), contents(out / name)
        assert {f"{name}/{path}" for path in elsewhere} == here.keys()
        assert [path for path, data in elsewhere.items() if here[f"{name}/{path}"] != data] == []


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
