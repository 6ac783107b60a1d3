"""The medication timeline and the score curve of a case, by its chart: also where no letter may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.letter.course import curve
from priorauth.documents.letter.history import courses_of, timeline
from priorauth.documents.letter.scale import scale_to_draw

if TYPE_CHECKING:
    from priorauth.documents.content import Figure
    from priorauth.request.assessment import Assessment


def drawings(assessment: Assessment) -> list[Figure]:
    """Those for which the chart has something to draw, as letters draw them."""
    as_of = assessment.determination.dates.as_of
    tried = timeline(courses_of(assessment), assessment.case, as_of, scale_to_draw(assessment))
    return [one for one in (tried, curve(assessment)) if one is not None]
