"""What keeps a chart's exhibits from being enclosed, told without making a packet: files, and pages they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from priorauth.documents.exhibits import pages_cited
from priorauth.documents.packet.exhibit_files import ExhibitFile
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.errors import BadInput
from priorauth.files import read_bytes
from priorauth.request.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from priorauth.chart.chart import Case
    from priorauth.chart.treatment import Exhibit


def not_enclosable(case: Case, chart_file: Path) -> Iterator[Wanted]:
    """Each exhibit whose file cannot be used, or lacks a page that is to be enclosed or that the chart points to."""
    cited = pages_cited(case)
    for exhibit in case.exhibits:
        file = ExhibitFile(exhibit.id, read_bytes(chart_file.parent / exhibit.file))
        try:
            has = range(1, file.pages() + 1)
            if not set(exhibit.pages) <= set(has):
                raise file.lacks_pages()
            if exhibit.redact:
                exhibit_part(exhibit.id, exhibit.title, file.data, exhibit.pages, redact=exhibit.redact)
        except BadInput as error:
            yield Wanted(f"an exhibit that can be enclosed: {error.what}", exhibit.id, owner="billing")
            continue
        if beyond := sorted(cited.get(exhibit.id, set()) - set(exhibit.pages or has)):
            yield Wanted(_beyond(exhibit, has, beyond), exhibit.id, owner="billing")


def _beyond(exhibit: Exhibit, has: Sequence[int], beyond: Sequence[int]) -> str:
    pages = f"page{'s' if len(beyond) > 1 else ''} {', '.join(map(str, beyond))}"
    held = f"has {len(has)} page{'' if len(has) == 1 else 's'}"
    return f"the page that the chart names: {pages} of the exhibit {exhibit.id}, which {held}"
