"""What keeps the ready example from going out, once something in it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from priorauth.documents.letter import samples as gallery
from priorauth.workspace import Workspace
from tests.command import CHARTS

if TYPE_CHECKING:
    from priorauth.request.assessment import Assessment

READY = "case-01"
"""The example in which everything is met, shown and signed off."""


def assessed(changes: dict[str, Any] | None = None, ask: dict[str, Any] | None = None, case: str = READY) -> Assessment:
    """The example with ``changes`` laid over its chart, and ``ask`` over its request."""
    return gallery.assessment_of({"case": case, "with": changes or {}, "ask": ask or {}}, Workspace.around(CHARTS))


def blocking(changes: dict[str, Any] | None = None, ask: dict[str, Any] | None = None) -> tuple[str, ...]:
    """What must be mended before it may go out."""
    return assessed(changes, ask).blocking
