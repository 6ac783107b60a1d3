from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from priorauth.documents.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from priorauth.documents.content import Content


@pytest.fixture
def fill(tmp_path: Path) -> Callable[..., Content]:
    """Fills a template given as text: ``fill("Dear {{ name }}", name=Traced("Jo", "patient"))``."""

    def filled(template: str, **context: Any) -> Content:
        (tmp_path / "letter.md.j2").write_text(template, encoding="utf-8")
        return Wording([tmp_path]).content("letter.md.j2", context)

    return filled
