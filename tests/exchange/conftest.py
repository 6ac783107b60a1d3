"""Example charts with a fact changed, exported."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.command import CHARTS, ROOT
from tests.exchange.exported import Exported, export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Exported]:
    """``changed("case-01", {"sex: female": "sex: male"})``: each pattern that stands there, replaced."""

    def made(name: str, changes: dict[str, str] | None = None, *options: str) -> Exported:
        shutil.copytree(CHARTS / name, tmp_path / name)
        shutil.copy(ROOT / "examples" / "practice.yaml", tmp_path)
        chart = tmp_path / name / "chart.yaml"
        text = chart.read_text("utf-8")
        for pattern, instead in (changes or {}).items():
            text, times = re.subn(pattern, instead, text, flags=re.MULTILINE)
            assert times, pattern
        chart.write_text(text, "utf-8")
        return export(tmp_path / name, tmp_path / "out", *options)

    return made
