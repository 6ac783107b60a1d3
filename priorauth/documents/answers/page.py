"""An answer sheet as a page to copy from, in a browser: nothing in it runs, and nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from priorauth.documents.answers.sheet import to_note
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from priorauth.documents.answers.sheet import Sheet
    from priorauth.request.assessment import Assessment


def page(sheet: Sheet, assessment: Assessment, template: Path) -> str:
    """The page as HTML; every text of the chart is a text there, whatever it holds."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_bytes(template).decode("utf-8")).render(
        sheet=sheet,
        payer=assessment.loaded.payer_name,
        case=assessment.case.case,
        member_id=assessment.coverage.member_id or "",
        as_of=assessment.determination.dates.as_of.isoformat(),
        ready=assessment.ready,
        blocking=assessment.blocking,
        submitted=assessment.submitted,
        to_note=to_note(assessment),
    )
